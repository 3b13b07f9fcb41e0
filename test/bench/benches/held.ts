/**
 * The core has one thread: while an act holds it, nobody else's call is answered, and a letter typed into the search waits.
 * For every act that reads or makes much among 200,000 documents: the longest stretch the core was held in one piece
 * (`…_held_ms`; `…_held_busy_ms` by its own processor time), and how long the act took (`…_ms`). Works on a copy of the store bench's store, which is removed.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorOf, createPerson } from '../../../src/core/accounts/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Actor } from '../../../src/core/context.ts';
import { shippedTable } from '../../../src/core/deadlines/index.ts';
import { Carrier } from '../../../src/core/destruction/index.ts';
import { listBooks } from '../../../src/core/registers/index.ts';
import { deadlineHandlers } from '../../../src/core/service/deadlines.ts';
import { deskWorkHandlers } from '../../../src/core/service/deskWork.ts';
import { destructionHandlers } from '../../../src/core/service/destruction.ts';
import { listHandlers } from '../../../src/core/service/lists.ts';
import { provinceHandlers } from '../../../src/core/service/province.ts';
import { bookHandlers, registerHandlers } from '../../../src/core/service/registers.ts';
import { reportHandlers } from '../../../src/core/service/reports.ts';
import { searchHandlers } from '../../../src/core/service/search.ts';
import type { Session } from '../../../src/core/service/session.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { mergePiece } from '../../../src/core/store/resting.ts';
import type { Store } from '../../../src/core/store/types.ts';
import type { Bench, BenchOptions, Figure } from '../bench.ts';
import { type Held, held } from '../held.ts';
import { makePair, OURS } from '../store/make.ts';
import { careActs } from './heldCare.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const YEAR = '2020';
const SPAN = { from: '2020-01-01', to: '2020-12-31' };
/** Documents of one year, its year's closing looked at; documents sent, each to three places. */
const OUTGOING = 20_000;
const TICKED = 500;
/** What takes longer is done once. */
const ONCE_MS = 20_000;

export type HeldAct = readonly [name: string, work: () => unknown];
type Handler = (input: never, session: Session) => unknown;
const HANDLERS: Readonly<Record<string, Handler>> = {
  ...registerHandlers,
  ...bookHandlers,
  ...reportHandlers,
  ...listHandlers,
  ...searchHandlers,
  ...deadlineHandlers,
  ...deskWorkHandlers,
  ...destructionHandlers,
  ...provinceHandlers,
};

/** Work of a page, with who it is as the door would say it. */
function sessionOf(store: Store, actor: Actor): Session {
  const font = (name: string): Buffer => readFileSync(join(root, 'resources', 'fonts', `Tinos-${name}.ttf`));
  const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const workstation = {
    destruction: new Carrier({ store, clock: systemClock, log, changed: () => undefined }),
    ...{ store, mode: 'real', fonts: () => fonts, holidays: () => shippedTable(join(root, 'resources')) },
    ...{ changed: () => undefined, exchange: { wake: () => undefined }, maintenance: { backupsBefore: () => 0 } },
    organ: () => ({ organId: OURS, name: 'UBND xã Ví Dụ', parentName: 'UBND tỉnh Mẫu', place: 'Ví Dụ' }),
  };
  return { signedIn: { actor, workstation, organId: OURS } } as unknown as Session;
}

