/** What of a document is searched: its text, and its facts as words of their own. One row in, plain strings out. */
import { dateFacts, factWord, takenFacts } from '../../domain/searchFacts.ts';

export const SEARCHED_LISTS = ['incoming', 'outgoing'] as const;
export type SearchedList = (typeof SEARCHED_LISTS)[number];
export interface Words {
  readonly text: string;
  readonly facts: string;
  /** The day of what was taken over from a paper book. */
  readonly takenOn?: string;
}
export type Row = Readonly<Record<string, string | number | null>>;
type Value = string | number | null | undefined;

const text = (value: Value): string => (value === null || value === undefined ? '' : String(value));
/** `05` is also looked for as `5`. */
const bare = (value: Value): string => text(value).replace(/^0+(?=\d)/, '');

/** Number and notation, and both again without leading zeros where there are some. */
function codes(number: Value, notation: Value, separator = '/'): string[] {
  const written = [text(number), text(notation)].filter(Boolean).join(separator);
  const plain = [bare(number), text(notation)].filter(Boolean).join(separator);
  return written === plain ? [written] : [written, plain];
}

/** Strings anywhere in a JSON value: names in an instruction, recipients in words. */
function strings(json: Value, keys: readonly string[]): string[] {
  if (typeof json !== 'string' || json === '') return [];
  const found: string[] = [];
  JSON.parse(json, (key, value: unknown) => {
    if (typeof value === 'string' && (keys.includes(key) || /^\d+$/.test(key))) found.push(value);
    return value;
  });
  return found;
}

interface Instruction {
  readonly lead?: string;
  readonly coHandlers?: readonly string[];
}
/** Who handles a document: the lead first. */
export function handlersOf(json: Value): string[] {
  if (typeof json !== 'string' || json === '') return [];
  const { lead = '', coHandlers = [] } = JSON.parse(json) as Instruction;
  return [lead, ...coHandlers].filter((name) => name.trim() !== '');
}

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' \n ');
const facts = (parts: readonly string[]): string => [...new Set(parts.filter(Boolean))].join(' ');

function incomingWords(row: Row): Words {
  const takenOn = row.taken === 1 ? text(row.arrival_date) || text(row.arrived_on) : '';
  const parts = [
    ...codes(row.number, row.notation),
    bare(row.number),
    text(row.arrival_number),
    text(row.sender_name),
    text(row.sender_organ_id),
    text(row.type_name),
    text(row.subject),
    row.content === row.subject ? '' : text(row.content),
    text(row.signer),
    text(row.note),
    text(row.language),
    ...strings(row.instruction, ['leader', 'text', 'lead']),
    text(row.said),
    text(row.files),
    text(row.dossiers),
  ];
  return {
    text: joined(parts),
    facts: facts([
      factWord('s', row.state),
      factWord('p', row.priority),
      factWord('e', row.channel),
      factWord('w', row.organ_id),
      factWord('b', row.book_id),
      factWord('k', row.type_name),
      factWord('m', bare(row.number)),
      factWord('v', row.arrival_number),
      ...dateFacts('d', text(row.date)),
      ...dateFacts('a', text(row.arrival_date) || text(row.arrived_on)),
      ...dateFacts('u', text(row.due_date)),
      factWord('g', row.sender_name),
      factWord('c', row.sender_organ_id),
      ...handlersOf(row.instruction).map((name) => factWord('h', name)),
      ...takenFacts(takenOn),
    ]),
    ...(takenOn === '' ? {} : { takenOn }),
  };
}

interface Recipient {
  readonly organId?: string;
  readonly name?: string;
}
function outgoingWords(row: Row): Words {
  const recipients = JSON.parse(text(row.recipients) || '[]') as readonly Recipient[];
  const takenOn = row.taken === 1 ? text(row.date) || text(row.issued_on) : '';
  const parts = [
    text(row.code),
    bare(row.number),
    text(row.type_name),
    text(row.subject),
    row.content === row.subject ? '' : text(row.content),
    text(row.signer),
    ...recipients.flatMap(({ name, organId }) => [name ?? '', organId ?? '']),
    text(row.note),
    text(row.language),
    text(row.said),
    text(row.files),
    text(row.dossiers),
  ];
  return {
    text: joined(parts),
    facts: facts([
      factWord('s', row.state),
      factWord('p', row.priority),
      factWord('w', row.organ_id),
      factWord('b', row.book_id),
      factWord('k', row.type_name),
      factWord('m', bare(row.number)),
      ...dateFacts('d', text(row.date)),
      ...dateFacts('a', text(row.issued_on)),
      ...dateFacts('u', text(row.due_date)),
      ...recipients.flatMap(({ name, organId }) => [factWord('g', name), factWord('c', organId)]),
      ...takenFacts(takenOn),
    ]),
    ...(takenOn === '' ? {} : { takenOn }),
  };
}

const files = (column: string): string =>
  `(SELECT group_concat(f.name, ' ') FROM file f WHERE f.${column} = d.id AND f.current = 1) AS files`;
/** What was said of it on the way: progress, reasons, answers. */
const said = (column: string): string =>
  `(SELECT group_concat(json_extract(h.params, '$.text'), ' ') FROM history h WHERE h.${column} = d.id AND h.params LIKE '%"text"%') AS said`;
/** The legal date (Asia/Ho_Chi_Minh, UTC+7) of an instant. */
const legal = (column: string): string => `date(${column} / 1000 + 25200, 'unixepoch')`;

/** Whether it was taken over from a paper book. */
const taken = (column: string): string =>
  `EXISTS (SELECT 1 FROM book_number n WHERE n.${column} = d.id AND n.origin = 'paper_book') AS taken`;
/** The files (hồ sơ) it lies in, its language and remarks, and where it comes from: of a store that has them. */
const MORE = {
  incoming: ', d.language',
  outgoing: ', d.language, d.note',
} as const;
export const dossiersOf = (column: string): string =>
  `(SELECT group_concat(h.notation || ' ' || h.title, ' · ') FROM dossier_item x JOIN dossier h ON h.id = x.dossier_id WHERE x.${column} = d.id AND x.removed_at IS NULL) AS dossiers`;

/** What is read of a row. @param whole false only in a store of a test of earlier migrations */
export const selectOf = (list: SearchedList, whole: boolean): string =>
  WORDS_OF[list].select.replace('{more}', whole ? `${MORE[list]}, ${dossiersOf(`${list}_id`)}, ${taken(`${list}_id`)}` : '');

const WORDS_OF: Readonly<Record<SearchedList, { readonly select: string; words(row: Row): Words }>> = {
  incoming: {
    select: `SELECT state, priority, channel, organ_id, book_id, number, notation, arrival_number, sender_name, sender_organ_id, type_name, subject, content,
      signer, note, instruction, date, arrival_date, ${legal('arrived_at')} AS arrived_on, due_date, ${said('incoming_id')}, ${files('incoming_id')}{more}
      FROM incoming d WHERE seq = ?`,
    words: incomingWords,
  },
  outgoing: {
    select: `SELECT state, priority, organ_id, book_id, number, code, type_name, subject, content, signer, recipients, date,
      ${legal('issued_at')} AS issued_on, due_date, ${said('outgoing_id')}, ${files('outgoing_id')}{more} FROM outgoing d WHERE seq = ?`,
    words: outgoingWords,
  },
};

export const wordsOf = (list: SearchedList, row: Row): Words => WORDS_OF[list].words(row);
