import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { organId, recordId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { systemClock } from '../clock.ts';
import type { Actor } from '../context.ts';
import { createPaper, listOwnOrgans } from '../documents/index.ts';
import { closeDossier, dossierDetail, mayLieIn, putIn, saveDossier, waitingRows, yearRows } from '../dossiers/index.ts';
import { acceptingOrgans } from '../registers/accepting.ts';
import { bookFor, gapsOf, listBooks, openDefaultBooks, takeNumber } from '../registers/index.ts';
import { handoverMinutes } from './minutes.ts';
import { listOrgans, type Succession, succeedOrgan } from './successor.ts';

const CLERK: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk', 'administrator'] };
const OLD = 'H99.242';
const NEW = 'H99.900';
let now = Date.UTC(2026, 10, 21, 2);
let t: TestStore;
beforeEach(() => {
  now = Date.UTC(2026, 10, 21, 2);
  t = openTestStore({ ...systemClock, now: () => now });
  t.store.tx(() => {
    t.store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OLD);
    openDefaultBooks(t.store, OLD, 'UBND');
  });
});
afterEach(() => t.remove());

const merger = (more: Partial<Succession> = {}): Succession => ({
  organId: OLD,
  basis: 'Nghị quyết số 01',
  acceptUntil: '2026-12-31',
  successor: {
    organId: NEW,
    name: 'UBND xã Thử Nghiệm',
    parentName: '',
    place: '',
    abbreviation: 'UBND',
    leaderName: '',
    leaderPosition: '',
  },
  ...more,
});
let n = 0;
const arrive = (organ: string) =>
  createPaper(t.store, CLERK, {
    organId: organ,
    channel: 'post',
    sender: 'Sở Mẫu',
    number: String(++n),
    notation: 'SM',
    typeName: 'Công văn',
    subject: 'Về việc',
    signer: '',
    priority: 0,
    uploadIds: [],
    register: true,
    notDuplicate: true,
  });
const register = (organ: string): number | undefined => arrive(organ).arrivalNumber;

it('closes the old books, opens the successor’s, and registers there what comes under the old code', () => {
  const { store } = t;
  expect([register(OLD), register(OLD)]).toEqual([1, 2]);
  const oldBook = bookFor(store, OLD, 'outgoing', 'Công văn');
  succeedOrgan(store, CLERK, merger());
  expect(listOrgans(store)).toEqual([
    { organId: OLD, name: 'UBND xã Ví Dụ', closedOn: '2026-11-21', successorId: NEW, acceptUntil: '2026-12-31' },
    { organId: NEW, name: 'UBND xã Thử Nghiệm' },
  ]);
  expect(listOwnOrgans(store).find((organ) => !organ.closed)?.organId).toBe(NEW);
  // Nothing is renumbered; the successor's books begin with 1.
  expect(store.db.prepare('SELECT number FROM book_number ORDER BY number').pluck().all()).toEqual([1, 2]);
  expect(register(OLD)).toBe(1);
  expect(register(NEW)).toBe(2);
  expect(() => bookFor(store, OLD, 'outgoing', 'Công văn')).toThrow('registers.no_book_for_kind');
  expect(() =>
    store.tx(() =>
      takeNumber(store, listBooks(store).find((book) => book.id === oldBook.id) ?? oldBook, { kindName: 'Công văn', actor: CLERK }),
    ),
  ).toThrow('registers.book_closed');
  for (const book of listBooks(store)) expect(gapsOf(store, book, '2026')).toEqual([]);
});

it('takes mail to the old code in until the day that was set, and not after it', () => {
  succeedOrgan(t.store, CLERK, merger());
  expect(acceptingOrgans(t.store).has(organId(OLD))).toBe(true);
  now = Date.UTC(2026, 11, 31, 16);
  expect(acceptingOrgans(t.store).has(organId(OLD))).toBe(true);
  now = Date.UTC(2026, 11, 31, 18);
  expect(acceptingOrgans(t.store).has(organId(OLD))).toBe(false);
  expect(acceptingOrgans(t.store).has(organId(NEW))).toBe(true);
});

