import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putEmptyStore } from '../../../test/support/store.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { openStore } from '../store/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';
import type { Store } from '../store/types.ts';
import {
  acceptGroup,
  agencyDetail,
  answerQuestions,
  byOrganId,
  codesOf,
  createDirectory,
  type Directory,
  directoryChanges,
  directoryState,
  getGroup,
  type ListedAgency,
  listGroups,
  openQuestions,
  previewRule,
  removeGroup,
  saveGroup,
} from './index.ts';

let dir: string;
let store: Store;
let directory: Directory;
const keys = { database: randomBytes(32), names: randomBytes(32) };
const actor: Actor = { name: 'Quản trị Mẫu', roles: ['administrator'] };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-directory-'));
  store = openStore({ dir: join(dir, 'p'), keys: putEmptyStore(join(dir, 'p')), clock: systemClock });
  directory = createDirectory(store);
});
afterEach(() => {
  directory.close();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const LIST: ListedAgency[] = [
  { organId: 'H99', name: 'UBND tỉnh Mẫu' },
  { organId: 'H99.01', name: 'Sở Nội vụ tỉnh Mẫu', parentId: 'H99' },
  { organId: 'H99.242', name: 'UBND xã Ví Dụ', parentId: 'H99', otherCode: '000.00.42.H99' },
  { organId: 'H99.243', name: 'Ủy ban nhân dân xã Thử Nghiệm', parentId: 'H99' },
  { organId: 'H99.300', name: 'Đảng ủy xã Ví Dụ' },
  { organId: 'H99.242.05', name: 'Văn phòng HĐND và UBND', parentId: 'H99.242' },
  { organId: 'H98.W00', name: 'UBND xã Kỹ Thuật' },
];
const [VI_DU] = LIST.slice(2) as [ListedAgency];
const names = (text: string, limit = 10): string[] => directory.search(text, limit).map((a) => a.name);
const take = (main: readonly ListedAgency[], confirm?: string) =>
  directory.update({ main }, { actor, ...(confirm === undefined ? {} : { confirm }) });
const refusedAs = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as { error?: unknown }).error;
  }
};
const without = (...codes: string[]): ListedAgency[] => LIST.filter((a) => !codes.includes(a.organId));
const state = () => directoryState(store, []);

