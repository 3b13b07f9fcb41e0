/** A change as a person reads it: ids become names, JSON becomes words; what only the program needs is left out. */
import type { FieldChange } from '../../contract/page/history.ts';
import type { Store } from '../store/types.ts';
import type { FieldValue } from './keeper.ts';

/** Kept, and not shown: said again in the history's own line, or an id of the program. */
const SILENT: readonly string[] = [
  'document_id',
  'organ_id',
  'business_type',
  'amends_id',
  'issued_at',
  'secrecy_asked',
  'merged_into',
  'paper_follows',
];

interface Instruction {
  readonly lead?: string;
  readonly coHandlers?: readonly string[];
  readonly text?: string;
}
type Pair = readonly [FieldValue, FieldValue];

export function shownChanges(store: Store, changes: Readonly<Record<string, Pair>>): FieldChange[] {
  return Object.entries(changes).flatMap(([field, pair]) => {
    if (SILENT.includes(field)) return [];
    if (field === 'instruction') return instructionChanges(pair);
    const [before, after] = pair.map((value) => shown(store, field, value));
    if (before === after) return [];
    return [{ field, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  });
}

function shown(store: Store, field: string, value: FieldValue): string | undefined {
  if (value === null || value === '') return undefined;
  const text = String(value);
  switch (field) {
    case 'to_places':
      return (JSON.parse(text) as string[]).join('; ') || undefined;
    case 'recipients':
      return (JSON.parse(text) as { name: string }[]).map((one) => one.name).join('; ') || undefined;
    case 'book_id':
      return store.db.prepare<[string], string>('SELECT name FROM book WHERE id = ?').pluck().get(text) ?? text;
    case 'reply_to_id': {
      const row = store.db
        .prepare<[string], { number: string; notation: string }>('SELECT number, notation FROM incoming WHERE id = ?')
        .get(text);
      return row === undefined ? text : [row.number, row.notation].filter(Boolean).join('/');
    }
    default:
      return text;
  }
}

function instructionChanges([before, after]: Pair): FieldChange[] {
  const read = (value: FieldValue): Instruction => (typeof value === 'string' ? (JSON.parse(value) as Instruction) : {});
  const [a, b] = [read(before), read(after)];
  const one = (field: string, x: string | undefined, y: string | undefined): FieldChange[] =>
    (x ?? '') === (y ?? '') ? [] : [{ field, ...(x ? { before: x } : {}), ...(y ? { after: y } : {}) }];
  return [
    ...one('lead', a.lead, b.lead),
    ...one('co_handlers', a.coHandlers?.join('; '), b.coHandlers?.join('; ')),
    ...one('instruction_text', a.text, b.text),
  ];
}
