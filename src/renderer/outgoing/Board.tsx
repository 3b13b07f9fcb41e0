/** Where the document is with each recipient, in words that never say more than is known. */
import type { DeliveryRow, OutgoingDetail } from '../../contract/page/outgoing.ts';
import { shortMoment } from '../format.ts';
import { Section } from '../parts/facts.tsx';
import { t, textOr } from '../text/index.ts';

export function Board({ doc }: { readonly doc: OutgoingDetail }) {
  const now = Date.now();
  const rows: readonly DeliveryRow[] =
    doc.deliveries.length > 0 ? doc.deliveries : doc.recipients.map((r) => ({ ...r, state: 'waiting' as const }));
  return (
    <Section title={t('board.title')}>
      <ul className="trail" aria-label={t('board.title')}>
        {rows.map((row) => (
          <li key={`${row.organId ?? ''}${row.name}`}>
            <span className="trail-text">{row.name}</span>
            {doc.state === 'issued' ? (
              <span className={row.state === 'refused' ? 'overdue' : 'dim'}>
                {deliveryWords(row)}
                {row.at === undefined ? '' : ` · ${shortMoment(row.at, now)}`}
              </span>
            ) : row.organId === undefined ? (
              <span className="dim">{t('board.paper')}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
function deliveryWords(row: DeliveryRow): string {
  if (row.organId === undefined) return t('board.paper');
  if (row.statusCode !== undefined) {
    const words = textOr(`status.${row.statusCode}`, row.statusText ?? row.statusCode);
    const said = row.statusText ?? '';
    // What the recipient wrote often begins with the status itself.
    if (said === '' || said === words) return words;
    return said.startsWith(words) ? said : `${words}: ${said}`;
  }
  return t(`board.state.${row.state}`);
}
