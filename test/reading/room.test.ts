import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReading, likelyTwins, type PagePictures, type ReaderPool } from '../../src/core/reading/index.ts';
import { decisionLines, letterLines, setPage } from '../../src/domain/proposals/testing.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { type LetterFonts, renderLetter } from '../../src/formats/letter/index.ts';
import { type ParserKit, parserKit } from '../parser/kit.ts';
import { putIncoming } from '../support/documents.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const clock = { now: () => NOW, random: Math.random, setTimer: () => ({ cancel: () => undefined }) };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const font = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, '../../resources/fonts', `Tinos-${name}.ttf`));
const fonts = (): LetterFonts => ({ regular: font('Regular'), bold: font('Bold'), italic: font('Italic'), boldItalic: font('BoldItalic') });
const absent: ReaderPool = {
  setPort: () => undefined,
  count: 1,
  available: () => false,
  read: () => Promise.reject(new Error('asked for a page')),
  state: () => ({ waiting: 0, active: 0 }),
  close: () => undefined,
};

describe('the reading room', () => {
  let kept: TestStore;
  let kit: ParserKit;
  let bytes: Uint8Array = new Uint8Array();
  beforeEach(() => {
    kept = openTestStore(clock);
    kit = parserKit();
  });
  afterEach(async () => {
    await kit.stop();
    kept.remove();
  });
  /** Nothing of the room writes: its fields come from pages alone. */
  const reading = (readers: ReaderPool, more: { pictures?: PagePictures; changed?: (id: string) => void } = {}) =>
    createReading({
      store: kept.store,
      // The parser's process may read its own folder only: the same bytes lie there.
      parsing: { ...kit.parsing, readWords: ({ first, last }) => kit.parsing.readWords({ source: kit.sealed(bytes), first, last }) },
      readers,
      log: quiet,
      changed: more.changed ?? (() => undefined),
      ...(more.pictures ? { pictures: more.pictures } : {}),
    });
  /** An arrival whose package said nothing, with one PDF. */
  const arrival = async (pdf: Uint8Array): Promise<string> => {
    const { store } = kept;
    bytes = pdf;
    const blob = await store.vault.put(pdf);
    return store.tx(() => {
      store.vault.record(blob);
      const { id } = putIncoming(store, { subject: '' });
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, position, name, detected, blob_id, created_at, seq) VALUES (?, ?, 'main', 1, 'van-ban.pdf', 'pdf', ?, 0, ?)`,
        )
        .run(store.newId(), id, blob.id, store.nextSeq());
      return id;
    }, 'test');
  };
  const values = (fields: readonly { field: string; value: string }[]): Record<string, string> =>
    Object.fromEntries(fields.map(({ field, value }) => [field, value]));

  it('a file’s own text gives the fields that its package left empty, with no reader on the machine', async () => {
    const pdf = await renderLetter(
      {
        parentAgency: 'UBND TỈNH MẪU',
        agency: 'SỞ NỘI VỤ',
        number: '1254',
        notation: 'SNV-CCHC',
        place: 'Mẫu',
        date: '2026-11-20' as LegalDate,
        subject: 'báo cáo kết quả cải cách hành chính năm 2026',
        addressees: ['Ủy ban nhân dân các xã, phường'],
        body: Array.from({ length: 30 }, () => ({
          kind: 'paragraph' as const,
          text: 'Đề nghị các đơn vị báo cáo kết quả thực hiện. '.repeat(5),
        })),
        signer: { competence: 'KT. GIÁM ĐỐC', position: 'PHÓ GIÁM ĐỐC', fullName: 'Nguyễn Văn Mẫu' },
        recipients: ['Như trên', 'Lưu: VT'],
        urgency: 'HỎA TỐC',
        createdAt: NOW,
      },
      fonts(),
    );
    const answer = await reading(absent).ofDocument(await arrival(pdf));
    expect(answer.state).toBe('ready');
    expect(values(answer.fields)).toEqual({
      sender: 'Sở Nội vụ',
      superior: 'Ủy ban nhân dân tỉnh Mẫu',
      number: '1254',
      notation: 'SNV-CCHC',
      date: '2026-11-20',
      place: 'Mẫu',
      typeName: 'Công văn',
      subject: 'báo cáo kết quả cải cách hành chính năm 2026',
      urgency: 'HỎA TỐC',
      signer: 'Nguyễn Văn Mẫu',
    });
    const signer = answer.fields.find(({ field }) => field === 'signer');
    expect(signer?.page).toBe(answer.pages);
    expect(answer.pages).toBeGreaterThan(1);
    for (const { place } of answer.fields)
      expect(place.x >= 0 && place.x + place.w <= 1 && place.y >= 0 && place.y + place.h <= 1).toBe(true);
  });

  it('a file that is a picture is read page by page, once, and says how far it is', async () => {
    let reads = 0;
    const told: string[] = [];
    const gates: (() => void)[] = [];
    const readers: ReaderPool = {
      ...absent,
      available: () => true,
      read: async () => {
        await new Promise<void>((open) => gates.push(open));
        return setPage(reads++ === 0 ? letterLines() : []);
      },
    };
    const pictures: PagePictures = { count: async () => 1, picture: async () => ({ dpi: 200 }) };
    const { PDFDocument } = await import('@cantoo/pdf-lib');
    const blank = await PDFDocument.create();
    blank.addPage([595, 842]);
    const id = await arrival(await blank.save());
    const room = reading(readers, { pictures, changed: (of) => told.push(of) });
    expect(await room.ofDocument(id)).toMatchObject({ state: 'reading', read: 0, fields: [] });
    await expect.poll(() => gates.length).toBe(1);
    gates[0]?.();
    await expect.poll(() => told).toEqual([id]);
    const answer = await room.ofDocument(id);
    expect(answer.state).toBe('ready');
    expect(values(answer.fields).number).toBe('125');
    await room.ofDocument(id);
    expect(reads).toBe(1);
    await room.close();
  });

  it('pages of a scan: nothing is told before the first page was read, and more comes with the others', () => {
    const room = reading({ ...absent, available: () => true });
    const [first, last] = [setPage(decisionLines().slice(0, 9)), setPage(decisionLines().slice(9))];
    expect(room.ofPages([{ pageId: 'a' }, { pageId: 'b', text: last }], true)).toMatchObject({ state: 'reading', fields: [] });
    const early = room.ofPages([{ pageId: 'a', text: first }, { pageId: 'b' }], true);
    // A page that could not be read is not waited for.
    expect(room.ofPages([{ pageId: 'a', text: first }, { pageId: 'b' }], false).state).toBe('ready');
    expect([early.state, values(early.fields).number, values(early.fields).signer]).toEqual(['reading', '07', undefined]);
    const whole = room.ofPages(
      [
        { pageId: 'a', text: first },
        { pageId: 'b', text: last },
      ],
      true,
    );
    expect(whole.state).toBe('ready');
    expect(whole.fields.find(({ field }) => field === 'signer')).toMatchObject({ value: 'Trần Thị Thử', page: 2, pageId: 'b' });
    expect(reading(absent).ofPages([{ pageId: 'a' }], true)).toMatchObject({ state: 'absent' });
  });

  it('of a thick scan the telling pages alone make the proposals, and all are counted', () => {
    const room = reading({ ...absent, available: () => true });
    const [first, last] = [setPage(decisionLines().slice(0, 9)), setPage(decisionLines().slice(9))];
    const between = Array.from({ length: 280 }, (_, n) => ({ pageId: `m${n}`, read: n < 100, telling: false }));
    const found = room.ofPages([{ pageId: 'a', text: first }, ...between, { pageId: 'z', text: last }], true);
    expect([found.state, found.read, found.pages]).toEqual(['ready', 102, 282]);
    expect(found.fields.find(({ field }) => field === 'signer')).toMatchObject({ page: 282, pageId: 'z' });
  });

  it('who signed before and the directory put misread names right', () => {
    const { store } = kept;
    store.tx(() => putIncoming(store, { subject: 'cũ', signer: 'Nguyễn Văn Mậu' }), 'test');
    const { fields } = reading(absent).ofPages([{ pageId: 'a', text: setPage(letterLines()) }], false);
    expect(values(fields).signer).toBe('Nguyễn Văn Mậu');
  });

  it('warns of a document that is here already, also where a letter was misread, and of no other', () => {
    const { store } = kept;
    const { id } = store.tx(
      () => putIncoming(store, { number: '125', notation: 'SNV-VP', sender: 'Sở Nội vụ', subject: 'A', date: '2026-11-20' }),
      'test',
    );
    const written = { organId: 'H99.242', sender: 'Sở Nội vụ', number: '125', notation: 'SNV-VP', date: '2026-11-20' };
    const alike = (over: Partial<typeof written>): string[] =>
      likelyTwins(store, { ...written, ...over }).map((twin) => `${twin.id === id} ${twin.alike}`);
    expect(alike({})).toEqual(['true same']);
    expect(alike({ number: '0125', sender: 'sở nội vụ' })).toEqual(['true same']);
    expect(alike({ notation: 'SNV-VR' })).toEqual(['true nearly']);
    expect(alike({ sender: 'Sở Nội yụ' })).toEqual(['true nearly']);
    expect(alike({ notation: 'SNV-VR', date: '2026-11-19' })).toEqual([]);
    expect(alike({ sender: 'Sở Tư pháp' })).toEqual([]);
    expect(alike({ number: '126' })).toEqual([]);
    expect(alike({ date: '2025-11-20' })).toEqual([]);
    expect(alike({ organId: 'H99.243' })).toEqual([]);
  });
});
