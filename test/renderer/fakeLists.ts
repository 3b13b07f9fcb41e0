/** Lists, acts on many and standing rules of the invented core. */
import type { IncomingDetail } from '../../src/contract/page/incoming.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { IncomingListRow, ListView, OutgoingListRow, Refused, RuleProposal, StandingRule } from '../../src/contract/page/lists.ts';
import type { OutgoingDetail } from '../../src/contract/page/outgoing.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { ListOrder } from '../../src/domain/listQuery.ts';
import { type RuledDocument, ruleFits } from '../../src/domain/standingRules.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { NOW, uuid } from './fakeData.ts';

type Calls = Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${'lists' | 'many' | 'rules'}.${string}`>>;
interface World {
  ready(): Promise<void>;
  incoming(): readonly IncomingDetail[];
  outgoing(): readonly OutgoingDetail[];
  register(id: string): { arrivalNumber: number };
  next(): number;
  act(id: string, act: 'instruct' | 'finish', change: Partial<IncomingDetail>): void;
  set(id: string, change: Partial<IncomingDetail>): void;
  emit(topic: 'incoming' | 'outgoing' | 'incoming.opened' | 'outgoing.opened'): void;
  /** Waits while long work is made to stand still. */
  holding(): Promise<void>;
}
const OPEN = ['arrived', 'registered', 'assigned', 'in_progress', 'draft', 'leader_signed', 'numbered', 'agency_signed'];
const today = (): string => legalDateOf(NOW);

const RULES: StandingRule[] = [
  {
    id: uuid(501),
    name: 'Giấy mời họp: trình Chủ tịch',
    conditions: { agencies: [], kinds: ['Giấy mời'], words: [] },
    outcome: { kind: 'assign', lead: 'Văn phòng HĐND và UBND', coHandlers: [], dueInDays: 1, text: '', leader: 'Lê Thị Ví Dụ' },
    auto: false,
    active: true,
    by: 'Trần Thị Văn Thư',
    at: NOW - 86_400_000,
  },
  {
    id: uuid(502),
    name: 'Công văn tuyên truyền: để biết, lưu',
    conditions: { agencies: [{ organId: 'H99.1', name: 'Sở Nội vụ tỉnh Mẫu' }], kinds: [], words: ['tuyên truyền', 'bồi dưỡng nghiệp vụ'] },
    outcome: { kind: 'for_information', note: '' },
    auto: true,
    active: true,
    by: 'Nguyễn Văn Mẫu',
    at: NOW - 6 * 86_400_000,
  },
  {
    id: uuid(503),
    name: 'Phòng, chống thiên tai',
    conditions: { agencies: [], kinds: [], words: ['thiên tai', 'bão', 'lũ quét'] },
    outcome: {
      kind: 'assign',
      lead: 'Ban Chỉ huy quân sự xã',
      coHandlers: ['Công an xã', 'Phòng Kinh tế'],
      text: 'Triển khai ngay, báo cáo Chủ tịch.',
      leader: 'Lê Thị Ví Dụ',
    },
    auto: false,
    active: false,
    by: 'Trần Thị Văn Thư',
    at: NOW - 30 * 86_400_000,
  },
];

export function fakeLists(world: World): Calls {
  const opened = new Set<string>();
  const views = new Map<string, ListView>();
  let rules = [...RULES];
  const day = (d: IncomingDetail): string => d.arrivalDate ?? legalDateOf(d.arrivedAt);
  const due = (d: IncomingDetail): string => d.instruction?.dueDate ?? d.dueDate ?? '';
  const isOpen = (d: { state: string }): boolean => OPEN.includes(d.state);
  const unread = (d: { id: string; state: string }): boolean =>
    isOpen(d) && !opened.has(d.id) && Number.parseInt(d.id.slice(-3), 16) % 3 !== 2;
  const order = <T>(rows: T[], { by, descending }: ListOrder, key: (row: T, by: string) => string | number): T[] => {
    const vi = new Intl.Collator('vi');
    const way = descending ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [key(a, by), key(b, by)];
      return way * (typeof x === 'number' && typeof y === 'number' ? x - y : vi.compare(String(x), String(y)));
    });
  };
  const rowIn = (d: IncomingDetail): IncomingListRow => ({
    ...d,
    day: day(d),
    ...(unread(d) ? { unread: true as const } : {}),
    ...(isOpen(d) && due(d) !== '' && due(d) < today() ? { overdue: true as const } : {}),
    ...(d.instruction ? { lead: d.instruction.lead, coHandlers: d.instruction.coHandlers } : {}),
  });
  const rowOut = (d: OutgoingDetail): OutgoingListRow => ({
    ...d,
    day: d.date ?? legalDateOf(d.updatedAt),
    recipients: d.recipients.slice(0, 3).map((r) => r.name),
    copies: d.issuedAmount,
    ...(d.state === 'issued' ? { dossier: '05.VP (2026)' } : {}),
  });
  type Filter = Parameters<Calls['lists.incoming']>[0]['filter'];
  const found = <T extends { id: string; state: string; priority: number; code: string; subject: string }>(
    all: readonly T[],
    filter: Filter,
    of: { day(d: T): string; due(d: T): string; party(d: T): string },
    states = true,
  ): T[] =>
    all.filter(
      (d) =>
        (!states || filter.states.length === 0 || (filter.states as string[]).includes(d.state)) &&
        `${d.code} ${d.subject} ${of.party(d)}`.toLowerCase().includes(filter.text.trim().toLowerCase()) &&
        (!filter.priorities?.length || filter.priorities.includes(d.priority)) &&
        (filter.agency === undefined || of.party(d) === filter.agency.name) &&
        (filter.from === undefined || of.day(d) >= filter.from) &&
        (filter.to === undefined || of.day(d) <= filter.to) &&
        (!filter.unread || unread(d)) &&
        (!filter.overdue || (isOpen(d) && of.due(d) !== '' && of.due(d) < today())),
    );
  const IN = { day, due: (d: IncomingDetail) => due(d), party: (d: IncomingDetail) => d.sender };
  const OUT = {
    day: (d: OutgoingDetail) => d.date ?? legalDateOf(d.updatedAt),
    due: (d: OutgoingDetail) => d.dueDate ?? '',
    party: (d: OutgoingDetail) => d.recipients.map((r) => r.name).join(' '),
  };
  const keyIn = (d: IncomingDetail, by: string): string | number =>
    ({
      day: `${day(d)} ${d.arrivedAt}`,
      number: d.arrivalNumber ?? 0,
      party: d.sender,
      code: Number.parseInt(d.code, 10),
      subject: d.subject,
      due: due(d),
    })[by] ?? d.priority;
  const keyOut = (d: OutgoingDetail, by: string): string | number =>
    ({ day: OUT.day(d), number: Number.parseInt(d.code, 10) || 0, subject: d.subject, who: d.signer, due: OUT.due(d) })[by] ?? d.priority;
  const counted = (rows: readonly { state: string }[], none: Record<string, number>) => {
    for (const { state } of rows) none[state] = (none[state] ?? 0) + 1;
    return none as never;
  };
  const ruled = (d: IncomingDetail): RuledDocument => ({
    sender: d.sender,
    senderOrganId: d.senderOrganId,
    typeName: d.typeName,
    subject: d.subject,
  });
  const ruleFor = (d: IncomingDetail): RuleProposal | undefined => {
    const rule = rules.find((one) => one.active && ruleFits(one.conditions, ruled(d)));
    return rule && { ruleId: rule.id, name: rule.name, outcome: rule.outcome, auto: rule.auto, dueDate: legalDateOf(NOW + 3 * 86_400_000) };
  };
  const doc = (id: string): IncomingDetail => {
    const one = world.incoming().find((d) => d.id === id);
    if (!one) throw new Failure('documents.not_found');
    return one;
  };
  const apply = (id: string, outcome: StandingRule['outcome']): void => {
    if (outcome.kind === 'for_information') world.act(id, 'finish', {});
    else
      world.act(id, 'instruct', {
        instruction: {
          leader: outcome.leader,
          text: outcome.text || 'Theo quy tắc',
          lead: outcome.lead,
          coHandlers: outcome.coHandlers,
          slipDate: today(),
        },
      });
  };
  const many = (ids: readonly string[], work: (id: string) => void): { done: string[]; refused: Refused[] } => {
    const done: string[] = [];
    const refused: Refused[] = [];
    for (const id of ids)
      try {
        work(id);
        done.push(id);
      } catch (error) {
        refused.push({ id, ...(error instanceof Failure ? error.error : { code: 'unexpected' }) });
      }
    world.emit('incoming');
    return { done, refused };
  };
  const inOrder = (ids: readonly string[]): IncomingDetail[] => ids.map(doc).sort((a, b) => a.arrivedAt - b.arrivedAt);
  return {
    'lists.incoming': async ({ filter, order: by, offset, limit }) => {
      await world.ready();
      const rows = order(found(world.incoming(), filter, IN), by, keyIn);
      return {
        rows: rows.slice(offset, offset + limit).map(rowIn),
        total: rows.length,
        counts: counted(found(world.incoming(), filter, IN, false), {}),
      };
    },
    'lists.outgoing': async ({ filter, order: by, offset, limit }) => {
      await world.ready();
      const rows = order(found(world.outgoing(), filter, OUT), by, keyOut);
      return {
        rows: rows.slice(offset, offset + limit).map(rowOut),
        total: rows.length,
        counts: counted(found(world.outgoing(), filter, OUT, false), {}),
      };
    },
    'lists.days': async ({ list, filter, descending }) => {
      await world.ready();
      const days = new Map<string, number>();
      const all = list === 'incoming' ? found(world.incoming(), filter, IN).map(day) : found(world.outgoing(), filter, OUT).map(OUT.day);
      for (const one of all) days.set(one, (days.get(one) ?? 0) + 1);
      const rows = [...days].map(([d, count]) => ({ day: d, count })).sort((a, b) => (a.day < b.day ? -1 : 1));
      return { days: descending ? rows.reverse() : rows };
    },
    'lists.names': ({ list, ids }) => {
      const all = list === 'incoming' ? world.incoming() : world.outgoing();
      return { names: all.filter(({ id }) => ids.includes(id)).map(({ id, code, subject }) => ({ id, code, subject })) };
    },
    'lists.ids': ({ list, filter, order: by, offset = 0, limit = 500 }) => {
      const ids =
        list === 'incoming'
          ? order(found(world.incoming(), filter, IN), by, keyIn).map((d) => d.id)
          : order(found(world.outgoing(), filter, OUT), by, keyOut).map((d) => d.id);
      return { ids: ids.slice(offset, offset + limit), total: ids.length };
    },
    'lists.counts': async () => {
      await world.ready();
      const of = (rows: readonly { id: string; state: string }[]) => ({
        undone: rows.filter(isOpen).length,
        unread: rows.filter(unread).length,
        states: counted(rows, {}),
      });
      return { incoming: of(world.incoming()), outgoing: { ...of(world.outgoing()), unread: 0 } };
    },
    'lists.setOpened': ({ list, ids, opened: is }) => {
      for (const id of ids) is ? opened.add(id) : opened.delete(id);
      world.emit(`${list}.opened`);
      return {};
    },
    'lists.view': ({ list }) => views.get(list) ?? {},
    'lists.setView': ({ list, view }) => {
      views.set(list, view);
      return {};
    },
    'lists.print': () => ({ fileId: uuid(2), size: 1, name: 'Danh-sach.pdf', left: 0 }),
    'lists.export': () => ({ fileId: uuid(2), size: 1, name: 'Danh-sach.xlsx', left: 0 }),
    'many.plan': async ({ ids }) => {
      await world.holding();
      let number = world.next();
      return {
        date: today(),
        rows: inOrder(ids).map((d) => {
          const facts = { id: d.id, sender: d.sender, code: d.code, subject: d.subject };
          if (d.state !== 'arrived') return { ...facts, refused: { code: 'documents.act_not_allowed' } };
          const rule = ruleFor(d);
          return { ...facts, number: number++, ...(rule ? { rule } : {}) };
        }),
      };
    },
    'many.register': ({ items }) => {
      const refused: Refused[] = [];
      const done = inOrder(items.map((item) => item.id)).flatMap((d) => {
        if (d.state !== 'arrived') {
          refused.push({ id: d.id, code: 'documents.act_not_allowed' });
          return [];
        }
        const { arrivalNumber } = world.register(d.id);
        const item = items.find((one) => one.id === d.id);
        const rule = rules.find((one) => one.id === item?.ruleId);
        if (item?.forInformation) world.act(d.id, 'finish', {});
        else if (rule) apply(d.id, rule.outcome);
        return [{ id: d.id, number: arrivalNumber }];
      });
      world.emit('incoming');
      return { done, refused, date: today() };
    },
    'many.instruct': ({ ids, dueDate, ...words }) =>
      many(ids, (id) => world.act(id, 'instruct', { instruction: { ...words, ...(dueDate === undefined ? {} : { dueDate }) } })),
    'many.close': async ({ ids }) => {
      await world.holding();
      return many(ids, (id) => world.act(id, 'finish', {}));
    },
    'many.undo': ({ ids }) => many(ids, (id) => world.set(id, { state: 'registered' })),
    'many.extend': ({ ids, dueDate }) =>
      many(ids, (id) => {
        if (due(doc(id)) === '') throw new Failure('documents.extend_no_date');
        world.set(id, { dueDate });
      }),
    'rules.list': () => ({ rules }),
    'rules.save': ({ id, ...rule }) => {
      const saved = { ...rule, id: id ?? crypto.randomUUID(), by: 'Trần Thị Văn Thư', at: Date.now() };
      rules = id === undefined ? [...rules, saved] : rules.map((one) => (one.id === id ? saved : one));
      return { id: saved.id };
    },
    'rules.order': ({ ids }) => {
      rules = [...rules].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      return {};
    },
    'rules.remove': ({ id }) => {
      rules = rules.filter((one) => one.id !== id);
      return {};
    },
    'rules.test': ({ conditions }) => ({
      rows: world
        .incoming()
        .slice(0, 20)
        .map((d) => ({
          id: d.id,
          sender: d.sender,
          code: d.code,
          typeName: d.typeName,
          subject: d.subject,
          fits: ruleFits(conditions, ruled(d)),
        })),
    }),
    'rules.for': ({ id }) => {
      const rule = ruleFor(doc(id));
      return rule === undefined ? {} : { rule };
    },
    'rules.apply': ({ id, ruleId }) => {
      const rule = rules.find((one) => one.id === ruleId);
      if (rule) apply(id, rule.outcome);
      world.emit('incoming');
      return {};
    },
  };
}
