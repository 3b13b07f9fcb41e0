/** Bản đến trước: copies that wait for their official document, each with what it may be. */
import { Button, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { HeldRow, LikelyRow } from '../../contract/page/paper.ts';
import { api } from '../core.ts';
import { dateText, momentText, numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['paper', 'incoming'] as const;
const load = () => api['paper.held']({});

export function Held() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [releasing, setReleasing] = useState<HeldRow>();
  const act = useAct();
  const join = async (id: string, other: LikelyRow): Promise<void> => {
    if (!(await act.run(() => api['paper.join']({ id, otherId: other.id })))) return;
    say(t('pd.joined'));
    void reload();
  };
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Text c="dimmed" className="papers-lead">
        {t('pd.held.lead')}
      </Text>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet papers-sheet">
        {value.rows.length === 0 ? (
          <EmptyNote title={t('pd.held.empty')} next={t('pd.held.emptyNext')} />
        ) : (
          <table className="plain-table" aria-label={t('pd.tab.held')}>
            <thead>
              <tr>
                <th scope="col">{t('pd.tab.held')}</th>
                <th scope="col">{t('pd.likely.official', { score: '' }).replace(/\s*\(.*\)/, '')}</th>
                <th scope="col" aria-label={t('pd.held.release')} />
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <td style={{ width: '40%' }}>
                    <button type="button" className="link" onClick={() => go({ at: 'incoming', id: row.id })}>
                      {row.subject}
                    </button>
                    <div className="dim">
                      {[row.code, dateText(row.date), row.sender].filter(Boolean).join(' · ')}
                      <br />
                      {t('pd.held.from', { channel: t(`channel.${row.channel}`), when: momentText(row.arrivedAt) })}
                    </div>
                  </td>
                  <td>
                    {row.likely.length === 0 ? <span className="dim">{t('pd.held.none')}</span> : null}
                    {row.likely.slice(0, 2).map((one) => (
                      <Likely key={one.id} row={one} onJoin={() => void join(row.id, one)} busy={act.busy} />
                    ))}
                  </td>
                  <td className="papers-nowrap">
                    <For call="paper.release">
                      <Button variant="default" size="compact-md" onClick={() => setReleasing(row)}>
                        {t('pd.held.release')}
                      </Button>
                    </For>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {releasing ? (
        <ReasonDialog
          title={t('pd.held.release')}
          lead={t('pd.held.releaseLead')}
          onClose={() => setReleasing(undefined)}
          save={(reason) => api['paper.release']({ id: releasing.id, reason })}
          onDone={() => {
            setReleasing(undefined);
            say(t('pd.held.released'));
            void reload();
          }}
        />
      ) : null}
    </>
  );
}

export function Likely({ row, busy, onJoin }: { readonly row: LikelyRow; readonly busy: boolean; readonly onJoin: () => void }) {
  const place = row.held
    ? t('pd.likely.held')
    : row.arrivalNumber === undefined
      ? t('pd.likely.unnumbered')
      : t('pd.likely.number', { number: numberText(row.arrivalNumber) });
  return (
    <div className="papers-likely">
      <div>
        <button type="button" className="link" onClick={() => go({ at: 'incoming', id: row.id })}>
          {[row.code, row.sender].filter(Boolean).join(', ')}
        </button>{' '}
        <span className="dim">
          ({place}, {t(`channel.${row.channel}`)}, {dateText(row.date) || momentText(row.arrivedAt)}) · {row.score} %
        </span>
        <div className="dim">{row.subject}</div>
      </div>
      <For call="paper.join">
        <Button size="compact-md" loading={busy} onClick={onJoin}>
          {t('pd.join')}
        </Button>
      </For>
    </div>
  );
}

export function ReasonDialog(props: {
  readonly title: string;
  readonly lead: string;
  readonly onClose: () => void;
  readonly save: (reason: string) => Promise<unknown>;
  readonly onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if ((await act.run(() => props.save(reason))) !== undefined) props.onDone();
  };
  return (
    <FormDialog
      title={props.title}
      lead={props.lead}
      submit={t('common.save')}
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => void save()}
      onClose={props.onClose}
    >
      <Textarea
        label={t('pd.reason')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}
