/**
 * Before a transaction commits: what it changed of documents, field by field, with who did it. Triggers gather the
 * fields, so that no act can forget them; who acted is what the act itself wrote into the audit or the history.
 */
import type Database from 'better-sqlite3';
import type { RecordId } from '../../domain/ids.ts';
import { WORKSTATION } from '../context.ts';

type Db = Database.Database;
export type FieldValue = string | number | null;
interface Waiting {
  readonly list: 'incoming' | 'outgoing';
  readonly document_id: RecordId;
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
  /** The sequence before the change: the act's own rows come after it. */
  readonly after_seq: number;
}
interface Act {
  readonly at: number;
  readonly person_id: string | null;
  readonly name: string;
  readonly act: string;
  readonly id?: string;
}

interface Audited extends Act {
  readonly seq: number;
  readonly object: string;
}
/**
 * The last act on a document after its change, else the last act at all: looked up in what the transaction wrote, read once,
 * so that a transaction over thousands of documents takes no longer for each.
 */
function actsSince(acts: readonly Audited[]): (id: string, since: number) => Act | undefined {
  const last = acts.at(-1);
  const byObject = new Map(acts.map((act) => [act.object, act]));
  return (id, since) => {
    const own = byObject.get(id);
    if (own !== undefined && own.seq > since) return own;
    return last !== undefined && last.seq > since ? last : undefined;
  };
}

export interface Keeper {
  /** Only inside a transaction, at its end. */
  settle(): void;
}

/** Does nothing in a store of a test of earlier migrations. */
export function createKeeper(db: Db): Keeper {
  if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'change_waiting'`).get() === undefined) return { settle: () => undefined };
  const waiting = db.prepare<[], Waiting>('SELECT * FROM change_waiting ORDER BY rowid');
  const clear = db.prepare('DELETE FROM change_waiting');
  const next = db.prepare<[], number>('UPDATE sequence SET last = last + 1 WHERE id = 1 RETURNING last').pluck();
  const audited = db.prepare<[number], Audited>(
    'SELECT seq, object, at, person_id, person AS name, act FROM audit WHERE seq > ? ORDER BY seq',
  );
  const line = (list: string) =>
    db.prepare<[string, number], Act>(
      `SELECT at, person_id, by_name AS name, '' AS act, id FROM history WHERE ${list}_id = ? AND seq > ? ORDER BY seq DESC LIMIT 1`,
    );
  const lines = { incoming: line('incoming'), outgoing: line('outgoing') };
  const changedAt = {
    incoming: db.prepare<[string], number>('SELECT updated_at FROM incoming WHERE id = ?').pluck(),
    outgoing: db.prepare<[string], number>('SELECT updated_at FROM outgoing WHERE id = ?').pluck(),
  };
  const insert = db.prepare(
    'INSERT INTO document_change (seq, list, document_id, at, person_id, by_name, act, history_id, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    settle() {
      const rows = waiting.all();
      if (rows.length === 0) return;
      const actOf = actsSince(audited.all(rows[0]?.after_seq ?? 0));
      for (const [first, fields] of byDocument(rows)) {
        const { list, document_id: id, after_seq: since } = first;
        const act = actOf(id, since);
        const told = lines[list].get(id, since);
        const who = act ?? told;
        insert.run(
          next.get(),
          list,
          id,
          who?.at ?? changedAt[list].get(id) ?? 0,
          who?.person_id ?? null,
          who?.name ?? WORKSTATION.name,
          act?.act ?? '',
          told?.id ?? null,
          JSON.stringify(fields),
        );
      }
      clear.run();
    },
  };
}

type Gathered = [Waiting, Record<string, [FieldValue, FieldValue]>];
/** One row a document: a field changed twice is what it was first and what it is last; one changed back is none. */
function byDocument(rows: readonly Waiting[]): Gathered[] {
  const found = new Map<string, Gathered>();
  for (const row of rows) {
    const entry: Gathered = found.get(row.document_id) ?? [row, {}];
    entry[1][row.field] = [entry[1][row.field]?.[0] ?? (row.field in entry[1] ? null : row.before), row.after];
    found.set(row.document_id, entry);
  }
  return [...found.values()].flatMap(([first, fields]) => {
    const left = Object.fromEntries(Object.entries(fields).filter(([, [before, after]]) => before !== after));
    return Object.keys(left).length === 0 ? [] : [[first, left] as Gathered];
  });
}