it('is refused where something signed is not issued yet, the day has passed, or it is done already', () => {
  const { store } = t;
  expect(() => succeedOrgan(store, CLERK, merger({ acceptUntil: '2026-11-20' }))).toThrow('handover.until_past');
  expect(() => succeedOrgan(store, CLERK, merger({ organId: NEW }))).toThrow('handover.organ_same');
  store.db
    .prepare(
      `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, folded, updated_at, seq, workstation_id) VALUES ('x', ?, 'numbered', 0, 'Công văn', 's', '', 0, 0, '')`,
    )
    .run(OLD);
  expect(() => succeedOrgan(store, CLERK, merger())).toThrow('handover.work_unfinished');
  store.db.prepare(`UPDATE outgoing SET state = 'issued'`).run();
  // The new code goes out in every package, and is never changed.
  const named = (successor: object) => () => succeedOrgan(store, CLERK, merger({ successor: { ...merger().successor, ...successor } }));
  expect(named({ organId: 'xã Thử Nghiệm' })).toThrow('organs.code_invalid');
  expect(named({ abbreviation: 'UBND/VP' })).toThrow('organs.abbreviation_invalid');
  succeedOrgan(store, CLERK, merger());
  expect(() => succeedOrgan(store, CLERK, merger())).toThrow('handover.organ_closed');
});

it('files of unfinished work go on with the successor, documents of both in them; closed ones stay under the old name; the minutes list them', () => {
  const { store } = t;
  const dossier = (organ: string, notation: string, year = 2026) =>
    saveDossier(store, CLERK, organ, {
      ...{
        year,
        notation,
        heading: '',
        title: `Việc ${notation}`,
        maintenance: '10 năm',
        rights: '',
        creator: '',
        language: '',
        description: '',
      },
      listed: true,
    });
  const [open, closed, planned, past] = [dossier(OLD, '01/TH'), dossier(OLD, '02/TH'), dossier(OLD, '03/TH'), dossier(OLD, '04/TH', 2025)];
  putIn(store, CLERK, open, 'incoming', [recordId(arrive(OLD).id)]);
  putIn(store, CLERK, closed, 'incoming', [recordId(arrive(OLD).id)]);
  closeDossier(store, CLERK, closed, '2026-11-21' as LegalDate, true);
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Thử Nghiệm', 'UBND')`).run(NEW);
    openDefaultBooks(store, NEW, 'UBND');
  });
  const taken = dossier(NEW, '01/TH');
  const late = recordId(arrive(OLD).id);
  expect(handoverMinutes(store).dossiers).toMatchObject({
    open: 1,
    closed: 1,
    list: [
      { code: '01/TH (2026)', documents: 1 },
      { code: '02/TH (2026)', state: 'closed' },
    ],
  });
  succeedOrgan(store, CLERK, merger());
  expect(yearRows(store, NEW, 2026).map(({ id, notation, state }) => [id, notation, state])).toEqual(
    [
      [open, '01/TH-2', 'open'],
      [planned, '03/TH', 'planned'],
      [taken, '01/TH', 'planned'],
    ].sort((a, b) => String(a[1]).localeCompare(String(b[1]))),
  );
  expect(dossierDetail(store, open).events.at(-1)).toMatchObject({
    act: 'succeeded',
    params: { code: '01/TH (2026)', organ: 'UBND xã Ví Dụ' },
  });
  expect(waitingRows(store, OLD).map(({ id }) => id)).toEqual([closed]);
  expect(yearRows(store, OLD, 2025).map(({ id }) => id)).toEqual([past]);
  // What was registered under the old code, and what comes under the new one, lie together.
  expect(putIn(store, CLERK, open, 'incoming', [late, recordId(arrive(NEW).id)]).refused).toEqual([]);
  expect(mayLieIn(store, NEW, OLD)).toBe(false);
});
