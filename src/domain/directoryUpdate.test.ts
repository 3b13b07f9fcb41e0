import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListedAgency, mergeLists, planUpdate, unusualLoss } from './directoryUpdate.ts';

const agency = (organId: string, name: string, more: Partial<ListedAgency> = {}): ListedAgency => ({ organId, name, ...more });
const KNOWN = [
  agency('H99.01', 'Sở Nội vụ', { parentId: 'H99', otherCode: '000.00.07.H99' }),
  agency('H99.242', 'UBND xã Ví Dụ', { parentId: 'H99', otherCode: '000.00.42.H99' }),
  agency('H99.243', 'UBND xã Thử Nghiệm', { parentId: 'H99' }),
];
const [NOI_VU, VI_DU, THU_NGHIEM] = KNOWN as [ListedAgency, ListedAgency, ListedAgency];
const plan = (listed: readonly ListedAgency[], groups: readonly string[] = []) => planUpdate(KNOWN, listed, new Set(groups));
const asked = (listed: readonly ListedAgency[], groups: readonly string[] = []) =>
  plan(listed, groups).questions.map((q) => [q.kind, q.organId, q.newCode]);
const NOTHING = { opened: [], closed: [], renamed: [], moved: [], questions: [], ambiguous: [] };

describe('a new list', () => {
  test('that says the same changes nothing, in any order, twice, or by an agency’s other code', () => {
    expect(plan([...KNOWN].reverse())).toEqual(NOTHING);
    expect(plan([...KNOWN, ...KNOWN])).toEqual(NOTHING);
    expect(plan([agency('000.00.42.H99', VI_DU.name, { otherCode: 'H99.242', parentId: 'H99' }), NOI_VU, THU_NGHIEM])).toEqual(NOTHING);
    expect(plan([agency('H99.242', VI_DU.name, { parentId: 'H99' }), NOI_VU, THU_NGHIEM])).toEqual(NOTHING);
  });
  test('opens, closes, renames and moves what no known name stands behind', () => {
    const made = plan([
      agency('H99.01', 'Sở Nội vụ và Lao động', { parentId: 'H99' }),
      { ...VI_DU, parentId: 'H99.9' },
      agency('H99.300', 'UBND phường Mẫu', { parentId: 'H99' }),
    ]);
    expect(made.opened.map((a) => a.organId)).toEqual(['H99.300']);
    expect(made.closed).toEqual([THU_NGHIEM]);
    expect(made.renamed.map((r) => [r.before.name, r.after.name])).toEqual([['Sở Nội vụ', 'Sở Nội vụ và Lao động']]);
    expect(made.moved.map((r) => r.after.parentId)).toEqual(['H99.9']);
    expect(made.questions).toEqual([]);
  });
  test('that names a code twice differently leaves it as it was', () => {
    expect(plan([...KNOWN, agency('H99.242', 'UBND xã Khác')])).toEqual({ ...NOTHING, ambiguous: ['H99.242'] });
  });
});

