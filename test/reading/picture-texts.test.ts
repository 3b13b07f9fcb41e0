/** Files of the axis that are pictures: read in the background, kept, found by their words; nothing read twice or for ever. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { createPictureTexts, createReading, type PagePictures, type ReaderPool } from '../../src/core/reading/index.ts';
import { keptWords, PICTURES_WAITING } from '../../src/core/reading/pictureTexts.ts';
import { createTexts, findDocuments } from '../../src/core/search/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { PageText } from '../../src/domain/pageText.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const page = (...words: string[]): PageText => ({
  width: 1000,
  height: 1400,
  words: words.map((text, n) => ({ text, x: 100 + 90 * n, y: 100, w: 80, h: 20, confidence: 90 })),
  lines: [0],
});
let kept: TestStore;
beforeEach(() => {
  kept = openTestStore();
});
afterEach(() => kept.remove());

async function arrival(name: string): Promise<{ id: string; fileId: string }> {
  const { store } = kept;
  const blob = await store.vault.put(Buffer.from(`%PDF-1.4 ${name}`));
  return store.tx(() => {
    store.vault.record(blob);
    const { id } = putIncoming(store, { subject: name });
    const fileId = store.newId();
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 1, 'a.pdf', 'pdf', ?, 0, ?)`,
      )
      .run(fileId, id, blob.id, store.nextSeq());
    return { id, fileId };
  }, 'test');
}
const texts = () =>
  createTexts({
    store: kept.store,
    parsing: { readText: async () => ({ pages: 2, text: '', truncated: false }) },
    clock: systemClock,
    log: quiet,
    changed: () => undefined,
  });
const all = async (room: { step(): Promise<boolean> }): Promise<void> => {
  while (await room.step());
};
/** Answers pages by what it is told, in order; a code is a failure. */
function room(answers: (PageText | string)[], pages = 2) {
  const told: (string | undefined)[] = [];
  const readers: ReaderPool = {
    setPort: () => undefined,
    count: 1,
    available: () => true,
    read: () => {
      const answer = answers.shift() ?? 'reader.closed';
      return typeof answer === 'string' ? Promise.reject(new Failure(answer)) : Promise.resolve(answer);
    },
    state: () => ({ waiting: 0, active: 0 }),
    close: () => undefined,
  };
  const pictures: PagePictures = { count: async () => (pages === 0 ? undefined : pages), picture: async () => ({ dpi: 200 }) };
  const made = createPictureTexts({ store: kept.store, pictures, readers, clock: systemClock, log: quiet, changed: (id) => told.push(id) });
  return { ...made, told, readers, pictures };
}
const found = (words: string): string[] =>
  findDocuments(kept.store, { text: words, filters: {}, offset: 0, limit: 10 }).rows.map(({ id }) => id);

describe('a file that is a picture', () => {
  it('is found by what was read on it; its words stay, and the proposals read no page again', async () => {
    const { id, fileId } = await arrival('Công văn quét');
    await all(texts());
    const reader = room([page('phòng', 'chống', 'cháy', 'rừng'), page('hạn', 'nộp', 'báo', 'cáo')]);
    await all(reader);
    await all(texts());
    expect(reader.told).toEqual([id]);
    expect([found('cháy rừng'), found('bão lũ')]).toEqual([[id], []]);
    const reading = createReading({
      store: kept.store,
      parsing: {
        readWords: async () => ({ pages: 2, texts: [1, 2].map((n) => ({ page: n, text: { width: 1, height: 1, words: [] } })) }),
      } as never,
      readers: { ...reader.readers, read: () => Promise.reject(new Error('read again')) },
      pictures: reader.pictures,
      log: quiet,
      changed: () => undefined,
    });
    expect(await reading.ofDocument(id)).toMatchObject({ read: 2, pages: 2 });
    expect(keptWords(kept.store, fileId, 2)?.words.map(({ text }) => text)).toEqual(['hạn', 'nộp', 'báo', 'cáo']);
  });

  it('goes on behind the last page kept when the machine stopped; a page that is not readable is passed over', async () => {
    const { id, fileId } = await arrival('Công văn quét');
    await all(texts());
    const first = room([page('một')], 3);
    await expect(all(first)).rejects.toThrow('reader.closed');
    expect(keptWords(kept.store, fileId, 1)).toBeDefined();
    const again = room(['reader.too_much_memory', page('ba')], 3);
    await all(again);
    await all(texts());
    expect([found('ba'), keptWords(kept.store, fileId, 2)]).toEqual([[id], undefined]);
    expect(await again.step()).toBe(false);
  });

  it('one that ends the whole machine is tried twice, not for ever; one that is no scan is left alone', async () => {
    const { fileId } = await arrival('Công văn quét');
    await all(texts());
    const { store } = kept;
    store.tx(() => store.db.prepare('UPDATE file_text SET picture_pages = 1, picture_tries = 2 WHERE file_id = ?').run(fileId), 'test');
    await all(room([]));
    expect(store.db.prepare('SELECT state, picture_page FROM file_text').get()).toEqual({ state: 'none', picture_page: 2 });
    await arrival('Tệp có nhiều ảnh');
    await all(texts());
    await all(room([], 0));
    expect(store.db.prepare('SELECT picture_pages FROM file_text ORDER BY seq DESC LIMIT 1').pluck().get()).toBe(0);
  });

  it('takes its words along when its document is destroyed or the file is replaced', async () => {
    const { fileId } = await arrival('Công văn quét');
    await all(texts());
    await all(room([page('một')], 1));
    const { db } = kept.store;
    kept.store.tx(() => db.prepare('UPDATE file SET current = 0 WHERE id = ?').run(fileId), 'test');
    expect(db.prepare('SELECT count(*) FROM file_words').pluck().get()).toBe(0);
  });

  it('what waits is found by an index; a store from before gets an empty shelf of words', () => {
    const version = MIGRATIONS.find((step) => step.name === 'picture-words')?.version ?? 0;
    const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
    try {
      old.store.close();
      const store = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
      const plan = (store.db.prepare(`EXPLAIN QUERY PLAN ${PICTURES_WAITING}`).all() as { detail: string }[])
        .map((row) => row.detail)
        .join('\n');
      expect(plan).toContain('file_text_pictures');
      expect(plan).not.toContain('TEMP B-TREE');
      store.close();
    } finally {
      old.remove();
    }
  });
});