function addOutgoing(store: Store): void {
  const book = listBooks(store).find(({ rule }) => rule.direction === 'outgoing');
  const insert = store.db.prepare(
    `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, signer, recipients, folded, code, number, date, issued_at, book_id, updated_at, seq, workstation_id)
     VALUES (?, '${OURS}', 'issued', 0, 'Công văn', ?, 'Phạm Văn Mẫu', ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
  );
  const number = store.db.prepare(
    `INSERT INTO book_number (book_id, period, series, number, state, date, outgoing_id, at, seq) VALUES (?, '${YEAR}', '', ?, 'used', ?, ?, ?, ?)`,
  );
  const dispatch = store.db.prepare(
    `INSERT INTO dispatch (id, organ_id, kind, state, outgoing_id, document_id, business_type, priority, title, inline, sha256, size, queued_at, accepted_at, seq)
     VALUES (?, '${OURS}', 'document', 'accepted', ?, ?, 0, 0, '', x'', '', 1, ?, ?, ?)`,
  );
  const delivery = store.db.prepare(`INSERT INTO delivery (id, dispatch_id, organ_id, name, state, seq) VALUES (?, ?, ?, ?, 'sent', ?)`);
  for (let from = 0; from < OUTGOING; from += 2_000)
    store.tx(() => {
      for (let i = from; i < from + 2_000; i++) {
        const at = Date.UTC(2020, 0, 2) + i * 1_500_000;
        const date = new Date(at).toISOString().slice(0, 10);
        const id = store.newId();
        const to = [i % 50, (i + 7) % 50, (i + 19) % 50].map((n) => ({ organId: `H99.${n}`, name: `Sở Mẫu số ${n}` }));
        const subject = `Về việc triển khai nhiệm vụ số ${i}`;
        insert.run(id, subject, JSON.stringify(to), subject, `${i + 1}/UBND`, i + 1, date, at, book?.id ?? null, at, store.nextSeq());
        number.run(book?.id ?? '', i + 1, date, id, at, store.nextSeq());
        const dispatchId = store.newId();
        dispatch.run(dispatchId, id, `H99.242,${date},${i}`, at, at, store.nextSeq());
        for (const one of to) delivery.run(store.newId(), dispatchId, one.organId, one.name, store.nextSeq());
      }
    }, 'bench:outgoing');
}

/** A job is watched until it ends, as the page does it. */
async function job(session: Session, begun: unknown): Promise<void> {
  const { jobId } = (await begun) as { jobId: string };
  const look = HANDLERS['registers.job'] as (input: { jobId: string }, session: Session) => { file?: unknown; error?: { code: string } };
  for (;;) {
    const { file, error } = look({ jobId }, session);
    if (error) throw new Error(error.code);
    if (file) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function actsOf(store: Store, session: Session): readonly HeldAct[] {
  const call = (name: string, input: Readonly<Record<string, unknown>>): unknown => HANDLERS[name]?.(input as never, session);
  const bookId = listBooks(store).find(({ rule }) => rule.direction === 'incoming')?.id ?? '';
  const filter = { states: [], text: '' };
  const order = { by: 'day', descending: true };
  const columns = ['number', 'sender', 'code', 'subject', 'state'].map((key) => ({ key, title: key }));
  const waiting = store.db
    .prepare<[number], string>(`SELECT id FROM incoming WHERE state = 'arrived' ORDER BY seq LIMIT ?`)
    .pluck()
    .all(TICKED);
  const register = { form: 'incoming', bookId, period: YEAR };
  return [
    ['registers_books', () => call('registers.books', {})],
    ['registers_forms', () => call('registers.forms', {})],
    ['registers_closing_books', () => call('registers.closingBooks', {})],
    ['registers_closing', () => call('registers.closing', { bookId, period: YEAR })],
    ['registers_year', () => call('registers.year', { bookId, period: YEAR })],
    ['registers_lines_first', () => call('registers.lines', { ...register, offset: 0, limit: 100 })],
    ['registers_lines_last', () => call('registers.lines', { ...register, offset: 189_900, limit: 100 })],
    ['registers_lines_text', () => call('registers.lines', { ...register, text: 'ke hoach', offset: 0, limit: 100 })],
    ['tracking_lines', () => call('registers.lines', { ...register, form: 'tracking', offset: 0, limit: 100 })],
    ...(['pdf', 'xlsx', 'docx'] as const).map(
      (as) =>
        [
          `register_${as}_20k`,
          () =>
            job(
              session,
              call('registers.begin', {
                ...register,
                from: '2020-01-01',
                to: '2020-12-31',
                as,
                paper: 'A4',
                cover: true,
                bookId: listBooks(store).find(({ rule }) => rule.direction === 'outgoing')?.id,
                form: 'outgoing',
              }),
            ),
        ] as const,
    ),
    ['reports_table_agency', () => call('reports.table', { direction: 'incoming', by: 'agency', ...SPAN })],
    ['reports_table_day', () => call('reports.table', { direction: 'incoming', by: 'day', ...SPAN })],
    ['reports_table_outgoing_agency', () => call('reports.table', { direction: 'outgoing', by: 'agency', ...SPAN })],
    ['reports_behind', () => call('reports.behind', { direction: 'incoming', measure: 'total', ...SPAN, offset: 0, limit: 100 })],
    ['reports_behind_file', () => call('reports.behindFile', { direction: 'incoming', measure: 'total', ...SPAN })],
    ['reports_period', () => call('reports.period', { unit: 'year', ...SPAN })],
    ['reports_period_file', () => call('reports.periodFile', { unit: 'year', ...SPAN, as: 'pdf' })],
    ['reports_savings', () => call('reports.savings', SPAN)],
    ['lists_incoming', () => call('lists.incoming', { filter, order, offset: 100_000, limit: 100 })],
    ['lists_days', () => call('lists.days', { list: 'incoming', filter, descending: true })],
    ['lists_ids_20k', () => call('lists.ids', { list: 'incoming', filter, order, offset: 0, limit: 500 })],
    ['lists_counts', () => call('lists.counts', {})],
    ['lists_print', () => call('lists.print', { list: 'incoming', filter, order, columns })],
    ['lists_export', () => call('lists.export', { list: 'incoming', filter, order, columns })],
    ['many_plan', () => call('many.plan', { ids: waiting })],
    ['many_close_tried', () => call('many.close', { ids: waiting, note: '' })],
    ['search_choices', () => call('search.choices', {})],
    ['search_export_pdf', () => job(session, call('search.export', { text: 'ke hoach', filters: {}, as: 'pdf' }))],
    ['search_export_docx', () => job(session, call('search.export', { text: '', filters: {}, as: 'docx' }))],
    ['deadlines_list', () => call('deadlines.list', {})],
    ['urgent_list', () => call('urgent.list', {})],
    ['reminders_slow', () => call('reminders.slow', {})],
    ['destruction_candidates', () => call('destruction.candidates', { list: 'incoming', ...SPAN, text: '' })],
    ['destruction_candidates_text', () => call('destruction.candidates', { list: 'incoming', ...SPAN, text: 'khong co dau' })],
    ['province_list', () => call('province.list', { bookId, period: YEAR, all: false, limit: 500 })],
  ];
}

/** `--size`: the acts of the desk, those of the care of the store, or one act alone by its name; else all. */
function wanted(acts: readonly HeldAct[], care: readonly HeldAct[], size: string | undefined): readonly HeldAct[] {
  if (size === 'desk') return acts;
  if (size === 'care') return care;
  const all = [...acts, ...care];
  return size === undefined ? all : all.filter(([name]) => name.startsWith(size));
}
async function measure(options: BenchOptions, into: string): Promise<Record<string, Figure>> {
  const pair = await makePair(200_000, options.cache);
  if (pair === undefined) throw new Error('the store was not made');
  const dir = join(into, 'store');
  cpSync(pair.dir, dir, { recursive: true });
  const store = openStore({ dir, keys: { database: pair.key, names: pair.key }, clock: systemClock, disposable: true });
  try {
    // The store's sums of before know of no document sent: a plan by them would walk whole tables for each.
    store.db.exec('DELETE FROM sqlite_stat1; ANALYZE sqlite_schema');
    // Opened before the year, so that its gaps are looked for.
    store.tx(() => store.db.exec(`UPDATE book SET opened_on = '2019-01-01'`));
    // The care of the store reads none of them.
    if (options.size !== 'care') addOutgoing(store);
    const clerk = store.tx(() =>
      actorOf(createPerson(store, { name: `Lê Thị Ví Dụ ${Date.now()}`, roles: ['clerk', 'leader', 'administrator'] })),
    );
    const session = sessionOf(store, clerk);
    const care = options.size === 'desk' ? [] : await careActs({ store, session, dir, into, key: pair.key });
    // As a store is that has rested: what the filling left is not measured.
    while (mergePiece(store.db));
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    const figures: Record<string, Figure> = {};
    for (const [name, work] of wanted(actsOf(store, session), care, options.size)) {
      // Once for the pages in memory: the second is what a clerk meets all day.
      const cold = await held(work);
      const warm = cold.took > ONCE_MS ? cold : await held(work);
      const line = ({ held: piece, heldBusy, took }: Held): string => `${piece.toFixed(0)} (${heldBusy.toFixed(0)}) of ${took.toFixed(0)}`;
      process.stderr.write(`held: ${name} ${line(cold)} ms, then ${line(warm)}\n`);
      figures[`${name}_held_ms`] = { value: Math.max(cold.held, warm.held), unit: 'ms' };
      figures[`${name}_held_busy_ms`] = { value: Math.max(cold.heldBusy, warm.heldBusy), unit: 'ms' };
      figures[`${name}_ms`] = { value: Math.max(cold.took, warm.took), unit: 'ms' };
    }
    return figures;
  } finally {
    store.close();
  }
}

export const heldBench: Bench = {
  name: 'held',
  about: 'how long acts on 200,000 documents hold the core in one piece',
  async run(options = {}) {
    const into = mkdtempSync(join(tmpdir(), 'tram-bench-held-'));
    try {
      return { figures: await measure(options, into) };
    } finally {
      rmSync(into, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