describe('a code that changed behind a known name is asked about', () => {
  test('when the old code is gone, also under another parent or written in full, and the old one is not closed', () => {
    for (const entry of [
      agency('H99.666', 'Ủy ban nhân dân xã Ví Dụ', { parentId: 'H99' }),
      agency('H99.666', 'UBND xã Ví Dụ', { parentId: 'H99.5' }),
      agency('H99.666', 'UBND xã Ví Dụ'),
    ]) {
      const made = plan([NOI_VU, THU_NGHIEM, entry]);
      expect(made.questions).toMatchObject([{ kind: 'replaced', organId: 'H99.242', newCode: 'H99.666' }]);
      expect([made.closed, made.opened]).toEqual([[], []]);
    }
  });
  test('when the list joins a new code to the known one, or puts a second code beside it', () => {
    expect(asked([NOI_VU, THU_NGHIEM, { ...VI_DU, organId: 'H99.666' }])).toEqual([['replaced', 'H99.242', 'H99.666']]);
    expect(asked([...KNOWN, agency('H99.666', 'UBND xã Ví Dụ', { parentId: 'H99' })])).toEqual([['second_code', 'H99.242', 'H99.666']]);
  });
  test('when a known code takes the name of another, also when two swap names', () => {
    const swapped = [NOI_VU, { ...VI_DU, name: THU_NGHIEM.name }, { ...THU_NGHIEM, name: VI_DU.name }];
    expect(asked(swapped)).toEqual([
      ['took_name', 'H99.243', 'H99.242'],
      ['took_name', 'H99.242', 'H99.243'],
    ]);
    expect(plan(swapped).renamed).toEqual([]);
  });
  test('when its code of the other standard is another one, or one that belongs to somebody else; learning one is no change', () => {
    expect(asked([NOI_VU, THU_NGHIEM, { ...VI_DU, otherCode: '000.00.43.H99' }])).toEqual([['other_code', 'H99.242', '000.00.43.H99']]);
    expect(asked([NOI_VU, VI_DU, { ...THU_NGHIEM, otherCode: '000.00.42.H99' }])).toEqual([['other_code', 'H99.243', '000.00.42.H99']]);
    const learnt = plan([NOI_VU, VI_DU, { ...THU_NGHIEM, otherCode: '000.00.44.H99' }]);
    expect(learnt.moved.map((m) => m.after.otherCode)).toEqual(['000.00.44.H99']);
    expect(learnt.questions).toEqual([]);
  });
  test('when it stands in a saved group and has another name; a spelling is no other name', () => {
    const renamed = [NOI_VU, VI_DU, { ...THU_NGHIEM, name: 'UBND xã Mới' }];
    expect(asked(renamed)).toEqual([]);
    expect(asked(renamed, ['H99.243'])).toEqual([['group_renamed', 'H99.243', 'H99.243']]);
    const spelt = plan([NOI_VU, VI_DU, { ...THU_NGHIEM, name: 'Ủy ban nhân dân xã Thử Nghiệm' }], ['H99.243']);
    expect([spelt.questions.length, spelt.renamed.length]).toEqual([0, 1]);
  });
  test('whatever the list: no known name ever gets another code without a question', () => {
    const name = fc.constantFrom('UBND xã Ví Dụ', 'UBND xã Thử Nghiệm', 'Sở Nội vụ', 'UBND xã Mới');
    const code = fc.constantFrom('H99.01', 'H99.242', 'H99.243', 'H99.5', '000.00.42.H99', '000.00.07.H99');
    const entry = fc.record({
      organId: code,
      name,
      otherCode: fc.option(code, { nil: undefined }),
      parentId: fc.constantFrom('H99', 'H99.9'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (list) => {
        const listed = list.map(({ otherCode, ...rest }) => (otherCode === undefined ? rest : { ...rest, otherCode }));
        const made = plan(listed);
        const after = new Map(KNOWN.map((a) => [a.organId, a]));
        for (const { organId } of made.closed) after.delete(organId);
        for (const { after: next } of [...made.renamed, ...made.moved]) after.set(next.organId, next);
        for (const next of made.opened) after.set(next.organId, next);
        for (const known of KNOWN) {
          for (const now of after.values()) {
            if (now.name === known.name && now.parentId === known.parentId) expect(now.organId).toBe(known.organId);
          }
          const still = after.get(known.organId);
          if (still?.otherCode !== undefined && known.otherCode !== undefined) expect(still.otherCode).toBe(known.otherCode);
        }
      }),
    );
  });
});

test('the two lists become one by the codes they give themselves; the axis’s own code stays the one sent to', () => {
  const main = [
    agency('000.00.42.H99', 'UBND xã Ví Dụ', { parentId: '000.00.00.H99' }),
    agency('H99.01', 'Sở Mẫu', { otherCode: 'H99.01' }),
  ];
  const qd20 = [
    agency('H99.242', 'UBND xã Ví Dụ', { otherCode: '000.00.42.H99', mail: 'vt@xa.example' }),
    agency('H99.01', 'Sở Mẫu', { otherCode: '000.00.07.H99' }),
    agency('H99.300', 'UBND phường Mẫu'),
  ];
  expect(mergeLists(main, qd20)).toEqual([
    { organId: '000.00.42.H99', name: 'UBND xã Ví Dụ', parentId: '000.00.00.H99', otherCode: 'H99.242', mail: 'vt@xa.example' },
    { organId: 'H99.01', name: 'Sở Mẫu', otherCode: '000.00.07.H99' },
    { organId: 'H99.300', name: 'UBND phường Mẫu' },
  ]);
  // Reading one order as the other would join these two: it does not happen.
  expect(mergeLists([agency('000.00.15.H51', 'A')], [agency('H51.15', 'B')])).toHaveLength(2);
});

test('an entry that could not be sent to, or whose name shows what it is not, is passed over or cleaned', () => {
  const list = [
    agency('H99.1', 'UBND xã\u200b Ví\u202e\u0000 Dụ\n'),
    agency('H99.2', 'UBND xã V\u0456 Dụ'),
    agency('H99.Đ', 'UBND xã A'),
    agency('1'.repeat(36), 'UBND xã B'),
    agency('H99.3', ' '.repeat(9)),
    agency('H99.4', 'U'.repeat(5000), { otherCode: '\u0000', parentId: 'x'.repeat(99) }),
  ];
  for (const merged of [mergeLists(list, []), mergeLists([], list)]) {
    expect(merged.map((a) => [a.organId, a.name.length < 300 ? a.name.slice(0, 20) : 'too long'])).toEqual([
      ['H99.1', 'UBND xã Ví Dụ'],
      ['H99.4', 'U'.repeat(20)],
    ]);
    expect(Object.keys(merged[1] ?? {})).toEqual(['organId', 'name']);
  }
});

test('a loss is unusual above half of a small directory and above a tenth of a large one', () => {
  expect([unusualLoss(2, 5), unusualLoss(3, 5), unusualLoss(19, 150), unusualLoss(20, 150), unusualLoss(12_000, 125_000)]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(unusualLoss(12_501, 125_000)).toBe(true);
});
