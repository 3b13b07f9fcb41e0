/** Đôn đốc: words to say or copy, and that it was done, counted for each person or office. */
import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { REMINDER_WAYS, type ReminderRow, type ReminderWay } from '../../contract/page/deskWork.ts';
import { api } from '../core.ts';
import { shortMoment } from '../format.ts';
import { copyText } from '../parts/copy.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './desk.css';

type Side = 'incoming' | 'outgoing';
const TOPICS = ['incoming', 'outgoing'] as const;
const NONE = [] as const;

export interface Reminded {
  readonly who: string;
  readonly recipientId?: string | undefined;
}
/** All reminders of a document. */
export function useReminders(side: Side, id: string): readonly ReminderRow[] {
  const load = useCallback(() => api['reminders.ofDocument']({ side, id }), [side, id]);
  return useLoaded(load, TOPICS, id).value?.rows ?? NONE;
}
const isOf = (row: ReminderRow, { who, recipientId }: Reminded): boolean =>
  recipientId === undefined ? row.recipientId === undefined && row.who === who : row.recipientId === recipientId;

/** `đã đôn đốc 2 lần, gần nhất 09 giờ 14 (điện thoại)`; nothing where nobody was reminded. */
export function ReminderCount({ rows, of }: { readonly rows: readonly ReminderRow[]; readonly of: Reminded }) {
  const own = rows.filter((row) => isOf(row, of));
  const last = own.at(-1);
  if (!last) return null;
  return (
    <span className="dim">
      {t('remind.count', { count: own.length, when: shortMoment(last.at, Date.now()), how: t(`remind.how.${last.how}`) })}
      {last.said ? `: ${last.said}` : ''}
    </span>
  );
}

interface Props extends Reminded {
  readonly side: Side;
  readonly id: string;
  readonly onDone: () => void;
}
export function RemindLink(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="link" aria-label={t('remind.who', { name: props.who })} onClick={() => setOpen(true)}>
        {t('remind.act')}
      </button>
      {open ? <RemindDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RemindDialog({ side, id, who, recipientId, onDone, onClose }: Props & { readonly onClose: () => void }) {
  const load = useCallback(() => api['reminders.words']({ side, id, who }), [side, id, who]);
  const words = useLoaded(load, TOPICS, id).value?.text ?? '';
  const [how, setHow] = useState<ReminderWay>('phone');
  const [said, setSaid] = useState('');
  const act = useAct();
  const copy = async (): Promise<void> => {
    if (await act.run(() => copyText(words).then(() => true))) {
      setHow('message');
      say(t('remind.copied'));
    }
  };
  const save = async (): Promise<void> => {
    const made = await act.run(() =>
      api['reminders.make']({ side, id, who, how, said, ...(recipientId === undefined ? {} : { recipientId }) }),
    );
    if (!made) return;
    say(t('remind.done', { count: made.count }));
    onDone();
    onClose();
  };
  return (
    <FormDialog
      title={t('remind.title', { who })}
      lead={t('remind.lead')}
      submit={t('remind.save')}
      act={act}
      dirty={said !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <section aria-label={t('remind.words')}>
        <div className="words-box">{words}</div>
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => void copy()}>
          {t('remind.copy')}
        </Button>
      </section>
      <Radio.Group label={t('remind.how')} value={how} onChange={(next) => setHow(REMINDER_WAYS.find((one) => one === next) ?? 'phone')}>
        <Stack gap={6} mt={6}>
          {REMINDER_WAYS.map((one) => (
            <Radio key={one} value={one} label={t(`remind.how.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput label={t('remind.said')} maxLength={500} value={said} onChange={(e) => setSaid(e.currentTarget.value)} data-autofocus />
    </FormDialog>
  );
}
