/** A commune's desk in a store of its own: one clerk, one leader, one officer, arrivals put straight in. */
import { readFileSync } from 'node:fs';
import { actorOf, createPerson } from '../../src/core/accounts/index.ts';
import type { Actor } from '../../src/core/context.ts';
import { registerIncoming } from '../../src/core/documents/index.ts';
import type { PrintFonts } from '../../src/core/print/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { organId, type RecordId } from '../../src/domain/ids.ts';
import { type Made, putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

export const OURS = organId('H99.242');
export const START = Date.UTC(2026, 10, 20, 2, 0, 0);
const font = (name: string): Uint8Array => readFileSync(new URL(`../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
export const fonts: PrintFonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };

export interface Desk {
  readonly kit: TestStore;
  readonly clerk: Actor;
  readonly leader: Actor;
  readonly officer: Actor;
  /** Moves the clock. */
  at(ms: number): void;
  /** A registered arrival of the axis that its sender hears of. */
  arrival(made: Made & { readonly typeName?: string; readonly channel?: string }): RecordId;
}
export function openDesk(): Desk {
  let now = START;
  const kit = openTestStore({ now: () => now++, random: () => 0.5, setTimer: () => ({ cancel: () => undefined }) });
  const { store } = kit;
  const people = store.tx(() => {
    store.db
      .prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES (?, 'Ủy ban nhân dân xã Ví Dụ', 'Ví Dụ', 'UBND')`)
      .run(OURS);
    openDefaultBooks(store, OURS, 'UBND');
    const person = (name: string, role: 'clerk' | 'leader' | 'officer'): Actor => actorOf(createPerson(store, { name, roles: [role] }));
    return { clerk: person('Lê Thị Ví Dụ', 'clerk'), leader: person('Nguyễn Văn Mẫu', 'leader'), officer: person('Đỗ Xử Lý', 'officer') };
  });
  return {
    kit,
    ...people,
    at(ms) {
      now = ms;
    },
    arrival({ typeName = 'Công văn', channel = 'axis', ...made }) {
      const id = store.tx(() => {
        const put = putIncoming(store, { number: '125', notation: 'SNV-VP', date: '2026-11-19', ...made }).id as RecordId;
        store.db
          .prepare('UPDATE incoming SET type_name = ?, channel = ?, sender_organ_id = ?, document_id = ? WHERE id = ?')
          .run(typeName, channel, 'H99.01', `H99.01,2026/11/19,${put}/SNV`, put);
        return put;
      });
      registerIncoming(store, people.clerk, id);
      return id;
    },
  };
}
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'done';
}
