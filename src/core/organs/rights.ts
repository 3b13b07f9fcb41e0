/**
 * Which organ a row belongs to, and what a person may see of it. The lookups follow the schema: every table that names an
 * organ, a document or a dispatch is known without anyone listing it here, so a new room's rows are guarded from its first day.
 */
import type { Store } from '../store/types.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** What a call carries is small; deeper or longer is no id of a row. */
const MAX_DEPTH = 6;
const MAX_IDS = 2_000;

type Find = (id: string) => string | undefined;

/** Columns by which a row belongs to another one that belongs to an organ. */
const THROUGH: Readonly<Record<string, string>> = {
  incoming_id: 'incoming',
  outgoing_id: 'outgoing',
  dispatch_id: 'dispatch',
  book_id: 'book',
  dossier_id: 'dossier',
};

export class OrganRows {
  readonly #finds: readonly Find[];
  constructor(store: Store) {
    const columns = (table: string): Set<string> =>
      new Set(store.db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table));
    const tables = store.db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
      .pluck()
      .all();
    this.#finds = tables.flatMap((table) => {
      const has = columns(table);
      if (!has.has('id')) return [];
      const owners = [
        ...(has.has('organ_id') && table !== 'delivery' ? ['t.organ_id'] : []),
        ...Object.entries(THROUGH).flatMap(([column, of]) =>
          has.has(column) ? [`(SELECT o.organ_id FROM ${of} o WHERE o.id = t.${column})`] : [],
        ),
      ];
      if (owners.length === 0) return [];
      const owner = owners.length === 1 ? owners[0] : `coalesce(${owners.join(', ')})`;
      const find = store.db.prepare<[string], string | null>(`SELECT ${owner} FROM "${table}" t WHERE t.id = ?`).pluck();
      return [(id: string) => find.get(id) ?? undefined];
    });
  }

  /** The organ of the row with this id, whichever table it is in; undefined where none names one. */
  organOf(id: string): string | undefined {
    if (!UUID.test(id)) return undefined;
    for (const find of this.#finds) {
      const organ = find(id);
      if (organ !== undefined) return organ;
    }
    return undefined;
  }

  /** Whether every row that a call names belongs to one of these organs. */
  admits(input: unknown, organs: readonly string[]): boolean {
    return idsIn(input).every((id) => {
      const organ = this.organOf(id);
      return organ === undefined || organs.includes(organ);
    });
  }

  /** The same answer without the rows of other organs, wherever a list stands in it. */
  withoutOthers<T>(output: T, organs: readonly string[]): T {
    return this.#strip(output, organs, 0) as T;
  }
  #strip(value: unknown, organs: readonly string[], depth: number): unknown {
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    if (Array.isArray(value)) return value.filter((item) => this.#may(item, organs)).map((item) => this.#strip(item, organs, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#strip(item, organs, depth + 1)]));
  }
  #may(item: unknown, organs: readonly string[]): boolean {
    if (typeof item !== 'object' || item === null) return true;
    if ('organId' in item && 'own' in item && typeof item.organId === 'string') return organs.includes(item.organId);
    if (!('id' in item) || typeof item.id !== 'string') return true;
    const organ = this.organOf(item.id);
    return organ === undefined || organs.includes(organ);
  }
}

export function idsIn(input: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (found.length >= MAX_IDS || depth > MAX_DEPTH) return;
    if (typeof value === 'string') {
      if (UUID.test(value)) found.push(value);
    } else if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
      for (const item of Object.values(value)) walk(item, depth + 1);
  };
  walk(input, 0);
  return found;
}
