import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putIncoming } from '../../../test/support/documents.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { readXlsx, TABLE_LIMITS } from '../../formats/table/index.ts';
import { systemClock } from '../clock.ts';
import { whole } from '../working/index.ts';
import { criteriaWords, type FoundFile, findAll, makeFoundList } from './index.ts';

const font = (name: string): Uint8Array => readFileSync(new URL(`../../../resources/fonts/Tinos-${name}.ttf`, import.meta.url));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
let t: TestStore;
beforeEach(() => {
  t = openTestStore({ ...systemClock, now: () => Date.UTC(2026, 10, 25, 2) });
  t.store.tx(() => {
    for (let n = 1; n <= 12; n++)
      putIncoming(t.store, { number: String(n), notation: 'SNV', subject: `Phòng cháy, chữa cháy ${n}`, sender: 'Sở Mẫu' });
  });
});
afterEach(() => t.remove());
const place = { officeName: 'Ủy ban nhân dân xã Ví Dụ', parentName: '', place: 'Ví Dụ', now: Date.UTC(2026, 10, 25, 2), fonts };
const QUERY = {
  text: 'phòng cháy',
  filters: { direction: 'incoming' as const, states: ['arrived' as const], arrived: { from: '2026-11-01' }, overdue: true as const },
};

describe('what a search found', () => {
  const make = async (as: FoundFile, most: number, stop?: AbortController): Promise<Uint8Array> => {
    const found = findAll(t.store, { text: 'phòng cháy', filters: {} }, most);
    const control = { signal: (stop ?? new AbortController()).signal, progress: () => undefined };
    const { blob } = await makeFoundList(
      t.store,
      { rows: whole(found.rows()), more: found.more, criteria: criteriaWords(t.store, QUERY) },
      place,
      as,
      control,
    );
    t.store.tx(() => t.store.vault.record(blob));
    return t.store.vault.readAll(blob.id);
  };
  it('is written as pages, Word document and workbook, with what was searched for, the newest first', async () => {
    expect(Buffer.from(await make('pdf', 100)).toString('latin1', 0, 5)).toBe('%PDF-');
    expect(Buffer.from(await make('docx', 100)).toString('latin1', 0, 2)).toBe('PK');
    const bytes = await make('xlsx', 100);
    const { rows } = await readXlsx({ size: bytes.byteLength, read: (at, length) => bytes.subarray(at, at + length) }, TABLE_LIMITS);
    expect(rows[1]?.[3]).toBe('12/SNV');
    expect(rows[12]?.[3]).toBe('1/SNV');
    const said = rows.slice(13).flat().join(' ');
    expect(said).toContain(
      'chữ “phòng cháy”; văn bản đến; tình trạng: Chưa vào sổ; ngày đến, ngày phát hành từ 01/11/2026; quá hạn, chưa xong',
    );
    expect(said).toContain('12 văn bản.');
  });
  it('is cut at its limit, and says that there is more', async () => {
    const bytes = await make('xlsx', 5);
    const { rows } = await readXlsx({ size: bytes.byteLength, read: (at, length) => bytes.subarray(at, at + length) }, TABLE_LIMITS);
    expect(rows.slice(1, 6).map((row) => row[3])).toEqual(['12/SNV', '11/SNV', '10/SNV', '9/SNV', '8/SNV']);
    expect(rows.flat().join(' ')).toContain('5 văn bản mới nhất; còn văn bản khác khớp điều kiện');
  });
  it('is not written where it was stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    for (const as of ['pdf', 'docx', 'xlsx'] as const) await expect(make(as, 100, stop)).rejects.toThrow();
  });
});
