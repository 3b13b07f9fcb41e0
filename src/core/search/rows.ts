/** The found documents as the screen shows them: what they are, and where the searched words stand. */
import type { FoundMark, FoundRow } from '../../contract/page/search.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import type { Priority } from '../../domain/edxml.ts';
import { excerpt, marksIn, type TextPart } from '../../domain/highlight.ts';
import { type MarkedWords, type SearchQuery, wordsToMark } from '../../domain/searchQuery.ts';
import { foldedText } from '../../domain/searchText.ts';
import type { Store } from '../store/types.ts';
import { textOfDocument } from './fileText.ts';
import { dossiersOf, handlersOf, type SearchedList } from './words.ts';

interface Found {
  readonly id: string;
  readonly state: IncomingState | OutgoingState;
  readonly priority: Priority;
  readonly code: string;
  readonly date: string | null;
  readonly type_name: string;
  readonly subject: string;
  readonly content: string | null;
  readonly party: string;
  readonly signer: string | null;
  readonly arrival_number: number | null;
  readonly arrival_date: string | null;
  readonly due_date: string | null;
  readonly instruction: string | null;
  readonly note: string | null;
  readonly said: string | null;
  readonly files: string | null;
  readonly dossiers: string | null;
  readonly unread: number;
}

const more = (list: SearchedList): string => `
  (SELECT group_concat(json_extract(h.params, '$.text'), ' · ') FROM history h WHERE h.${list}_id = d.id AND h.params LIKE '%"text"%') AS said,
  (SELECT group_concat(f.name, ' · ') FROM file f WHERE f.${list}_id = d.id AND f.current = 1) AS files, ${dossiersOf(`${list}_id`)},
  (SELECT count(*) FROM file f JOIN file_text t ON t.file_id = f.id WHERE f.${list}_id = d.id AND t.state IN ('none', 'failed')) AS unread`;
const SELECT: Readonly<Record<SearchedList, string>> = {
  incoming: `SELECT id, state, priority, CASE WHEN number = '' THEN notation WHEN notation = '' THEN number ELSE number || '/' || notation END AS code, date,
    type_name, subject, content, sender_name AS party, signer, arrival_number, arrival_date, due_date, instruction, note, ${more('incoming')}
    FROM incoming d WHERE seq = ?`,
  outgoing: `SELECT id, state, priority, code, date, type_name, subject, content, recipients AS party, signer, NULL AS arrival_number, NULL AS arrival_date,
    due_date, NULL AS instruction, note, ${more('outgoing')} FROM outgoing d WHERE seq = ?`,
};

/** Letters of files that one page looks through for the places to show; beyond them a hit stands without its place. */
const PAGE_LETTERS = 1_500_000;
/** Recipients named on the screen; the others are counted there. */
const SHOWN_RECIPIENTS = 3;
const ENDED: readonly string[] = ['finished', 'returned', 'withdrawn', 'recalled', 'merged', 'issued', 'cancelled'];

export function foundRows(
  store: Store,
  hits: readonly { readonly list: SearchedList; readonly seq: number }[],
  asked: SearchQuery | undefined,
  today: string,
): FoundRow[] {
  const wanted = asked && wordsToMark(asked);
  let left = PAGE_LETTERS;
  const textOf = (list: SearchedList, id: string): string => {
    const text = left > 0 ? textOfDocument(store, list, id) : '';
    left -= text.length;
    return text;
  };
  const read = {
    incoming: store.db.prepare<[number], Found>(SELECT.incoming),
    outgoing: store.db.prepare<[number], Found>(SELECT.outgoing),
  };
  return hits.flatMap(({ list, seq }) => {
    const row = read[list].get(seq);
    if (row === undefined) return [];
    const recipients = list === 'outgoing' ? (JSON.parse(row.party) as { name: string }[]).map((one) => one.name) : [];
    const [handler] = handlersOf(row.instruction);
    return [
      {
        direction: list,
        id: row.id,
        state: row.state,
        priority: row.priority,
        code: row.code,
        typeName: row.type_name,
        subject: row.subject,
        party: list === 'incoming' ? row.party : partyOf(recipients),
        overdue: row.due_date !== null && row.due_date < today && !ENDED.includes(row.state),
        marks: wanted === undefined ? [] : marksOf(textOf, list, row, recipients, wanted),
        ...(row.date ? { date: row.date } : {}),
        ...(row.arrival_number === null ? {} : { arrivalNumber: row.arrival_number }),
        ...(row.arrival_date ? { arrivalDate: row.arrival_date } : {}),
        ...(row.due_date ? { dueDate: row.due_date } : {}),
        ...(handler === undefined ? {} : { handler }),
        ...(row.unread > 0 ? { textMissing: true as const } : {}),
      },
    ];
  });
}

const partyOf = (names: readonly string[]): string =>
  names.slice(0, SHOWN_RECIPIENTS).join('; ') + (names.length > SHOWN_RECIPIENTS ? ` (+${names.length - SHOWN_RECIPIENTS})` : '');

/** Marks in what every row shows; other places only for words that are not there. */
function marksOf(
  textOf: (list: SearchedList, id: string) => string,
  list: SearchedList,
  row: Found,
  recipients: readonly string[],
  wanted: MarkedWords,
): FoundMark[] {
  const missing = new Set(wanted.words);
  const marks: FoundMark[] = [];
  const take = (field: string, parts: readonly TextPart[] | undefined, onlyNew: boolean): void => {
    if (parts === undefined) return;
    const said = parts.flatMap((part) => (part.hit ? [foldedText(part.text)] : []));
    const fresh = said.filter(
      (word) => missing.has(word) || (wanted.begun !== undefined && word.startsWith(wanted.begun) && missing.has(wanted.begun)),
    );
    if (onlyNew && fresh.length === 0) return;
    for (const word of fresh) missing.delete(missing.has(word) ? word : (wanted.begun ?? ''));
    marks.push({ field, parts });
  };
  take('code', marksIn(row.code, wanted), false);
  take('subject', marksIn(row.subject, wanted), false);
  take('party', marksIn(list === 'incoming' ? row.party : partyOf(recipients), wanted), false);
  if (row.arrival_number !== null) take('arrival_number', marksIn(String(row.arrival_number), wanted), false);
  take('type_name', marksIn(row.type_name, wanted), true);
  const others: readonly (readonly [string, string | null])[] = [
    ['signer', row.signer],
    ['recipients', recipients.length > SHOWN_RECIPIENTS ? recipients.join('; ') : null],
    ['instruction', instructionText(row.instruction)],
    ['note', row.note],
    ['said', row.said],
    ['content', row.content === row.subject ? null : row.content],
    ['files', row.files],
    ['dossiers', row.dossiers],
  ];
  for (const [field, text] of others) if (text && missing.size > 0) take(field, excerpt(text, wanted), true);
  if (missing.size > 0) take('body', excerpt(textOf(list, row.id), wanted), true);
  return marks;
}

function instructionText(json: string | null): string | null {
  if (json === null) return null;
  const { text = '', leader = '' } = JSON.parse(json) as { text?: string; leader?: string };
  return [text, leader, ...handlersOf(json)].filter(Boolean).join(' · ');
}
