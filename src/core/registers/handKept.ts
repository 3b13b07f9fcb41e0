/**
 * Registers whose lines are entered: post, use of archived copies, and what another room keeps in the same way. A line
 * is never deleted: one that is wrong is struck, with who and why; what comes later (the return of a copy, the mark of
 * the post office) is filled in, and the audit says so.
 */
import type { FormColumn, RegisterEntry } from '../../contract/page/registers.ts';
import { Failure } from '../../domain/errors.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { type LegalDate, legalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { shownDate } from './bookLines.ts';
import type { LineQuery } from './forms.ts';

type Cells = Readonly<Record<string, string>>;
interface LineRecord {
  readonly id: string | null;
  readonly position: number;
  readonly date: string;
  readonly cells: string;
  readonly incoming_id: string | null;
  readonly outgoing_id: string | null;
  readonly struck_by: string | null;
  readonly struck_reason: string | null;
}
export interface NewLine {
  readonly organId: string;
  readonly date: LegalDate;
  /** By the columns' keys; dates `YYYY-MM-DD`. The column `date` is the line's own day. */
  readonly cells: Cells;
  readonly incomingId?: string;
  readonly outgoingId?: string;
}

/**
 * SQL of lines that another room holds already, read beside those entered here: `id` (NULL), `date`, `seq`, `cells`,
 * `incoming_id`, `outgoing_id`, `struck_by`, `struck_reason`, within `@organ`, `@from`, `@to`.
 */
export type OtherLines = string;

function read(store: Store, form: string, other: OtherLines | undefined, { organId, period, from, to, text }: LineQuery): LineRecord[] {
  const year = /^\d{4}$/.test(period);
  const own = `SELECT id, date, seq, cells, incoming_id, outgoing_id, struck_by, struck_reason FROM register_line
    WHERE organ_id = @organ AND form = @form AND date BETWEEN @from AND @to`;
  const rows = store.db
    .prepare(
      `SELECT *, row_number() OVER (ORDER BY date, seq) AS position FROM (${other === undefined ? own : `${own} UNION ALL ${other}`}) ORDER BY date, seq`,
    )
    .all({
      organ: organId,
      form,
      from: from ?? (year ? `${period}-01-01` : '0000-01-01'),
      to: to ?? (year ? `${period}-12-31` : '9999-12-31'),
    }) as LineRecord[];
  return text ? rows.filter((row) => foldVietnamese(row.cells).includes(text)) : rows;
}

export const keptCount = (store: Store, form: string, other: OtherLines | undefined, query: LineQuery): number =>
  read(store, form, other, query).length;

export function keptLines(
  store: Store,
  form: string,
  columns: readonly FormColumn[],
  other: OtherLines | undefined,
  query: LineQuery,
  offset: number,
  limit: number,
): RegisterEntry[] {
  return read(store, form, other, query)
    .slice(offset, limit < 0 ? undefined : offset + limit)
    .map((row) => {
      const cells = JSON.parse(row.cells) as Cells;
      const struck = row.struck_by === null ? '' : `Gạch bỏ: ${row.struck_reason ?? ''} (${row.struck_by})`;
      const shown = columns.map(({ key, kind }) => {
        if (key === 'date') return shownDate(row.date);
        const text = cells[key] ?? '';
        const words = kind === 'date' ? shownDate(text) : text;
        return key === 'note' && struck ? [struck, words].filter(Boolean).join('. ') : words;
      });
      return {
        number: row.position,
        state: row.struck_by === null ? 'used' : 'struck',
        columns: shown,
        ...(row.id === null ? {} : { lineId: row.id }),
        ...(row.incoming_id ? { documentId: row.incoming_id, at: 'incoming' } : {}),
        ...(row.outgoing_id ? { documentId: row.outgoing_id, at: 'outgoing' } : {}),
        ...(row.struck_reason ? { reason: row.struck_reason } : {}),
      };
    });
}

