/** A desk with its two books, for the tests of fast entry. */
import type { Actor } from '../../src/core/context.ts';
import type { Search } from '../../src/core/directory/index.ts';
import { openSheet, saveSheet } from '../../src/core/entry/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import type { Store } from '../../src/core/store/types.ts';
import { type EntryField, type EntryMode, entryFields } from '../../src/domain/entry/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { BookDirection } from '../../src/domain/registers.ts';

export const ORGAN = 'H99.242';
export const clerk: Actor = { personId: '01890000-0000-7000-8000-000000000001' as RecordId, name: 'Lê Thị Ví Dụ', roles: ['clerk'] };

export function openDesk(store: Store): void {
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`).run(ORGAN);
    openDefaultBooks(store, ORGAN, 'UBND');
  });
}
/** A directory without anybody in it. */
export const nobody: Search = () => [];
export type Cells = Readonly<Partial<Record<EntryField, string>>> & { readonly answer?: string };
/** The sheet with these rows and nothing else; its id. */
export function putSheet(store: Store, direction: BookDirection, rows: readonly Cells[], mode: EntryMode = 'new'): string {
  const { id } = openSheet(store, clerk, ORGAN, direction);
  const cells = rows.map((row) => [...entryFields(direction).map((field) => row[field] ?? ''), row.answer ?? '']);
  const blocks = Array.from({ length: Math.ceil(cells.length / 50) }, (_, place) => ({
    place,
    rows: cells.slice(place * 50, place * 50 + 50),
  }));
  saveSheet(store, clerk, id, { count: cells.length, blocks, mode });
  return id;
}
export const arrival = (i: number): Cells => ({ sender: 'Sở Mẫu', code: `${i + 1}/SM-VP`, date: '20/11/26', subject: `Việc thứ ${i + 1}` });
