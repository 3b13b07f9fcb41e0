/**
 * Compiled statements kept for the next time. Rooms prepare where they use, which reads well; but compiling one costs as
 * much as running it, and a driver's statement holds memory outside the heap that waits for the garbage collector. So
 * `prepare` here gives a light object that borrows a compiled statement for each call and gives it back.
 */
import type Database from 'better-sqlite3';

type Db = Database.Database;
type Native = Database.Statement<unknown[], unknown>;
type Mode = 'rows' | 'pluck' | 'raw' | 'expand';
interface Compiled {
  readonly statement: Native;
  mode: Mode;
}
/** Different texts kept; the one not used for longest goes first. */
const TEXTS = 600;
/** Of one text at once: more only where one is used while another of the same text is being walked. */
const EACH = 4;

class Pool {
  readonly #compile: (sql: string) => Native;
  readonly #idle = new Map<string, Compiled[]>();
  constructor(compile: (sql: string) => Native) {
    this.#compile = compile;
  }
  take(sql: string): Compiled {
    return this.#idle.get(sql)?.pop() ?? { statement: this.#compile(sql), mode: 'rows' };
  }
  give(sql: string, compiled: Compiled): void {
    const idle = this.#idle.get(sql) ?? [];
    if (idle.length < EACH) idle.push(compiled);
    // Last in the order of use.
    this.#idle.delete(sql);
    this.#idle.set(sql, idle);
    for (const oldest of this.#idle.keys()) {
      if (this.#idle.size <= TEXTS) break;
      this.#idle.delete(oldest);
    }
  }
}

function setMode(compiled: Compiled, mode: Mode): void {
  if (compiled.mode === mode) return;
  const { statement } = compiled;
  if (mode === 'rows') {
    if (compiled.mode === 'pluck') statement.pluck(false);
    else if (compiled.mode === 'raw') statement.raw(false);
    else statement.expand(false);
  } else statement[mode](true);
  compiled.mode = mode;
}

/** What of the driver's statement the rooms use, on a borrowed one. */
class Borrowing {
  readonly source: string;
  readonly reader: boolean;
  readonly readonly: boolean;
  readonly database: Db;
  readonly #pool: Pool;
  #mode: Mode = 'rows';
  constructor(db: Db, pool: Pool, sql: string) {
    this.#pool = pool;
    // A mistake in the text shows here, as with the driver.
    const compiled = pool.take(sql);
    this.source = sql;
    this.reader = compiled.statement.reader;
    this.readonly = compiled.statement.readonly;
    this.database = db;
    pool.give(sql, compiled);
  }
  #with<T>(work: (statement: Native) => T): T {
    const compiled = this.#pool.take(this.source);
    setMode(compiled, this.#mode);
    try {
      return work(compiled.statement);
    } finally {
      this.#pool.give(this.source, compiled);
    }
  }
  run(...values: unknown[]): Database.RunResult {
    return this.#with((statement) => statement.run(...values));
  }
  get(...values: unknown[]): unknown {
    return this.#with((statement) => statement.get(...values));
  }
  all(...values: unknown[]): unknown[] {
    return this.#with((statement) => statement.all(...values));
  }
  *iterate(...values: unknown[]): IterableIterator<unknown> {
    const compiled = this.#pool.take(this.source);
    setMode(compiled, this.#mode);
    try {
      yield* statementRows(compiled.statement, values);
    } finally {
      this.#pool.give(this.source, compiled);
    }
  }
  columns(): Database.ColumnDefinition[] {
    return this.#with((statement) => statement.columns());
  }
  pluck(on = true): this {
    return this.#as('pluck', on);
  }
  raw(on = true): this {
    return this.#as('raw', on);
  }
  expand(on = true): this {
    return this.#as('expand', on);
  }
  #as(mode: Mode, on: boolean): this {
    if (!this.reader) throw new TypeError('this statement gives no rows');
    if (on) this.#mode = mode;
    else if (this.#mode === mode) this.#mode = 'rows';
    return this;
  }
}
const statementRows = (statement: Native, values: unknown[]): IterableIterator<unknown> => statement.iterate(...values);

/** From here on `db.prepare` gives statements of this kind. */
export function keepStatements(db: Db): void {
  const compile = db.prepare.bind(db) as (sql: string) => Native;
  const pool = new Pool(compile);
  Object.defineProperty(db, 'prepare', { value: (sql: string) => new Borrowing(db, pool, sql) });
}
