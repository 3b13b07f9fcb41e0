import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { byOrganId, refreshAgencies, search } from './index.ts';

let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-directory-'));
  store = openStore({ dir: join(dir, 'p'), keys: { database: randomBytes(32) }, clock: systemClock, create: true });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});
const LIST = [
  { organId: 'H99', name: 'UBND tỉnh Mẫu' },
  { organId: 'H99.01', name: 'Sở Nội vụ tỉnh Mẫu', parentId: 'H99' },
  { organId: 'H99.242', name: 'UBND xã Ví Dụ', parentId: 'H99', otherCode: '000.00.42.H99' },
  { organId: 'H99.243', name: 'UBND xã Thử Nghiệm', parentId: 'H99' },
  { organId: 'H99.300', name: 'Đảng ủy xã Ví Dụ' },
];
const names = (text: string, limit = 10): string[] => search(store, text, limit).map((a) => a.name);

describe('picking an agency', () => {
  beforeEach(() => void refreshAgencies(store, LIST));
  it('finds it by the beginning of its words, without marks or case', () => {
    expect(names('vi du')).toEqual(['UBND xã Ví Dụ', 'Đảng ủy xã Ví Dụ']);
    expect(names('dang uy')).toEqual(['Đảng ủy xã Ví Dụ']);
    expect(names('VÍ  dụ, ubnd')).toEqual(['UBND xã Ví Dụ']);
    expect(names('noi')).toEqual(['Sở Nội vụ tỉnh Mẫu']);
    expect(names('khong co')).toEqual([]);
  });
  it('puts a name that begins with the text first', () => {
    expect(names('ubnd xa')[0]).toBe('UBND xã Ví Dụ');
    expect(names('so')[0]).toBe('Sở Nội vụ tỉnh Mẫu');
  });
  it('finds it by either code; signs of the query language are letters', () => {
    expect(names('H99.24')).toEqual(['UBND xã Ví Dụ', 'UBND xã Thử Nghiệm']);
    expect(names('000.00.42')).toEqual(['UBND xã Ví Dụ']);
    expect(names('%')).toHaveLength(0);
  });
  it('says its parent', () => {
    expect(byOrganId(store, ' H99.242 ')).toEqual({ organId: 'H99.242', name: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu' });
    expect(byOrganId(store, 'H99.9')).toBeUndefined();
  });
});

describe('an update of the directory', () => {
  it('closes what is gone and opens what comes back', () => {
    expect(refreshAgencies(store, LIST)).toBe(5);
    expect(refreshAgencies(store, LIST.slice(0, 4))).toBe(4);
    expect(byOrganId(store, 'H99.300')).toBeUndefined();
    refreshAgencies(store, LIST);
    expect(byOrganId(store, 'H99.300')?.name).toBe('Đảng ủy xã Ví Dụ');
  });
  it('that would close more than half is not believed without a person, and changes nothing', () => {
    refreshAgencies(store, LIST);
    expect(() => refreshAgencies(store, LIST.slice(0, 2))).toThrow('directory.update_too_small');
    expect(() => refreshAgencies(store, [])).toThrow('directory.update_too_small');
    expect(byOrganId(store, 'H99.300')).toBeDefined();
    expect(refreshAgencies(store, LIST.slice(0, 2), { confirmed: true })).toBe(2);
  });
});