describe('picking an agency', () => {
  beforeEach(() => void take(LIST));
  it('finds it by the beginning of its words, without marks or case, in any order', () => {
    expect(names('vi du').slice(0, 2)).toEqual(['UBND xã Ví Dụ', 'Đảng ủy xã Ví Dụ']);
    expect(names('dang uy')).toEqual(['Đảng ủy xã Ví Dụ']);
    expect(names('VÍ  dụ, ubnd')[0]).toBe('UBND xã Ví Dụ');
    expect(names('noi')).toEqual(['Sở Nội vụ tỉnh Mẫu']);
    expect(names('khong co')).toEqual([]);
  });
  it('finds it by the usual abbreviations, either way, and by first letters', () => {
    expect(names('ubnd xa vd')[0]).toBe('UBND xã Ví Dụ');
    expect(names('uy ban nhan dan xa vi')[0]).toBe('UBND xã Ví Dụ');
    expect(names('ubnd xa thu')[0]).toBe('Ủy ban nhân dân xã Thử Nghiệm');
    expect(names('snv')).toEqual(['Sở Nội vụ tỉnh Mẫu']);
    expect(names('vp hdnd')).toEqual(['Văn phòng HĐND và UBND']);
    expect(names('van phong uy ban')).toEqual(['Văn phòng HĐND và UBND']);
  });
  it('finds it by its parent’s name beside its own, and the very name first', () => {
    expect(names('van phong vi du')).toEqual(['Văn phòng HĐND và UBND']);
    expect(names('ubnd xa')[0]).toBe('UBND xã Ví Dụ');
    expect(names('so')[0]).toBe('Sở Nội vụ tỉnh Mẫu');
  });
  it('finds it by either code, and signs of a query language are only signs', () => {
    expect(names('H99.24').slice(0, 2)).toEqual(['UBND xã Ví Dụ', 'Ủy ban nhân dân xã Thử Nghiệm']);
    expect(names('h99.243')).toEqual(['Ủy ban nhân dân xã Thử Nghiệm']);
    expect(names('000.00.42')).toEqual(['UBND xã Ví Dụ']);
    for (const text of ['%', '_', '"', "'", '*', 'a OR b', '\u0000', '😀', 'Đ'.repeat(200)]) expect(names(text)).toEqual([]);
  });
  it('shows no technical connection and never more than asked for', () => {
    expect(names('ky thuat')).toEqual([]);
    expect(names('', 3)).toHaveLength(3);
    expect(names('u', 2)).toHaveLength(2);
  });
  it('shows what the directory says now, also right after an update', () => {
    take([...without('H99.300'), { organId: 'H99.400', name: 'Trạm Y tế xã Ví Dụ' }]);
    expect(names('tram y te')).toEqual(['Trạm Y tế xã Ví Dụ']);
    expect(names('dang uy')).toEqual([]);
  });
  it('puts the agencies of the own province first', () => {
    store.tx(() => store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run());
    directory = createDirectory(store);
    take([...LIST, { organId: 'H11.1', name: 'UBND xã Ba' }, { organId: 'H99.7', name: 'UBND xã Ba Mươi Ba' }]);
    expect(directory.search('ubnd xa ba m', 5)[0]?.organId).toBe('H99.7');
    expect(directory.search('xa b', 2).map((a) => a.organId)).toEqual(['H99.7', 'H11.1']);
  });
  it('says its parent and both codes, and is found by either of them', () => {
    const viDu = { organId: 'H99.242', name: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', otherCode: '000.00.42.H99' };
    expect(byOrganId(store, ' H99.242 ')).toEqual(viDu);
    expect(byOrganId(store, '000.00.42.H99')).toEqual(viDu);
    expect(codesOf(store, '000.00.42.H99')).toEqual(['H99.242', '000.00.42.H99']);
    expect(byOrganId(store, 'H99.9')).toBeUndefined();
  });
  it('answers while a directory is being read in beside other work', async () => {
    const fresh = createDirectory(store);
    const warming = fresh.warm();
    expect(fresh.search('vi du', 5)).not.toHaveLength(0);
    await warming;
    expect(fresh.search('vi du', 5)).not.toHaveLength(0);
    fresh.close();
  });
});

describe('an update of the directory', () => {
  beforeEach(() => void take(LIST));
  it('closes what is gone, opens what comes back, keeps former names, and says what changed', () => {
    const { updateId } = take([...without('H99.300', 'H99.01'), { organId: 'H99.01', name: 'Sở Nội vụ', parentId: 'H99' }]);
    expect(byOrganId(store, 'H99.300')).toBeUndefined();
    expect(directoryChanges(store, updateId, 0, 10)).toEqual({
      total: 2,
      rows: [
        { kind: 'closed', organId: 'H99.300', name: 'Đảng ủy xã Ví Dụ', before: '', after: '' },
        { kind: 'renamed', organId: 'H99.01', name: 'Sở Nội vụ', before: 'Sở Nội vụ tỉnh Mẫu', after: 'Sở Nội vụ' },
      ],
    });
    expect(agencyDetail(store, 'H99.01').history).toMatchObject([{ name: 'Sở Nội vụ tỉnh Mẫu', why: 'renamed' }]);
    expect(agencyDetail(store, 'H99.300').closedAt).toBeDefined();
    take(LIST);
    expect(byOrganId(store, 'H99.300')?.name).toBe('Đảng ủy xã Ví Dụ');
    expect(agencyDetail(store, 'H99.300').closedAt).toBeUndefined();
  });
  it('that says nothing new leaves no line, only the time it came', () => {
    take(LIST);
    expect(state().updates).toHaveLength(1);
    expect(state().checkedAt).toBeDefined();
    expect(state().open).toBe(LIST.length);
  });
  it('that lacks an unusual share is refused with the reason, and taken only as the very list a person confirmed', () => {
    const half = LIST.slice(0, 3);
    expect(refusedAs(() => take(half))).toEqual({ code: 'directory.update_too_small', params: { known: 7, missing: 4 } });
    expect(refusedAs(() => take([]))).toMatchObject({ code: 'directory.update_too_small' });
    expect(refusedAs(() => take(half))).toMatchObject({ code: 'directory.update_too_small' });
    expect(byOrganId(store, 'H99.300')).toBeDefined();
    const { refused } = state();
    expect(refused).toMatchObject({ state: 'refused', closed: 4, known: 7 });
    expect(directoryChanges(store, refused?.id ?? '', 0, 10).rows.map((r) => r.kind)).toEqual(Array(4).fill('closed'));
    expect(refusedAs(() => take(LIST.slice(0, 2), refused?.digest))).toMatchObject({ code: 'directory.update_too_small' });
    take([...half].reverse(), refused?.digest);
    expect(byOrganId(store, 'H99.300')).toBeUndefined();
    expect(state().refused).toBeUndefined();
  });
  it('that is whole again withdraws the refusal before it', () => {
    refusedAs(() => take([]));
    take(LIST);
    expect(state().refused).toBeUndefined();
  });
  it('is whole or not at all', () => {
    store.db.exec(`CREATE TRIGGER broken BEFORE INSERT ON agency WHEN NEW.organ_id = 'H99.901' BEGIN SELECT RAISE(ABORT, 'disk'); END`);
    expect(() => take([...without('H99.300'), { organId: 'H99.900', name: 'A' }, { organId: 'H99.901', name: 'B' }])).toThrow();
    expect(byOrganId(store, 'H99.300')).toBeDefined();
    expect(byOrganId(store, 'H99.900')).toBeUndefined();
  });
});

describe('a code that changed behind a known name', () => {
  const moved = (): ListedAgency[] => [...without('H99.242'), { organId: 'H99.666', name: 'UBND xã Ví Dụ', parentId: 'H99' }];
  const questions = () => openQuestions(store, 0, 50).rows;
  beforeEach(() => void take(LIST));

  it('counts for nothing before a person agreed: the old code is sent to, the new one is nowhere', () => {
    take(moved());
    expect(questions()).toMatchObject([{ kind: 'replaced', organId: 'H99.242', newCode: 'H99.666', newName: 'UBND xã Ví Dụ', groups: [] }]);
    expect(directory.search('ubnd xa vi du', 5)[0]?.organId).toBe('H99.242');
    expect(byOrganId(store, 'H99.666')).toBeUndefined();
    take(moved());
    expect(state().questions).toBe(1);
  });
  it('once agreed to is the successor of the old one, everywhere, and is not asked about again', () => {
    const group = saveGroup(store, actor, { name: 'Các xã', members: ['H99.242', 'H99.243'] });
    take(moved());
    expect(questions()[0]?.groups).toEqual(['Các xã']);
    expect(
      answerQuestions(
        store,
        actor,
        questions().map((q) => q.id),
        true,
      ),
    ).toBe(1);
    expect(directory.search('ubnd xa vi du', 5)[0]?.organId).toBe('H99.666');
    expect(agencyDetail(store, 'H99.242')).toMatchObject({ successor: 'H99.666', history: [{ why: 'code_changed' }] });
    expect(getGroup(store, group).members.map((m) => [m.organId, m.state])).toEqual([
      ['H99.666', 'member'],
      ['H99.243', 'member'],
    ]);
    take(moved());
    expect(questions()).toEqual([]);
  });
  it('once rejected stays rejected, and the old code stays as long as the axis keeps saying the same', () => {
    take(moved());
    const ids = questions().map((q) => q.id);
    answerQuestions(store, actor, ids, false);
    take(moved());
    expect(questions()).toEqual([]);
    expect(byOrganId(store, 'H99.242')).toBeDefined();
    expect(byOrganId(store, 'H99.666')).toBeUndefined();
    expect(refusedAs(() => answerQuestions(store, actor, ids, true))).toEqual({ code: 'directory.already_answered' });
  });
  it('is no question any more when the axis takes it back', () => {
    take(moved());
    take(LIST);
    expect(questions()).toEqual([]);
    expect(byOrganId(store, 'H99.242')).toBeDefined();
  });
  it('as another name behind a code in a saved group is asked about too', () => {
    const group = saveGroup(store, actor, { name: 'Các xã', members: ['H99.242'] });
    take([...without('H99.242'), { ...VI_DU, name: 'UBND xã Khác' }]);
    expect(questions()).toMatchObject([{ kind: 'group_renamed', newName: 'UBND xã Khác' }]);
    expect(byOrganId(store, 'H99.242')?.name).toBe('UBND xã Ví Dụ');
    answerQuestions(store, actor, [questions()[0]?.id ?? ''], true);
    expect(byOrganId(store, 'H99.242')?.name).toBe('UBND xã Khác');
    expect(getGroup(store, group).members).toEqual([{ organId: 'H99.242', name: 'UBND xã Khác', state: 'member' }]);
  });
  it('as another code of the other standard is asked about, and one code never belongs to two', () => {
    take([...without('H99.242', 'H99.243'), { ...VI_DU, otherCode: '000.00.43.H99' }, LIST[3] as ListedAgency]);
    expect(questions()).toMatchObject([{ kind: 'other_code', newCode: '000.00.43.H99' }]);
    expect(byOrganId(store, '000.00.43.H99')).toBeUndefined();
    answerQuestions(store, actor, [questions()[0]?.id ?? ''], true);
    expect(byOrganId(store, '000.00.43.H99')?.organId).toBe('H99.242');
  });
});

describe('a group of recipients', () => {
  const communes = { within: 'H99', only: 'communes' } as const;
  beforeEach(() => void take(LIST));

  it('by rule holds the people’s committees of the province’s communes, without our own', () => {
    expect(previewRule(store, communes).rows.map((r) => r.organId)).toEqual(['H99.242', 'H99.243']);
    store.tx(() => store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'UBND')`).run());
    expect(previewRule(store, communes).rows.map((r) => r.organId)).toEqual(['H99.243']);
    expect(previewRule(store, { within: 'H99.242', only: 'all' }).rows.map((r) => r.organId)).toEqual(['H99.242.05']);
    // Codes of the older order belong to the province they end with; a longer code that only begins alike does not.
    take([...LIST, { organId: '000.00.61.H99', name: 'UBND xã Cũ' }, { organId: 'H99.2421', name: 'Trạm Mẫu' }]);
    expect(previewRule(store, communes).rows.map((r) => r.organId)).toEqual(['000.00.61.H99', 'H99.243']);
    expect(previewRule(store, { within: 'H99.242', only: 'all' }).count).toBe(1);
  });
  it('shows who came and who went since a person looked, and sends to neither before', () => {
    const id = saveGroup(store, actor, { name: 'Các xã', rule: communes });
    take([...without('H99.243'), { organId: 'H99.500', name: 'UBND phường Mẫu', parentId: 'H99' }]);
    expect(listGroups(store)).toEqual([{ id, name: 'Các xã', rule: communes, count: 1, waiting: 2 }]);
    expect(getGroup(store, id).members.map((m) => [m.organId, m.state])).toEqual([
      ['H99.242', 'member'],
      ['H99.243', 'gone'],
      ['H99.500', 'new'],
    ]);
    acceptGroup(store, actor, id);
    expect(getGroup(store, id).members.map((m) => [m.organId, m.state])).toEqual([
      ['H99.242', 'member'],
      ['H99.500', 'member'],
    ]);
  });
  it('is refused when empty, unknown or named twice; it can be changed and removed', () => {
    expect(refusedAs(() => saveGroup(store, actor, { name: 'A', members: [] }))).toEqual({ code: 'directory.group_empty' });
    expect(refusedAs(() => saveGroup(store, actor, { name: 'A', members: ['H99.9'] }))).toMatchObject({ code: 'directory.no_such_agency' });
    const id = saveGroup(store, actor, { name: 'A', members: ['H99.242', '000.00.42.H99'] });
    expect(getGroup(store, id).members).toHaveLength(1);
    expect(refusedAs(() => saveGroup(store, actor, { name: 'A', members: ['H99.243'] }))).toMatchObject({
      code: 'directory.group_name_taken',
    });
    saveGroup(store, actor, { id, name: 'B', members: ['H99.243'] });
    expect(listGroups(store).map((g) => [g.name, g.count])).toEqual([['B', 1]]);
    removeGroup(store, actor, id);
    expect(refusedAs(() => getGroup(store, id))).toEqual({ code: 'directory.no_such_group' });
  });
});

it('a store of the version before keeps its agencies, and picks them', () => {
  store.close();
  const old = openStore({ dir: join(dir, 'old'), keys, clock: systemClock, create: true, migrations: MIGRATIONS.slice(0, 1) });
  old.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.242', 'UBND xã Ví Dụ', ' ubnd xa vi du', 1)`).run();
  old.close();
  store = openStore({ dir: join(dir, 'old'), keys, clock: systemClock });
  directory = createDirectory(store);
  expect(names('ubnd xa vd')).toEqual(['UBND xã Ví Dụ']);
  take([VI_DU]);
  expect(byOrganId(store, '000.00.42.H99')?.organId).toBe('H99.242');
});
