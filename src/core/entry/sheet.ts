/** The sheet as it is typed: one for each person, organ and direction; its rows in blocks, so that a keystroke writes little. */
import {
  type EntryDefaults,
  type EntryField,
  type EntryMode,
  entryFields,
  MAX_ENTRY_CELL,
  MAX_ENTRY_ROWS,
} from '../../domain/entry/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BookDirection } from '../../domain/registers.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

/** Rows of a block. */
export const BLOCK_ROWS = 50;

export interface SheetRecord {
  readonly id: string;
  readonly organId: string;
  readonly direction: BookDirection;
  readonly mode: EntryMode;
  readonly defaults: EntryDefaults;
  /** Arrivals of a paper book: its documents are done with. What goes out: sent already, nobody follows it. */
  readonly finished: boolean;
  readonly updatedAt: number;
  /** Cells in the order of the direction's fields, then the answer to what was asked about the row. */
  readonly rows: readonly (readonly string[])[];
}
interface SheetRow {
  readonly id: string;
  readonly organ_id: string;
  readonly direction: BookDirection;
  readonly person_id: string;
  readonly mode: EntryMode;
  readonly fields: string;
  readonly defaults: string;
  readonly finished: number;
  readonly count: number;
  readonly updated_at: number;
}
export interface SheetChange {
  /** Rows that the sheet has now. */
  readonly count: number;
  /** Blocks that changed, whole. */
  readonly blocks: readonly { readonly place: number; readonly rows: readonly (readonly string[])[] }[];
  readonly mode?: EntryMode;
  readonly defaults?: EntryDefaults;
  readonly finished?: boolean;
}

const personOf = (actor: Actor): string => actor.personId ?? '';
/** What was chosen for all rows last, for the next sheet. */
const defaultsKey = (organId: string, direction: BookDirection, actor: Actor): string =>
  `entry.defaults.${organId}.${direction}.${personOf(actor)}`;

/** The person's sheet, made where there is none. */
export function openSheet(store: Store, actor: Actor, organId: string, direction: BookDirection): SheetRecord {
  const find = (): string | undefined =>
    store.db
      .prepare<[string, string, string], string>('SELECT id FROM entry_sheet WHERE organ_id = ? AND direction = ? AND person_id = ?')
      .pluck()
      .get(organId, direction, personOf(actor));
  const found = find();
  if (found !== undefined) return sheetById(store, actor, found);
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO entry_sheet (id, organ_id, direction, person_id, fields, defaults, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(
        ...[store.newId(), organId, direction, personOf(actor), JSON.stringify(entryFields(direction))],
        ...[store.setting(defaultsKey(organId, direction, actor)) ?? '{}', store.now()],
      );
  }, 'entry:open');
  return sheetById(store, actor, find() ?? '');
}

/** @throws Failure `entry.no_sheet` where there is none, or it is another person's */
export function sheetById(store: Store, actor: Actor, id: string): SheetRecord {
  const row = rowOf(store, actor, id);
  const rows = rowsOf(store, row);
  return {
    id: row.id,
    organId: row.organ_id,
    direction: row.direction,
    mode: row.mode,
    defaults: JSON.parse(row.defaults) as EntryDefaults,
    finished: row.finished === 1,
    updatedAt: row.updated_at,
    rows: rows.slice(0, row.count),
  };
}

/** Its columns were those of another version of the program. */
function fromOtherColumns(row: SheetRow): readonly EntryField[] | undefined {
  const fields = entryFields(row.direction);
  const before = JSON.parse(row.fields) as EntryField[];
  return before.length === fields.length && before.every((field, i) => field === fields[i]) ? undefined : before;
}
/** All rows there are, each cell in its column of now. */
function rowsOf(store: Store, row: SheetRow): string[][] {
  const blocks = store.db
    .prepare<[string], { place: number; rows: string }>('SELECT place, rows FROM entry_block WHERE sheet_id = ? ORDER BY place')
    .all(row.id);
  const rows: string[][] = [];
  for (const block of blocks) {
    while (rows.length < block.place * BLOCK_ROWS) rows.push([]);
    rows.push(...(JSON.parse(block.rows) as string[][]));
  }
  const before = fromOtherColumns(row);
  if (before === undefined) return rows;
  const fields = entryFields(row.direction);
  return rows.map((cells) => [...fields.map((field) => cells[before.indexOf(field)] ?? ''), cells[before.length] ?? '']);
}

function rowOf(store: Store, actor: Actor, id: string): SheetRow {
  const row = store.db.prepare('SELECT * FROM entry_sheet WHERE id = ?').get(id) as SheetRow | undefined;
  if (!row || row.person_id !== personOf(actor)) throw new Failure('entry.no_sheet');
  return row;
}

/** What was typed. Blocks beyond the sheet's end go. @throws Failure `entry.no_sheet`, `entry.too_many_rows` */
export function saveSheet(store: Store, actor: Actor, id: string, change: SheetChange): void {
  if (change.count > MAX_ENTRY_ROWS) throw new Failure('entry.too_many_rows', { max: MAX_ENTRY_ROWS });
  store.tx(() => writeWithin(store, actor, id, change), 'entry:save');
}

export function writeWithin(store: Store, actor: Actor, id: string, change: SheetChange): void {
  const row = rowOf(store, actor, id);
  const width = entryFields(row.direction).length + 1;
  const put = store.db.prepare('INSERT OR REPLACE INTO entry_block (sheet_id, place, rows) VALUES (?, ?, ?)');
  // The blocks that did not change move to the columns of now with the others.
  if (fromOtherColumns(row)) for (const { place, rows } of inBlocks(rowsOf(store, row))) put.run(id, place, JSON.stringify(rows));
  for (const block of change.blocks) {
    if ((block.place + 1) * BLOCK_ROWS > MAX_ENTRY_ROWS + BLOCK_ROWS) continue;
    const rows = block.rows
      .slice(0, BLOCK_ROWS)
      .map((cells) => Array.from({ length: width }, (_, i) => (cells[i] ?? '').slice(0, MAX_ENTRY_CELL)));
    put.run(id, block.place, JSON.stringify(rows));
  }
  store.db.prepare('DELETE FROM entry_block WHERE sheet_id = ? AND place >= ?').run(id, Math.ceil(change.count / BLOCK_ROWS));
  const defaults = change.defaults === undefined ? row.defaults : JSON.stringify(change.defaults);
  store.db
    .prepare('UPDATE entry_sheet SET count = ?, mode = ?, defaults = ?, finished = ?, fields = ?, updated_at = ? WHERE id = ?')
    .run(
      ...[change.count, change.mode ?? row.mode, defaults, change.finished === undefined ? row.finished : Number(change.finished)],
      ...[JSON.stringify(entryFields(row.direction)), store.now(), id],
    );
  if (change.defaults !== undefined) store.setSetting(defaultsKey(row.organ_id, row.direction, actor), defaults);
}

/** Whole rows in blocks. */
export const inBlocks = (rows: readonly (readonly string[])[]): SheetChange['blocks'] =>
  Array.from({ length: Math.ceil(rows.length / BLOCK_ROWS) }, (_, place) => ({
    place,
    rows: rows.slice(place * BLOCK_ROWS, (place + 1) * BLOCK_ROWS),
  }));

export function clearSheet(store: Store, actor: Actor, id: string): void {
  store.tx(() => emptyWithin(store, actor, id), 'entry:clear');
}
export function emptyWithin(store: Store, actor: Actor, id: string): void {
  writeWithin(store, actor, id, { count: 0, blocks: [], mode: 'new' });
}
