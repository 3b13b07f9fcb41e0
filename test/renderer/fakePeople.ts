/** People, ways in and organs of the fake core. */

import type { PageCalls } from '../../src/contract/page/index.ts';
import type { OrganDetail } from '../../src/contract/page/organs.ts';
import type { PersonRow, RekeyState, TokenWay, WayRow } from '../../src/contract/page/people.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { Failure } from '../../src/domain/errors.ts';
import { type OrganKind, organBookRules } from '../../src/domain/numbering.ts';

type Own = Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${'people' | 'ways' | 'rekey' | 'lock' | 'office'}.${string}`>>;

export const ME = '01900000-0000-7000-8000-000000000001';
const id = (n: number): string => `01900000-0000-7000-8000-00000000000${n}`;

const organ = (organId: string, name: string, kind: OrganKind, abbreviation: string): OrganDetail => {
  const rules = organBookRules(kind, abbreviation);
  return {
    organId,
    own: true,
    name,
    kind,
    abbreviation,
    parentName: kind === 'party' ? 'Tỉnh ủy Mẫu' : 'Ủy ban nhân dân tỉnh Mẫu',
    place: 'Ví Dụ',
    leaderName: 'Nguyễn Văn Mẫu',
    leaderPosition: kind === 'party' ? 'Bí thư' : 'Chủ tịch',
    endpoint: kind === 'state' ? 'https://truc.tinh-mau.example' : '',
    systemId: kind === 'state' ? 'H99' : '',
    books: [
      { id: crypto.randomUUID(), name: 'Sổ đăng ký văn bản đến', direction: 'incoming', rule: rules.incoming, next: 1287, used: true },
      { id: crypto.randomUUID(), name: 'Sổ đăng ký văn bản đi', direction: 'outgoing', rule: rules.outgoing, next: 212, used: true },
    ],
  };
};
export const ORGANS: OrganDetail[] = [
  organ('H99.2', 'Ủy ban nhân dân xã Ví Dụ', 'state', 'UBND'),
  organ('H99.2.9', 'Hội đồng nhân dân xã Ví Dụ', 'council', 'HĐND'),
  organ('H99.2.8', 'Đảng ủy xã Ví Dụ', 'party', 'ĐU'),
];

export function fakePeople(): Own {
  let people: PersonRow[] = [
    {
      id: ME,
      name: 'Trần Thị Văn Thư',
      position: 'Văn thư',
      roles: ['clerk', 'officer', 'administrator'],
      ways: ['passphrase', 'os'],
      me: true,
    },
    { id: id(2), name: 'Nguyễn Văn Mẫu', position: 'Chủ tịch', roles: ['leader'], ways: ['passphrase', 'token'], me: false },
    { id: id(3), name: 'Lê Thị Thử', position: 'Văn thư Đảng ủy', roles: ['clerk'], organs: ['H99.2.8'], ways: ['passphrase'], me: false },
    { id: id(4), name: 'Phạm Văn Ví', position: 'Công chức địa chính', roles: ['officer'], ways: [], me: false },
    { id: id(5), name: 'Hoàng Thị Cũ', position: 'Văn thư', roles: ['clerk'], ways: [], endedAt: 1_760_000_000_000, me: false },
  ];
  let ways: WayRow[] = [
    { id: id(6), way: 'passphrase', current: true },
    { id: id(7), way: 'os', current: false },
    { id: id(8), way: 'recovery', current: false },
  ];
  const organs = [...ORGANS];
  let minutes = 10;
  const token: TokenWay = {
    serial: '0411',
    certificateSha256: 'a'.repeat(64),
    tokenLabel: 'USB ký số 0411',
    commonName: 'Trần Thị Văn Thư',
    pinCountLow: false,
    pinFinalTry: false,
    pinLocked: false,
    minPin: 6,
    maxPin: 16,
  };
  const last: RekeyState['last'] = { at: Date.now() - 86_400_000, carried: 0 };
  return {
    'people.list': ({ ended }) => ({ people: people.filter((p) => ended || p.endedAt === undefined) }),
    'people.save': ({ id: known, passphrase, organs: own, ...facts }) => {
      if (passphrase !== undefined && passphrase.length < 10) throw new Failure('accounts.passphrase_short', { min: 10 });
      const row = { ...facts, ...(own ? { organs: own } : {}) };
      if (known === undefined) {
        people = [...people, { id: crypto.randomUUID(), ...row, ways: passphrase ? ['passphrase'] : [], me: false }];
      } else people = people.map((p) => (p.id === known ? { id: p.id, ways: p.ways, me: p.me, ...row } : p));
      return { id: known ?? people.at(-1)?.id ?? '' };
    },
    'people.end': ({ id: gone }) => {
      people = people.map((p) => (p.id === gone ? { ...p, ways: [], endedAt: Date.now() } : p));
      return {};
    },
    'people.setPassphrase': () => ({}),
    'ways.list': () => ({ ways, osKeyStore: true, keysMended: false }),
    'ways.setPassphrase': ({ secret }) => {
      if (secret === 'sai') throw new Failure('accounts.way_in_refused');
      return {};
    },
    'ways.addOs': () => ({}),
    'ways.remove': ({ id: gone }) => {
      ways = ways.filter((w) => w.id !== gone);
      return {};
    },
    'ways.tokens': () => ({ tokens: [token] }),
    'ways.tokenBegin': () => ({ actId: crypto.randomUUID() }),
    'ways.addToken': () => {
      ways = [...ways, { id: crypto.randomUUID(), way: 'token', current: false }];
      return {};
    },
    'ways.newRecovery': () => ({ recoveryCode: 'K7QM-3F9T-0RXA-8WZC-5HNE-2VGB-6JDP-4YKS-1MQ7' }),
    'ways.confirmRecovery': () => ({}),
    'rekey.begin': () => ({}),
    'rekey.cancel': () => ({}),
    'rekey.state': () => ({ last }),
    'lock.settings': () => ({ idleMinutes: minutes }),
    'lock.set': ({ idleMinutes }) => {
      minutes = idleMinutes;
      return {};
    },
    'office.organs': () => ({ organs }),
    'office.addOrgan': ({ firstIncoming, firstOutgoing, term: _, connection, ...facts }) => {
      const made = organ(facts.organId, facts.name, facts.kind, facts.abbreviation);
      const books = made.books.map((b) => ({ ...b, next: b.direction === 'incoming' ? firstIncoming : firstOutgoing, used: false }));
      organs.push({ ...made, ...facts, endpoint: connection?.endpoint ?? '', systemId: connection?.systemId ?? '', books });
      return {};
    },
    'office.changeOrgan': () => ({}),
    'office.addBook': () => ({}),
  };
}