function check(store: Store, columns: readonly FormColumn[], date: LegalDate, cells: Cells): Cells {
  if (date > legalDateOf(store.now())) throw new Failure('registers.line_in_future');
  const known = new Map(columns.map((column) => [column.key, column]));
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(cells)) {
    const column = known.get(key);
    if (column === undefined || column.kind === undefined) throw new Failure('registers.no_such_column');
    if (key === 'date' || value === '') continue;
    if (column.kind === 'date' && !legalDate(value)) throw new Failure('registers.line_wrong', { column: column.heading });
    if (column.kind === 'number' && !/^\d{1,6}$/.test(value)) throw new Failure('registers.line_wrong', { column: column.heading });
    out[key] = value.slice(0, column.max ?? 500);
  }
  const missing = columns.find((column) => column.required && !out[column.key]);
  if (missing) throw new Failure('registers.line_wrong', { column: missing.heading });
  return out;
}

/**
 * A new line; inside the caller's transaction, so that the act it tells of and the line are there together.
 * @throws Failure `registers.line_wrong`, `registers.line_in_future`, `registers.no_such_column`
 */
export function addRegisterLine(store: Store, actor: Actor, form: { key: string; columns: readonly FormColumn[] }, line: NewLine): string {
  const cells = check(store, form.columns, line.date, line.cells);
  const id = store.newId();
  store.db
    .prepare(
      `INSERT INTO register_line (id, organ_id, form, date, cells, incoming_id, outgoing_id, at, by_name, person_id, seq)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, line.organId, form.key, line.date, JSON.stringify(cells), line.incomingId ?? null, line.outgoingId ?? null],
      ...[store.now(), actor.name, actor.personId ?? null, store.nextSeq()],
    );
  record(store, actor, 'register.line', id, form.key);
  return id;
}

const lineOf = (store: Store, id: string): { form: string; date: LegalDate; cells: Cells; struck: boolean } => {
  const row = store.db.prepare('SELECT form, date, cells, struck_at FROM register_line WHERE id = ?').get(id) as
    | { form: string; date: LegalDate; cells: string; struck_at: number | null }
    | undefined;
  if (row === undefined) throw new Failure('documents.not_found');
  return { form: row.form, date: row.date, cells: JSON.parse(row.cells) as Cells, struck: row.struck_at !== null };
};
/** The cells as they were typed, for a form to begin with. */
export const registerLine = (store: Store, id: string): { form: string; date: LegalDate; cells: Cells } => {
  const { struck: _, ...line } = lineOf(store, id);
  return line;
};

/** Fills in what was not known before, or corrects; inside the caller's transaction. @throws as `addRegisterLine`, and `registers.line_struck` */
export function changeRegisterLine(
  store: Store,
  actor: Actor,
  columns: readonly FormColumn[],
  id: string,
  date: LegalDate,
  cells: Cells,
): void {
  const before = lineOf(store, id);
  if (before.struck) throw new Failure('registers.line_struck');
  const now = check(store, columns, date, cells);
  store.db.prepare('UPDATE register_line SET date = ?, cells = ? WHERE id = ?').run(date, JSON.stringify(now), id);
  const changed = columns.filter(({ key }) => (key === 'date' ? before.date !== date : (before.cells[key] ?? '') !== (now[key] ?? '')));
  record(store, actor, 'register.line_change', id, changed.map(({ key }) => key).join(','));
}

/** The line stays, struck, with the reason. @throws Failure `registers.line_struck` */
export function strikeRegisterLine(store: Store, actor: Actor, id: string, reason: string): void {
  if (lineOf(store, id).struck) throw new Failure('registers.line_struck');
  store.db
    .prepare('UPDATE register_line SET struck_at = ?, struck_by = ?, struck_reason = ? WHERE id = ?')
    .run(store.now(), actor.name, reason, id);
  record(store, actor, 'register.line_strike', id, 'ok');
}
