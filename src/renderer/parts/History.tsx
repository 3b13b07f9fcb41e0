/** The history of a document and the statuses that went to and came from other offices. */
import { useCallback } from 'react';
import type { HistoryRow, StatusRow } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { dateText, momentText, shortMoment } from '../format.ts';
import { t, textOr } from '../text/index.ts';
import { AuditLink } from './AuditLink.tsx';
import { Changes } from './Changes.tsx';
import { statusWord, statusWordsOf } from './codeWords.ts';
import { Section } from './facts.tsx';
import { useLoaded } from './useLoaded.ts';
import { useWords } from './useWords.ts';

const TOPICS = ['incoming', 'outgoing'] as const;

interface Props {
  readonly rows: readonly HistoryRow[];
  readonly list: 'incoming' | 'outgoing';
  readonly id: string;
  /** What the document is known by. */
  readonly name: string;
}
export function History({ rows, list, id, name }: Props) {
  const load = useCallback(() => api['history.changes']({ list, id }), [list, id]);
  const changes = useLoaded(load, TOPICS, id).value?.rows ?? [];
  const known = new Set(rows.map((row) => row.id));
  // A change that no line of the history speaks of stands for itself.
  const alone = changes.filter((change) => change.historyId === undefined || !known.has(change.historyId));
  const lines = [
    ...rows.map((row) => ({
      at: row.at,
      by: row.for === undefined ? row.by : `${row.by} · ${behalfText(row.for, row.slipDate)}`,
      text: [textOr(`history.${row.act}`, row.act, wordsOf(row.params)), ...remarksOf(row.params)].join(' – '),
      key: row.id ?? `${row.at}-${row.act}`,
      own: changes.filter((change) => row.id !== undefined && change.historyId === row.id),
    })),
    ...alone.map((change) => ({ at: change.at, by: change.by, text: t('changes.alone'), key: String(change.seq), own: [change] })),
  ].sort((a, b) => a.at - b.at);
  return (
    <Section title={t('field.history')}>
      {lines.length === 0 ? <p className="dim">{t('history.empty')}</p> : null}
      <ol className="trail">
        {lines.map((line) => {
          const fields = line.own.flatMap((change) => change.fields);
          return (
            <li key={line.key}>
              <span className="trail-text">{line.text}</span>
              <span className="dim">
                {momentText(line.at)} · {line.by}
              </span>
              {fields.length > 0 ? <Changes fields={fields} direction={list} /> : null}
            </li>
          );
        })}
      </ol>
      <AuditLink id={id} label={name} />
    </Section>
  );
}

const behalfText = (name: string, slipDate: string | undefined): string =>
  slipDate === undefined ? t('behalf.by', { name }) : t('behalf.bySlip', { name, date: dateText(slipDate) });

/** What an act of signing went without is said in its line: never a silent downgrade. */
const remarksOf = (params: HistoryRow['params']): string[] => [
  ...[params?.timestamp, params?.material].flatMap((said) => (typeof said === 'string' ? [said] : [])),
  ...(params?.skipped ? [t('history.skipped', { names: String(params.skipped) })] : []),
];

const wordOf = (name: string, value: string): string =>
  name === 'how'
    ? textOr(`remind.how.${value}`, value)
    : /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? dateText(value)
      : textOr(`channel.${value}`, textOr(`return.reason.${value}`, value));
/** Parameters that are keys themselves (a channel, a reason for returning) become their words. */
function wordsOf(params: HistoryRow['params']): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? wordOf(name, value) : value]));
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
