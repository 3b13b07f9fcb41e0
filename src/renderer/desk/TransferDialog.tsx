/** One hand-over: to whom, on a slip, as files or in words; of one document or of many at once. */
import { Autocomplete, Radio, Stack, Textarea } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { type PrintedFile, TRANSFER_WAYS, type TransferWay } from '../../contract/page/transfers.ts';
import { api } from '../core.ts';
import { copyText } from '../parts/copy.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { maybeText, oneOf, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Printed } from './Printed.tsx';
import './desk.css';

const TOPICS = [] as const;
const loadPeople = () => api['people.list']({ ended: false });

interface Props {
  /** Of one organ; the first 200 of them. */
  readonly ids: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
interface Transfer {
  /** Absent: whoever is likeliest. */
  readonly typed: string | undefined;
  readonly way: TransferWay;
  readonly note: string;
}
const TRANSFER: Shape<Transfer> = { typed: maybeText(100), way: oneOf(...TRANSFER_WAYS), note: text(500) };
/** One act takes so many. */
const MOST = 200;

export function TransferDialog({ ids: given, onClose, onDone }: Props) {
  const [ids] = useState(() => given.slice(0, MOST));
  const propose = useCallback(() => api['transfers.propose']({ incomingIds: [...ids] }), [ids]);
  const proposed = useLoaded(propose, TOPICS).value?.people ?? [];
  const people = useLoaded(loadPeople, TOPICS).value?.people ?? [];
  // Of many at once the words are kept, not which ones they were.
  const [only] = ids.length === 1 ? ids : [];
  const kept = useKeptForm<Transfer>({ form: 'transfer', ...(only === undefined ? {} : { of: only }) }, TRANSFER, () => ({
    typed: undefined,
    way: 'slip',
    note: '',
  }));
  const { typed, way, note } = kept.value;
  const [words, setWords] = useState('');
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  // Who leads most of them is the likeliest.
  const [likely] = [...proposed].filter((one) => one.to !== '').sort((a, b) => b.incomingIds.length - a.incomingIds.length);
  const to = typed ?? likely?.to ?? '';
  useEffect(() => {
    if (way !== 'text') return;
    let here = true;
    void api['transfers.words']({ incomingIds: [...ids], note }).then(
      ({ text }) => here && setWords(text),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [way, ids, note]);
  const make = async (): Promise<void> => {
    const person = people.find((one) => one.name === to.trim());
    const input = { incomingIds: [...ids], to, way, note, ...(person ? { personId: person.id } : {}) };
    const made = await act.run(async () => {
      const answer = await api['transfers.make'](input);
      // It is recorded, copied or not: another try would record it twice.
      const copied =
        answer.text === undefined
          ? undefined
          : await copyText(answer.text).then(
              () => true,
              () => false,
            );
      return { ...answer, copied };
    });
    if (!made?.saved) return;
    void kept.end();
    const said = made.copied === false ? 'transfer.notCopied' : (`transfer.done.${way}` as const);
    say(t(said, { code: made.code ?? '', name: made.folderName ?? '' }));
    onDone();
    if (made.print) setPrinted(made.print);
    else onClose();
  };
  if (printed) return <Printed file={printed} onClose={onClose} />;
  return (
    <FormDialog
      title={ids.length === 1 ? t('transfer.title') : t('transfer.titleMany', { count: ids.length })}
      lead={t('transfer.lead')}
      submit={t(`transfer.do.${way}`)}
      act={act}
      dirty={note !== ''}
      kept={kept}
      canSubmit={to.trim() !== ''}
      onSubmit={() => void make()}
      onClose={onClose}
    >
      <Autocomplete
        label={t('transfer.to')}
        placeholder={t('transfer.toHint')}
        required
        maxLength={100}
        data={[...new Set([...proposed.map((one) => one.to), ...people.map((one) => one.name)].filter(Boolean))]}
        // A list that opens by itself lies over the ways below.
        openOnFocus={false}
        value={to}
        onChange={(next) => kept.set({ typed: next })}
        data-autofocus
      />
      <Radio.Group
        label={t('transfer.way')}
        value={way}
        onChange={(next) => kept.set({ way: TRANSFER_WAYS.find((one) => one === next) ?? 'slip' })}
      >
        <Stack gap={6} mt={6}>
          {TRANSFER_WAYS.map((one) => (
            <Radio key={one} value={one} label={t(`transfer.way.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {way === 'files' ? <p className="dim">{t('transfer.warnFiles')}</p> : null}
      <Textarea
        label={t('transfer.note')}
        maxLength={500}
        autosize
        minRows={1}
        value={note}
        onChange={(e) => kept.set({ note: e.currentTarget.value })}
      />
      {way === 'text' ? (
        <section aria-label={t('transfer.words')}>
          <div className="words-box">{words}</div>
        </section>
      ) : null}
    </FormDialog>
  );
}
