import { afterEach, beforeEach, expect, it } from 'vitest';
import { clerk, openDesk, putSheet } from '../../../test/entry/support.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { Failure } from '../../domain/errors.ts';
import { legalDateOf, screenDate } from '../../domain/time.ts';
import { createPaper } from '../documents/index.ts';
import { commitSheet } from '../entry/index.ts';
import { listBooks } from '../registers/index.ts';
import { checklist, sayFirstNumber, unsaidBooks } from './index.ts';

let kit: TestStore;
beforeEach(() => {
  kit = openTestStore();
  openDesk(kit.store);
});
afterEach(() => kit.remove());
const around = { mode: 'real', recovery: true, ways: 1, backups: { places: 0 } } as const;
const missing = (more = {}): string[] => checklist(kit.store, { ...around, ...more }).flatMap(({ key, done }) => (done ? [] : [key]));

it('is read from the store as it stands: what is done is gone from it, what is undone comes back', () => {
  const { store } = kit;
  expect(missing()).toEqual(['connection', 'organ', 'books', 'people', 'powers', 'tokens', 'scan', 'backup']);
  store.db.prepare(`UPDATE organ SET endpoint = 'https://truc.invalid'`).run();
  store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.242', 'UBND xã Ví Dụ', '', 1)`).run();
  store.tx(() => {
    const person = store.db.prepare(`INSERT INTO person (id, name, roles, created_at, seq) VALUES (?, 'A', '[]', 0, ?)`);
    for (const id of ['a', 'b']) person.run(id, store.nextSeq());
  });
  expect(missing({ backups: { places: 1, last: 1 } })).toEqual(['books', 'powers', 'tokens', 'scan']);
  store.db.prepare(`UPDATE organ SET endpoint = ''`).run();
  expect(missing({ ways: 0 })).toEqual(['keys', 'connection', 'books', 'powers', 'tokens', 'scan', 'backup']);
});

it('lets a book begin behind its paper book, once, before it gives a number', () => {
  const { store } = kit;
  const [incoming, outgoing] = listBooks(store);
  if (!incoming || !outgoing) throw new Error('no books');
  sayFirstNumber(store, clerk, incoming.id, 1_288);
  expect(unsaidBooks(store).map(({ id }) => id)).toEqual([outgoing.id]);
  // A book that begins with 1 is said to: it is missing no more.
  sayFirstNumber(store, clerk, outgoing.id, 1);
  expect(unsaidBooks(store)).toEqual([]);
  const facts = { channel: 'hand', sender: 'A', number: '', notation: '', typeName: '', subject: 'B', signer: '', priority: 0 } as const;
  const paper = { ...facts, organId: 'H99.242', uploadIds: [], register: true, notDuplicate: true };
  expect(createPaper(store, clerk, paper).arrivalNumber).toBe(1_288);
  const code = (work: () => void): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Failure) return error.error.code;
    }
    return '';
  };
  expect(code(() => sayFirstNumber(store, clerk, incoming.id, 2_000))).toBe('registers.first_number_late');
  const sheet = putSheet(
    store,
    'outgoing',
    [{ code: '41', date: screenDate(legalDateOf(Date.now())), typeName: 'Quyết định', subject: 'C', signer: 'D', recipients: 'E' }],
    'paper_book',
  );
  commitSheet(store, clerk, sheet, () => []);
  expect(code(() => sayFirstNumber(store, clerk, outgoing.id, 41))).toBe('registers.first_number_taken');
  sayFirstNumber(store, clerk, outgoing.id, 42);
});
