/** Statements that are asked many times a second, prepared once for each open database. */
import type Database from 'better-sqlite3';

const prepared = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** The statement of this text; callers of one text use it in one way (`pluck` stays with a statement). */
export function statement(db: Database.Database, sql: string): Database.Statement {
  const ofDatabase = prepared.get(db) ?? new Map<string, Database.Statement>();
  prepared.set(db, ofDatabase);
  const found = ofDatabase.get(sql) ?? db.prepare(sql);
  ofDatabase.set(sql, found);
  return found;
}
