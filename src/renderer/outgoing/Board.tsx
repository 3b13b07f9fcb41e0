/** Where the document is with each recipient, in words that never say more than is known. */
import { useState } from 'react';
import type { CodeWords } from '../../contract/page/codelists.ts';
import type { DeliveryRow, OutgoingDetail } from '../../contract/page/outgoing.ts';
import { ReminderCount, RemindLink, useReminders } from '../desk/Remind.tsx';
import { shortMoment } from '../format.ts';
import { statusLine } from '../parts/codeWords.ts';
import { Section } from '../parts/facts.tsx';
import { useMay } from '../parts/may.tsx';
import { useWords } from '../parts/useWords.ts';
import { t } from '../text/index.ts';
import { mayBeSentAgain, SendAgain } from './SendAgain.tsx';

interface Line extends Omit<DeliveryRow, 'state'> {
  readonly state: DeliveryRow['state'] | 'withdrawn';
}

export function Board({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const [again, setAgain] = useState<{ readonly organId: string; readonly name: string }>();
  const words = useWords();
  const reminders = useReminders('outgoing', doc.id);
  const now = Date.now();
  const may = useMay();
  return (
    <Section title={t('board.title')}>
      <ul className="trail" aria-label={t('board.title')}>
        {linesOf(doc).map((row) => (
          <li key={`${row.organId ?? ''}${row.name}`} className="board-line">
            <span className="trail-text">{row.name}</span>
            {doc.state === 'issued' ? (
              <span className={row.state === 'refused' ? 'overdue' : 'dim'}>
                {deliveryWords(words, row)}
                {row.at === undefined ? '' : ` · ${shortMoment(row.at, now)}`}
              </span>
            ) : row.organId === undefined ? (
              <span className="dim">{t('board.paper')}</span>
            ) : null}
            <span className="desk-line">
              {row.organId !== undefined && mayBeSentAgain(doc, row.state) && may('outgoing.sendAgain') ? (
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
  (row.state === 'sent' || row.state === 'delivered' || row.organId === undefined) &&
  !SETTLED.includes(row.statusCode ?? '');

/** One line a recipient. What was taken out of the queue has no delivery any more and does not wait either. */
function linesOf(doc: OutgoingDetail): readonly Line[] {
  const gone = doc.frozenAt === undefined ? ('waiting' as const) : ('withdrawn' as const);
  if (doc.deliveries.length === 0) return doc.recipients.map((r) => ({ ...r, state: gone }));
  const known = new Set(doc.deliveries.map((d) => d.organId));
  const missing = doc.frozenAt === undefined ? [] : doc.recipients.filter((r) => r.organId !== undefined && !known.has(r.organId));
  return [...doc.deliveries, ...missing.map((r) => ({ ...r, state: gone }))];
}
function deliveryWords(words: CodeWords | undefined, row: Line): string {
  if (row.organId === undefined) return t('board.paper');
  if (row.state === 'withdrawn') return t('amendment.takeBack.withdrawn');
  return row.statusCode === undefined ? t(`board.state.${row.state}`) : statusLine(words, row.statusCode, row.statusText);
}
