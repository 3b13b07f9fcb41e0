/** Where the document is with each recipient, in words that never say more than is known. */
import { useCallback, useState } from 'react';
import type { CodeWords } from '../../contract/page/codelists.ts';
import type { DeliveryRow, OutgoingDetail } from '../../contract/page/outgoing.ts';
import type { PaperDeliveryRow } from '../../contract/page/paper.ts';
import { onAxis, onPaper } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { ReminderCount, RemindLink, useReminders } from '../desk/Remind.tsx';
import { shortMoment } from '../format.ts';
import { paperState } from '../papers/state.ts';
import { statusLine } from '../parts/codeWords.ts';
import { Section } from '../parts/facts.tsx';
import { useMay } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useWords } from '../parts/useWords.ts';
import { t } from '../text/index.ts';
import { mayBeSentAgain, SendAgain } from './SendAgain.tsx';

interface Line extends Omit<DeliveryRow, 'state'> {
  /** Over the axis; absent for one that gets paper alone. */
  readonly state?: DeliveryRow['state'] | 'withdrawn';
  /** What is known of its paper. */
  readonly paper?: string;
}
const TOPICS = ['outgoing', 'paper'] as const;
/** What left on paper, where anybody gets paper; nothing while it is not known. */
function usePaperOf(doc: OutgoingDetail): readonly PaperDeliveryRow[] | undefined {
  const wanted = doc.state === 'issued' && doc.recipients.some(onPaper);
  const load = useCallback(
    async () => (wanted ? (await api['paper.ofOutgoing']({ id: doc.id, duplex: false })).deliveries : []),
    [doc.id, wanted],
  );
  return useLoaded(load, TOPICS).value;
}

export function Board({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const [again, setAgain] = useState<{ readonly organId: string; readonly name: string }>();
  const words = useWords();
  const reminders = useReminders('outgoing', doc.id);
  const now = Date.now();
  const may = useMay();
  const papers = usePaperOf(doc);
  return (
    <Section title={t('board.title')}>
      <ul className="trail" aria-label={t('board.title')}>
        {linesOf(doc, papers).map((row) => (
          <li key={`${row.organId ?? ''}${row.name}`} className="board-line">
            <span className="trail-text">{row.name}</span>
            {doc.state === 'issued' ? (
              <>
                {row.state === undefined ? null : (
                  <span className={row.state === 'refused' ? 'overdue' : 'dim'}>
                    {deliveryWords(words, row.state, row)}
                    {row.at === undefined ? '' : ` · ${shortMoment(row.at, now)}`}
                  </span>
                )}
                {row.paper === undefined ? null : <span className="dim">{row.paper}</span>}
              </>
            ) : row.paper === undefined ? null : (
              <span className="dim">{row.paper}</span>
            )}
            <span className="desk-line">
              {row.organId !== undefined && row.state !== undefined && mayBeSentAgain(doc, row.state) && may('outgoing.sendAgain') ? (
                <button
                  type="button"
                  className="link"
                  aria-label={t('amendment.sendAgain.to', { name: row.name })}
                  onClick={() => row.organId !== undefined && setAgain({ organId: row.organId, name: row.name })}
                >
                  {t('amendment.sendAgain')}
                </button>
              ) : null}
              {mayBeReminded(doc, row) && may('reminders.make') ? (
                <RemindLink side="outgoing" id={doc.id} who={row.name} recipientId={row.organId} onDone={onDone} />
              ) : null}
              <ReminderCount rows={reminders} of={{ who: row.name, recipientId: row.organId }} />
            </span>
          </li>
        ))}
      </ul>
      {again ? <SendAgain id={doc.id} {...again} onClose={() => setAgain(undefined)} onDone={onDone} /> : null}
    </Section>
  );
}

/** Done with it, or never has it: nobody is asked to hurry. */
const SETTLED: readonly string[] = ['02', '06'];
const mayBeReminded = (doc: OutgoingDetail, row: Line): boolean =>
  doc.state === 'issued' &&
  doc.frozenAt === undefined &&
  (row.state === 'sent' || row.state === 'delivered' || row.state === undefined) &&
  !SETTLED.includes(row.statusCode ?? '');

/**
 * One line a recipient, with what is known of each way it gets the document. What was taken out of the queue has no delivery
 * any more and does not wait either.
 */
function linesOf(doc: OutgoingDetail, papers: readonly PaperDeliveryRow[] | undefined): readonly Line[] {
  const gone = doc.frozenAt === undefined ? ('waiting' as const) : ('withdrawn' as const);
  const left = [...doc.deliveries];
  const take = (organId: string | undefined): DeliveryRow | undefined => {
    const at = organId === undefined ? -1 : left.findIndex((row) => row.organId === organId);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const waits = doc.deliveries.length === 0 || doc.frozenAt !== undefined;
  const paper = [...(papers ?? [])];
  const lines = doc.recipients.map((recipient): Line | undefined => {
    const { organId, name } = recipient;
    const base = { name, ...(organId === undefined ? {} : { organId }) };
    const sent = onAxis(recipient) ? (take(organId) ?? (waits ? { ...base, state: gone } : undefined)) : undefined;
    const own = onPaper(recipient) ? { paper: paperWords(doc, paperOf(paper, name), papers !== undefined) } : {};
    return sent === undefined && !onPaper(recipient) ? undefined : { ...base, ...sent, ...own };
  });
  // Rows of older packages name who got paper, too: they say nothing of it.
  return [...lines.filter((line) => line !== undefined), ...left.filter((row) => row.organId !== undefined)];
}
function paperOf(rows: PaperDeliveryRow[], name: string): PaperDeliveryRow | undefined {
  const at = rows.findIndex((row) => row.name === name);
  return at < 0 ? undefined : rows.splice(at, 1)[0];
}
/** Before it is issued only that it is to go on paper; afterwards what the desk wrote down of it, or that nobody follows it. */
function paperWords(doc: OutgoingDetail, row: PaperDeliveryRow | undefined, known: boolean): string {
  if (doc.state !== 'issued' || !known) return t('board.paper');
  return row === undefined ? t('board.paper.unfollowed') : t(`board.paper.${row.carry}`, { state: paperState(row) });
}
function deliveryWords(words: CodeWords | undefined, state: NonNullable<Line['state']>, row: Line): string {
  if (state === 'withdrawn') return t('amendment.takeBack.withdrawn');
  return row.statusCode === undefined ? t(`board.state.${state}`) : statusLine(words, row.statusCode, row.statusText);
}
