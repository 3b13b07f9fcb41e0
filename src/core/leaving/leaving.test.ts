import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { auditRows } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import { Leaving, wipeUntouched } from './index.ts';

const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const TEXT = 'Nội dung văn bản của xã Ví Dụ. '.repeat(400);
let t: TestStore;
let opened: string[];
let program: boolean;
let documentId: string;
let fileId: string;

beforeEach(async () => {
  t = openTestStore();
  opened = [];
  program = true;
  fileId = await keep('Phụ lục.docx', 'ooxml');
});
afterEach(() => t.remove());

async function keep(name: string, detected: string): Promise<string> {
  const { store } = t;
  const blob = await store.vault.put(Buffer.from(TEXT));
  return store.tx(() => {
    store.vault.record(blob);
    documentId = putIncoming(store, { subject: 'Về việc phòng cháy' }).id;
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'attachment', 1, ?, ?, ?, 0, ?)`,
      )
      .run(id, documentId, name, detected, blob.id, store.nextSeq());
    return id;
  });
}
/** The parser is not at work here: what came back is kept as it is. */
const parsing = { inspect: () => Promise.resolve({ detected: 'ooxml' }) } as unknown as Parsing;
const room = (): Leaving =>
  new Leaving({
    store: t.store,
    dir: t.dir,
    parsing,
    log: quiet,
    openPath: async (path) => {
      opened.push(path);
      return { opened: program };
    },
  });
const copies = (): string[] => {
  const root = join(t.dir, 'opened');
  return existsSync(root) ? readdirSync(root).flatMap((folder) => readdirSync(join(root, folder))) : [];
};

it('opens a copy in its program, recorded with who, when and where to, in the history too', async () => {
  const { id } = await room().open(CLERK, fileId);
  expect(opened).toEqual([join(t.dir, 'opened', id, 'Phụ lục.docx')]);
  expect(readFileSync(opened[0] ?? '', 'utf8')).toBe(TEXT);
  expect(room().copies()).toMatchObject([{ id, name: 'Phụ lục.docx', changed: false }]);
  expect(t.store.db.prepare('SELECT how, place, by_name FROM leaving').get()).toMatchObject({
    how: 'opened',
    by_name: CLERK.name,
    place: dirname(opened[0] ?? ''),
  });
  expect(t.store.db.prepare('SELECT act FROM history WHERE incoming_id = ?').pluck().all(documentId)).toEqual(['file.opened_outside']);
  expect(auditRows(t.store).map((row) => row.act)).toEqual(['file.open_outside']);
});

it('wipes copies at closing and at start, and those it does not know', async () => {
  await room().open(CLERK, fileId);
  await room().sweep();
  expect(copies()).toEqual([]);
  expect(room().copies()).toEqual([]);
  await room().open(CLERK, fileId);
  mkdirSync(join(t.dir, 'opened', 'la'));
  writeFileSync(join(t.dir, 'opened', 'la', 'x'), TEXT);
  await room().sweep();
  expect(copies()).toEqual([]);
});

it('wipes what nobody changed even before a key is there, and keeps what somebody changed until the store can take it', async () => {
  await room().open(CLERK, fileId);
  const second = await room().open(CLERK, fileId);
  appendFileSync(opened[1] ?? '', 'sửa');
  wipeUntouched(t.dir);
  await expect.poll(copies).toEqual(['Phụ lục.docx']);
  expect(existsSync(opened[1] ?? '')).toBe(true);
  await room().sweep();
  expect(copies()).toEqual([]);
  expect(room().returned()).toMatchObject([{ name: 'Phụ lục.docx', incomingId: documentId }]);
  expect(second.id).toBeDefined();
});

it('takes a changed copy back, also where the program wrote a new file in its place, as a new draft or attachment', async () => {
  const { id } = await room().open(CLERK, fileId);
  await expect(room().takeBack(CLERK, id)).rejects.toThrow('leaving.not_changed');
  const path = opened[0] ?? '';
  writeFileSync(join(dirname(path), '~lock'), '');
  writeFileSync(`${path}.moi`, 'bản đã sửa');
  renameSync(`${path}.moi`, path);
  expect(room().copies()).toMatchObject([{ changed: true }]);
  await room().takeBack(CLERK, id);
  expect(copies()).toEqual([]);
  const [back] = room().returned();
  const draft = await room().useForDraft(CLERK, back?.id ?? '');
  expect(draft).toMatchObject({ name: 'Phụ lục.docx', size: Buffer.byteLength('bản đã sửa') });
  // An office file becomes a PDF first: until that is done, the copy waits on.
  expect(room().returned()).toHaveLength(1);
  room().done(back?.id ?? '');
  await expect(room().useForDraft(CLERK, back?.id ?? '')).rejects.toThrow('leaving.not_returned');

  const again = await room().open(CLERK, fileId);
  appendFileSync(opened[1] ?? '', 'x');
  await room().takeBack(CLERK, again.id);
  const [second] = room().returned();
  expect(() => room().attach(CLERK, second?.id ?? '', { outgoingId: documentId })).toThrow('leaving.no_draft');
  room().attach(CLERK, second?.id ?? '', { incomingId: documentId });
  const files = t.store.db.prepare('SELECT name, position FROM file WHERE incoming_id = ? ORDER BY position').all(documentId);
  expect(files).toMatchObject([{ position: 1 }, { position: 2, name: 'Phụ lục.docx' }]);
  // What came in stays byte for byte.
  expect(t.store.db.prepare('SELECT count(DISTINCT blob_id) FROM file WHERE incoming_id = ?').pluck().get(documentId)).toBe(2);
});

it('leaves nothing outside where no program opens it, and opens nothing that a system would run', async () => {
  program = false;
  await expect(room().open(CLERK, fileId)).rejects.toThrow('leaving.no_program');
  expect(copies()).toEqual([]);
  const macro = await keep('bảng tính.xlsm', 'ooxml');
  await expect(room().open(CLERK, macro)).rejects.toThrow('leaving.not_openable');
  expect(opened).toHaveLength(1);
});
