/** The history of a document and the statuses that went to and came from other offices. */
import type { HistoryRow, StatusRow } from '../../contract/page/incoming.ts';
import { momentText, shortMoment } from '../format.ts';
import { t, textOr } from '../text/index.ts';
import { statusWord, statusWordsOf } from './codeWords.ts';
import { Section } from './facts.tsx';
import { useWords } from './useWords.ts';

export function History({ rows }: { readonly rows: readonly HistoryRow[] }) {
  return (
    <Section title={t('field.history')}>
      {rows.length === 0 ? <p className="dim">{t('history.empty')}</p> : null}
      <ol className="trail">
        {rows.map((row) => (
          <li key={`${row.at}-${row.act}`}>
            <span className="trail-text">{textOr(`history.${row.act}`, row.act, wordsOf(row.params))}</span>
            <span className="dim">
              {momentText(row.at)} · {row.by}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** Parameters that are keys themselves (a channel, a reason for returning) become their words. */
function wordsOf(params: HistoryRow['params']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? textOr(`channel.${value}`, textOr(`return.reason.${value}`, value)) : value,
    ]),
  );
}

export function Statuses({ rows }: { readonly rows: readonly StatusRow[] }) {
  const words = useWords();
  if (rows.length === 0) return null;
  const now = Date.now();
  return (
    <Section title={t('field.statuses')}>
      <ol className="trail">
        {rows.map((row) => (
          <li key={`${row.at}-${row.code}-${row.organName}`}>
            <span className="trail-text">
              {row.direction === 'out' ? t('status.out') : row.organName}: {statusWord(words, row.code)}
              {row.sent === undefined ? '' : ` (${t(`status.sent.${row.sent}`)})`}
            </span>
            <span className="dim">
              {shortMoment(row.at, now)}
              {row.description && !statusWordsOf(words, row.code).includes(row.description) ? ` · ${row.description}` : ''}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
