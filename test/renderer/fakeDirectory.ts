/** An invented directory for looking at its screens: a few agencies, one refused list, questions, groups. */
import type {
  AgencyRow,
  DirectoryQuestionRow,
  DirectoryUpdateRow,
  directoryCalls,
  GroupDetail,
  GroupRow,
} from '../../src/contract/page/directory.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { foldVietnamese } from '../../src/domain/secrecy.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const COMMUNES = ['Ví Dụ', 'Thử Nghiệm', 'Mẫu Đông', 'Mẫu Tây', 'Hòa Mẫu', 'Tân Mẫu'];
const PARENT = 'UBND tỉnh Mẫu';
export const AGENCIES: readonly AgencyRow[] = [
  { organId: 'H99.01', name: 'Sở Nội vụ', parentName: PARENT, otherCode: '000.00.07.H99' },
  { organId: 'H99.02', name: 'Sở Tài chính', parentName: PARENT },
  { organId: 'H99', name: PARENT },
  ...COMMUNES.map((name, i) => ({
    organId: `H99.${242 + i}`,
    name: `UBND xã ${name}`,
    parentName: PARENT,
    otherCode: `000.00.${42 + i}.H99`,
  })),
];
const update = (n: number, more: Partial<DirectoryUpdateRow>): DirectoryUpdateRow => ({
  id: uuid(900 + n),
  at: Date.now() - n * 86_400_000,
  state: 'applied',
  listed: 124_816,
  known: 124_790,
  opened: 31,
  closed: 5,
  renamed: 12,
  changed: 3,
  asked: 0,
  by: 'Trạm Văn thư',
  ...more,
});
const MEMBERS: GroupDetail['members'] = COMMUNES.map((name, i) => ({
  organId: `H99.${242 + i}`,
  name: `UBND xã ${name}`,
  state: i === 4 ? 'new' : i === 5 ? 'gone' : 'member',
}));

export function fakeDirectory(): Handlers<typeof directoryCalls, undefined> {
  let groups: GroupRow[] = [
    { id: uuid(1), name: 'Tất cả phường, xã trong tỉnh', rule: { within: 'H99', only: 'communes' }, count: 4, waiting: 2 },
    { id: uuid(2), name: 'Các sở hay gửi', count: 2, waiting: 0 },
  ];
  let questions: DirectoryQuestionRow[] = [
    {
      id: uuid(11),
      kind: 'replaced',
      organId: 'H99.243',
      name: 'UBND xã Thử Nghiệm',
      newCode: 'H99.666',
      newName: 'Ủy ban nhân dân xã Thử Nghiệm',
      parentName: PARENT,
      groups: ['Tất cả phường, xã trong tỉnh'],
      askedAt: Date.now() - 3_600_000,
    },
    {
      id: uuid(12),
      kind: 'second_code',
      organId: 'H99.01',
      name: 'Sở Nội vụ',
      newCode: 'H99.77',
      newName: 'Sở Nội vụ',
      parentName: PARENT,
      groups: [],
      askedAt: Date.now() - 3_600_000,
    },
  ];
  let refused: (DirectoryUpdateRow & { digest: string }) | undefined = {
    ...update(0, { state: 'refused', listed: 98_204, opened: 0, closed: 26_612, renamed: 0, changed: 0 }),
    digest: 'a'.repeat(64),
  };
  return {
    'directory.search': ({ text, limit }) => ({
      rows: AGENCIES.filter((a) => foldVietnamese(`${a.name} ${a.organId}`).includes(foldVietnamese(text))).slice(0, limit),
    }),
    'directory.refresh': ({ confirm }) => {
      if (confirm) refused = undefined;
      return { count: 124_816 };
    },
    'directory.state': () => ({
      open: 124_816,
      checkedAt: Date.now() - 5_400_000,
      questions: questions.length,
      updates: [update(1, { asked: 2 }), update(2, {}), update(9, { known: 0, opened: 124_790, closed: 0, renamed: 0, changed: 0 })],
      provinces: [
        { code: 'H41', name: 'Nghệ An' },
        { code: 'H99', name: 'tỉnh Mẫu' },
      ],
      ...(refused === undefined ? {} : { refused }),
    }),
    'directory.agency': ({ organId }) => ({
      ...(AGENCIES.find((a) => a.organId === organId) ?? { organId, name: '…' }),
      mail: 'vanthu@xa.example',
      validFrom: Date.now() - 9e9,
      history: [{ name: 'UBND xã Ví Dụ A', from: Date.now() - 4e10, to: Date.now() - 9e9, why: 'renamed' }],
    }),
    'directory.changes': () => ({
      total: 3,
      rows: [
        { kind: 'closed', organId: 'H99.300', name: 'UBND phường Cũ', before: '', after: '' },
        { kind: 'renamed', organId: 'H99.02', name: 'Sở Tài chính', before: 'Sở Tài chính – Kế hoạch', after: 'Sở Tài chính' },
        { kind: 'opened', organId: 'H99.310', name: 'UBND phường Mới', before: '', after: '' },
      ],
    }),
    'directory.questions': () => ({ rows: questions, total: questions.length }),
    'directory.answer': ({ ids }) => {
      questions = questions.filter((q) => !ids.includes(q.id));
      return { answered: ids.length };
    },
    'directory.groups.list': () => ({ groups }),
    'directory.groups.get': ({ id }) => {
      const group = groups.find((g) => g.id === id);
      const members = id === uuid(2) ? MEMBERS.slice(0, 2) : MEMBERS;
      return { ...(group ?? { id, name: '…', count: 0, waiting: 0 }), members };
    },
    'directory.groups.preview': () => ({ count: COMMUNES.length, rows: AGENCIES.slice(3) }),
    'directory.groups.save': ({ id, name, rule, members }) => {
      const group: GroupRow = {
        id: id ?? crypto.randomUUID(),
        name,
        count: members?.length ?? COMMUNES.length,
        waiting: 0,
        ...(rule === undefined ? {} : { rule }),
      };
      groups = [...groups.filter((g) => g.id !== group.id), group];
      return { id: group.id };
    },
    'directory.groups.accept': ({ id }) => {
      groups = groups.map((g) => (g.id === id ? { ...g, waiting: 0 } : g));
      return {};
    },
    'directory.groups.remove': ({ id }) => {
      groups = groups.filter((g) => g.id !== id);
      return {};
    },
  };
}
