/** A form as it is typed: whose it is, what it is about, how much of it, and what may not lie here. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptPlace, keptCalls, MAX_KEPT_FORM } from '../../src/contract/page/kept.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { destroyDocuments } from '../../src/core/destruction/skeleton.ts';
import { dropKeptForm, keepForm, keptForm } from '../../src/core/documents/keptForms.ts';
import { registerPetition, unnamePerson } from '../../src/core/petitions/index.ts';
import { eraseDocument } from '../../src/core/secrecy/erase.ts';
import { openStore } from '../../src/core/store/index.ts';
import { MIGRATIONS } from '../../src/core/store/migrations/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import type { LegalDate } from '../../src/domain/time.ts';
import { openTestStore } from '../support/store.ts';
import { type Desk, OURS, openDesk, START } from './support.ts';

const PAPER: KeptPlace = { form: 'paper' };
let desk: Desk;
beforeEach(() => {
  desk = openDesk();
});
afterEach(() => desk.kit.remove());
const store = () => desk.kit.store;
const typed = (more: object = {}, beside: readonly string[] = []): string =>
  JSON.stringify({ typed: { channel: 'hand', values: { sender: 'Hội Nông dân xã Ví Dụ', subject: 'Cấp giống lúa', ...more } }, beside });
const keep = (value = typed(), organ: string = OURS, place = PAPER) => keepForm(store(), desk.clerk, organ, place, value);
const found = (organ: string = OURS, place = PAPER) => keptForm(store(), desk.clerk, organ, place);
const rows = () => store().db.prepare('SELECT count(*) FROM kept_form').pluck().get();

describe('a form as it is typed', () => {
  it('is there again over a restart with its hour, for its own person and organ alone, and goes when it is given up', () => {
    keep(typed({ note: 'trước' }));
    const at = keep();
    expect(at).toBeGreaterThanOrEqual(START);
    desk.kit.reopen();
    expect(found()).toEqual({ value: typed(), at });
    expect(keptForm(store(), desk.officer, OURS, PAPER)).toBeUndefined();
    expect(found('H99.243')).toBeUndefined();
    dropKeptForm(store(), desk.officer, OURS, PAPER);
    expect(found()?.at).toBe(at);
    dropKeptForm(store(), desk.clerk, OURS, PAPER);
    expect([found(), rows()]).toEqual([undefined, 0]);
  });

  it('goes after thirty days, with nobody asking for it but the next who opens a form', () => {
    keep();
    desk.at(START + 29 * 86_400_000);
    expect(found()).toBeDefined();
    desk.at(START + 31 * 86_400_000);
    expect([keptForm(store(), desk.officer, OURS, PAPER), rows()]).toEqual([undefined, 0]);
  });

  it('is one of fifty of its person: the oldest goes, nobody else’s', () => {
    keepForm(store(), desk.officer, OURS, PAPER, typed());
    for (let n = 0; n < 52; n++) keep(typed(), `H99.${n}`);
    expect([rows(), found('H99.1'), found('H99.2')?.value]).toEqual([51, undefined, typed()]);
    expect(keptForm(store(), desk.officer, OURS, PAPER)).toBeDefined();
  });

  it('is no longer than 64 kB in UTF-8, and of the forms that were decided on', () => {
    const { input } = keptCalls['kept.put'];
    const fits = (value: string, form = 'paper') => input.safeParse({ form, value }).success;
    expect([fits('a'.repeat(MAX_KEPT_FORM)), fits('a'.repeat(MAX_KEPT_FORM + 1)), fits('ộ'.repeat(MAX_KEPT_FORM / 2))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([fits('{}', 'pin'), fits('{}', 'constructor'), fits('{}', 'copy')]).toEqual([false, false, true]);
  });

  it('of which the words say a degree of secrecy or speak of a petition is not kept, nor what was kept of it before', () => {
    for (const more of [
      { typeName: 'Mật' },
      { note: 'Bì có dấu chữ A' },
      { note: 'đóng dấu TỐI MẬT' },
      { subject: 'Đơn  tố cáo của công dân' },
      { typeName: 'Đơn khiếu nại' },
    ]) {
      keep();
      expect([more, keep(typed(more)), rows()]).toEqual([more, undefined, 0]);
    }
    expect(keep(typed({ subject: 'Về việc tập huấn công tác bảo mật dữ liệu' }))).toBeDefined();
  });

  it('that stood beside a paper of the tray which is a petition or is gone is not kept, nor shown', () => {
    const { db } = store();
    const paper = store().newId();
    db.prepare(`INSERT INTO scan_group (id, organ_id, state, position, changed_at, seq) VALUES (?, ?, 'open', 1, 0, 1)`).run(paper, OURS);
    expect(keep(typed({}, [paper]))).toBeDefined();
    expect(found()).toBeDefined();
    expect(keep(typed({}, Array(401).fill(paper)))).toBeUndefined();
    expect(keep(typed({}, [paper]))).toBeDefined();
    db.prepare('DELETE FROM scan_group').run();
    expect([found(), rows(), keep(typed({}, [paper]))]).toEqual([undefined, 0, undefined]);
  });

  it('that is no form is not kept, however deep', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    for (const value of ['', 'x', '1', 'null', '{"beside":1}', `{"a":${deep}}`])
      expect([value.slice(0, 20), keep(value)]).toEqual([value.slice(0, 20), undefined]);
    expect(rows()).toBe(0);
  });
});

describe('a form about a row', () => {
  const said = JSON.stringify({ typed: { text: 'Giao đ/c Mẫu tham mưu' } });
  const instruct = (of: string): KeptPlace => ({ form: 'instruct', of });

  it('is kept for that row alone, where it is there, of this organ and of the kind that the form is for', () => {
    const [one, two] = [desk.arrival({ subject: 'một' }), desk.arrival({ subject: 'hai', number: '126' })];
    expect(keep(said, OURS, instruct(one))).toBeDefined();
    expect(found(OURS, instruct(one))?.value).toBe(said);
    expect([found(OURS, instruct(two)), found(OURS, { form: 'progress', of: one }), found(OURS, { form: 'instruct' })]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
    for (const place of [instruct('none'), { form: 'instruct' }, { form: 'cancel', of: one }, { form: 'paper', of: one }] as const)
      expect([place, keep(said, OURS, place)]).toEqual([place, undefined]);
    expect(keep(said, 'H99.243', instruct(one))).toBeUndefined();
    expect(keep(said, OURS, { form: 'line', of: 'stamps' })).toBeDefined();
    expect(keep(said, OURS, { form: 'line', of: 'stamps; x' })).toBeUndefined();
    expect(rows()).toBe(2);
  });

  it('or about a setting of the station is kept while that is there, without what opens something; an act on many rows is about none', () => {
    const { db } = store();
    const one = desk.arrival({ subject: 'một' });
    const book = db.prepare('SELECT id FROM book LIMIT 1').pluck().get() as string;
    db.prepare(`INSERT INTO agency_group (id, name, rule, members, updated_at, seq) VALUES ('g', 'Nhóm', NULL, '[]', 0, 1)`).run();
    db.prepare(
      `INSERT INTO standing_rule (id, organ_id, position, name, rule, by_name, at, seq) VALUES ('r', ?, 1, 'Quy tắc', '{}', '', 0, 1)`,
    ).run(OURS);
    const good: KeptPlace[] = [
      ...[{ form: 'organ' as const, of: OURS }, { form: 'organ' as const }, { form: 'bookRule' as const, of: book }],
      ...[
        { form: 'group' as const, of: 'g' },
        { form: 'rule' as const, of: 'r' },
        { form: 'bookOpen' as const, of: OURS },
      ],
      ...[
        { form: 'manyInstruct' as const },
        { form: 'manyClose' as const },
        { form: 'manyExtend' as const },
        { form: 'transfer' as const },
      ],
    ];
    for (const place of good) expect([place, keep(said, OURS, place) !== undefined]).toEqual([place, true]);
    for (const place of [
      { form: 'group', of: 'x' },
      { form: 'organ', of: 'H99.9' },
      { form: 'power', of: 'x' },
      { form: 'manyClose', of: one },
    ] as const)
      expect([place, keep(said, OURS, place)]).toEqual([place, undefined]);
    // One of another organ's people may not be told that a rule of this one is there.
    expect(keep(said, 'H99.243', { form: 'rule', of: 'r' })).toBeUndefined();
    db.prepare('DELETE FROM agency_group').run();
    expect(found(OURS, { form: 'group', of: 'g' })).toBeUndefined();
    // What opens something is not kept at all.
    const place: KeptPlace = { form: 'organ', of: OURS };
    for (const name of ['secret', 'pin', 'PIN', 'passphrase', 'password', 'token', 'recoveryCode']) {
      keep(said, OURS, place);
      const secret = JSON.stringify({ typed: { name: 'UBND', line: { [name]: '1' } } });
      expect([name, keep(secret, OURS, place), found(OURS, place)]).toEqual([name, undefined, undefined]);
    }
    expect(keep(JSON.stringify({ typed: { name: 'Bộ phận tiếp nhận token', note: 'pin hỏng' } }), OURS, place)).toBeDefined();
  });

  it('goes with the document that is destroyed, and with one that turned out to be a secret', async () => {
    const [one, two] = [desk.arrival({ subject: 'một' }), desk.arrival({ subject: 'hai', number: '126' })];
    const { db } = store();
    const meeting = store().newId();
    db.prepare(
      `INSERT INTO meeting (id, organ_id, incoming_id, title, date, from_minute, place, note, at, by_name, seq)
       VALUES (?, ?, ?, 'Họp', '2026-11-20', 480, 'Hội trường', '', 0, '', 1)`,
    ).run(meeting, OURS, one);
    db.prepare(
      `INSERT INTO register_line (id, organ_id, form, date, cells, incoming_id, at, by_name, seq) VALUES ('l', ?, 'stamps', '2026-11-20', '{}', ?, 0, '', 2)`,
    ).run(OURS, one);
    db.prepare(
      `INSERT INTO amendment (id, direction, kind, organ_id, other_organ_id, other_name, document_id, incoming_id, reason, state, asked_at, seq)
       VALUES ('a', 'in', 'revoke', ?, 'H99.1', 'Sở Mẫu', 'd', ?, '', 'open', 0, 3)`,
    ).run(OURS, one);
    for (const id of [one, two]) keep(said, OURS, instruct(id));
    keep(said, OURS, { form: 'meeting', of: meeting });
    keep(said, OURS, { form: 'line', of: 'l' });
    keep(said, OURS, { form: 'answerRecall', of: 'a' });
    expect(rows()).toBe(5);
    store().tx(() => {
      db.exec(`INSERT INTO blob (id, key, size, sha256, created_at) VALUES ('scan', randomblob(32), 1, 'x', 0)`);
      db.exec(
        `INSERT INTO destruction (id, state, number, date, decided_by, council, scan_id, scan_name, proposed_by, proposed_name, proposed_at, seq)
         VALUES ('d', 'done', '1', '2026-11-25', 'A', 'B', 'scan', 's.pdf', 'p', 'P', 0, 1)`,
      );
      destroyDocuments(store(), { id: 'd' as RecordId, number: '1', date: '2026-11-25' }, [{ list: 'incoming', id: one }], desk.clerk);
    });
    expect([rows(), keep(said, OURS, instruct(one))]).toEqual([1, undefined]);
    await eraseDocument(store(), desk.clerk, 'incoming', two);
    expect(rows()).toBe(0);
  });
});

describe('a form of the book of petitions', () => {
  const NAME = 'Nguyễn Thị Kín Đáo';
  const said = JSON.stringify({ typed: { name: NAME, matter: 'Đơn tố cáo việc ăn chặn' } });
  const PETITION: KeptPlace = { form: 'petition' };
  const register = () =>
    registerPetition(store(), desk.clerk, OURS, {
      ...{ kind: 'denunciation', channel: 'hand', receivedOn: '2026-11-20' as LegalDate, people: 1, readers: [desk.leader.personId ?? ''] },
      ...{ name: NAME, address: '', phone: '', identity: '', matter: 'Tố cáo ăn chặn', against: '', uploadIds: [], notSame: false },
    }).id;

  it('is there for who typed it and nobody else, for a week', () => {
    expect(keep(said, OURS, PETITION)).toBeDefined();
    expect(found(OURS, PETITION)?.value).toBe(said);
    for (const other of [desk.leader, desk.officer]) expect(keptForm(store(), other, OURS, PETITION)).toBeUndefined();
    desk.at(START + 8 * 86_400_000);
    expect([found(OURS, PETITION), rows()]).toEqual([undefined, 0]);
  });
  it('about a case is kept for the persons named alone, and goes with the name', () => {
    const of = register();
    const place: KeptPlace = { form: 'petitionAct', of };
    const keepAs = (actor: Actor) => keepForm(store(), actor, OURS, place, said);
    expect([keepAs(desk.officer), rows()]).toEqual([undefined, 0]);
    expect(keepAs(desk.leader)).toBeDefined();
    expect(keptForm(store(), desk.leader, OURS, place)?.value).toBe(said);
    unnamePerson(store(), desk.clerk, of, desk.leader.personId ?? '');
    expect([rows(), keptForm(store(), desk.leader, OURS, place)]).toEqual([0, undefined]);
  });
});

it('a store from before has room for forms as they are typed, and one that held some holds them still', () => {
  const version = MIGRATIONS.find((step) => step.name === 'kept-of')?.version ?? 0;
  const old = openTestStore(systemClock, { migrations: MIGRATIONS.filter((step) => step.version < version) });
  try {
    const at = systemClock.now();
    old.store.db.prepare(`INSERT INTO kept_form VALUES (?, ?, 'paper', ?, ?)`).run(desk.clerk.personId, OURS, typed({ note: 'trước' }), at);
    old.store.close();
    const now = openStore({ dir: old.dir, keys: old.keys, clock: systemClock });
    const person = { personId: desk.clerk.personId, name: '', roles: [] } as typeof desk.clerk;
    expect(keptForm(now, person, OURS, PAPER)).toEqual({ value: typed({ note: 'trước' }), at });
    expect(keepForm(now, person, OURS, PAPER, typed())).toBeDefined();
    expect(keptForm(now, person, OURS, PAPER)?.value).toBe(typed());
    now.close();
  } finally {
    old.remove();
  }
});
