/**
 * The work of a backup, in a thread of its own and at a low priority, so that the desk goes on: `VACUUM INTO` reads one
 * consistent state of the database and writes it encrypted under the same key (the driver's `backup()` refuses
 * encrypted databases); the copy is opened again and read page by page through its seals; then the vault files that
 * are not there yet are copied and read back. Also: proving a backup that lies there, every file through its seals;
 * removing backups that are not kept any more; and asking a database what takes long to count.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import type { KeepRule } from '../../../domain/backups.ts';
import { Failure } from '../../../domain/errors.ts';
import { openDatabase, storeFailure } from '../database.ts';
import { diskFailure } from '../disk.ts';
import { copyWhole, hashFile } from './copy.ts';
import { fileHolds, type HeldFile, heldFiles, namesFile, openBackupDatabase, placeOf } from './held.ts';
import { rotate } from './rotate.ts';

interface Shared {
  readonly key: Uint8Array;
  /** One Int32: not 0 = stop. */
  readonly stop: SharedArrayBuffer;
}
export type WorkerOrder = Shared &
  (
    | {
        readonly kind: 'copy';
        /** Profile folder. */
        readonly from: string;
        /** Path of the database's copy; named like the database in a folder of its own. */
        readonly to: string;
        /** Folder of the backup's vault; absent = the database alone. */
        readonly vault?: string;
        /** Where the names of its files are written, a line each. */
        readonly list?: string;
        /** Which part of the files that are there already is compared again: `share` of `of`. */
        readonly recheck: { readonly share: number; readonly of: number };
      }
    | { readonly kind: 'prove'; readonly database: string; readonly vault: string }
    /** Which backups of a place go, and what only they named. */
    | { readonly kind: 'rotate'; readonly root: string; readonly keep: KeepRule }
    /** Statements that only read, each without parameters. */
    | { readonly kind: 'ask'; readonly database: string; readonly queries: readonly string[] }
  );
export interface Copied {
  readonly schema: number;
  readonly seq: number;
  /** Vault files that the copy's rows name, each once. */
  readonly files: number;
  /** Of the list of their names. */
  readonly filesSha256: string;
  readonly databaseBytes: number;
  readonly databaseSha256: string;
  readonly newFiles: number;
  readonly newBytes: number;
  /** Files here that do not hold any more, while the backup has a whole one. */
  readonly damagedHere: readonly string[];
}
export interface Proved {
  readonly files: number;
  readonly bytes: number;
  /** Missing or not what they were; the first hundred. */
  readonly damaged: readonly string[];
}
export type Asked = readonly (readonly Readonly<Record<string, string | number | null>>[])[];
export type WorkerMessage =
  | { readonly progress: readonly [done: number, total: number] }
  | { readonly copied: Copied }
  | { readonly proved: Proved }
  | { readonly asked: Asked }
  | { readonly rotated: true }
  | { readonly failed: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> } | { readonly text: string } };

const order = workerData as WorkerOrder;
const stopped = new Int32Array(order.stop);
const checkStop = (): void => {
  if (Atomics.load(stopped, 0) !== 0) throw new Failure('backup.cancelled');
};
const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);
/** Hundreds of thousands of files, told one by one, would be all that the core hears for a while. */
const TELL_EVERY_MS = 100;
let told = Number.NEGATIVE_INFINITY;
function progress(done: number, total: number): void {
  if (performance.now() - told < TELL_EVERY_MS && done < total) return;
  told = performance.now();
  tell({ progress: [done, total] });
}

type CopyOrder = Extract<WorkerOrder, { kind: 'copy' }>;

function copyDatabase({ from, to, key }: CopyOrder): void {
  const db = openDatabase(from, key, false);
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
  const fd = openSync(to, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

/** One file again, with nothing beside it, that can be read where nothing may be written. */
function settle({ to, key }: CopyOrder): void {
  const db = openDatabase(dirname(to), key, false);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}
function checkPages(db: Database.Database): void {
  const words = (db.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check;
  if (words !== 'ok') throw new Error(`the copy does not hold: ${words}`);
}

async function copy(o: CopyOrder): Promise<Copied> {
  copyDatabase(o);
  checkStop();
  settle(o);
  const db = openBackupDatabase(o.to, o.key);
  try {
    checkPages(db);
    const files = heldFiles(db);
    const vault = o.vault === undefined ? { newFiles: 0, newBytes: 0, damagedHere: [] } : await copyVault(o, o.vault, files);
    const database = await hashFile(o.to);
    const list = files.map((file) => `${file.name}\n`).join('');
    if (o.list !== undefined) await writeFile(o.list, list, { mode: 0o600, flush: true });
    return {
      schema: Number(db.pragma('user_version', { simple: true })),
      seq: db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0,
      files: files.length,
      filesSha256: createHash('sha256').update(list).digest('hex'),
      databaseBytes: database.bytes,
      databaseSha256: database.sha256,
      ...vault,
    };
  } finally {
    db.close();
  }
}

async function copyVault(
  o: CopyOrder,
  vault: string,
  files: readonly HeldFile[],
): Promise<Pick<Copied, 'newFiles' | 'newBytes' | 'damagedHere'>> {
  let newFiles = 0;
  let newBytes = 0;
  const damagedHere: string[] = [];
  for (const [i, file] of files.entries()) {
    checkStop();
    const from = join(o.from, 'vault', placeOf(file.name));
    const to = join(vault, placeOf(file.name));
    if (i % o.recheck.of === o.recheck.share ? !(await same(from, to)) : !sameSize(from, to)) {
      // What the backup has is not given up for something worse.
      if (existsSync(to) && !(await fileHolds(from, file))) damagedHere.push(file.name);
      else {
        const bytes = await copyOne(o, from, to, file.name);
        newBytes += bytes ?? 0;
        newFiles += bytes === undefined ? 0 : 1;
      }
    }
    progress(i + 1, files.length);
  }
  return { newFiles, newBytes, damagedHere: damagedHere.slice(0, 100) };
}

/** undefined: destroyed meanwhile (a state secret, a decision): the copy of the database may name it, nobody else does. */
async function copyOne(o: CopyOrder, from: string, to: string, name: string): Promise<number | undefined> {
  try {
    return (await copyWhole(from, to)).bytes;
  } catch (error) {
    if (existsSync(from) || stillNamed(o, name)) throw error;
    await rm(to, { force: true });
    return undefined;
  }
}
function stillNamed({ from, key }: CopyOrder, name: string): boolean {
  const db = openDatabase(from, key, false);
  try {
    return namesFile(db, name);
  } finally {
    db.close();
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
const sameSize = (a: string, b: string): boolean => sizeOf(b) !== undefined && sizeOf(a) === sizeOf(b);
async function same(a: string, b: string): Promise<boolean> {
  return sameSize(a, b) && (await hashFile(a)).sha256 === (await hashFile(b)).sha256;
}

async function prove({ database, vault, key }: Extract<WorkerOrder, { kind: 'prove' }>): Promise<Proved> {
  const db = openBackupDatabase(database, key);
  try {
    checkPages(db);
    const files = heldFiles(db);
    const damaged: string[] = [];
    let bytes = 0;
    for (const [i, file] of files.entries()) {
      checkStop();
      if (!(await fileHolds(join(vault, placeOf(file.name)), file))) damaged.push(file.name);
      bytes += file.size;
      progress(i + 1, files.length);
    }
    return { files: files.length, bytes, damaged: damaged.slice(0, 100) };
  } finally {
    db.close();
  }
}

function ask({ database, key, queries }: Extract<WorkerOrder, { kind: 'ask' }>): Asked {
  const db = openBackupDatabase(database, key);
  try {
    return queries.map((sql) => {
      checkStop();
      const statement = db.prepare<[], Asked[number][number]>(sql);
      if (!statement.readonly) throw new TypeError('only what reads is asked');
      return statement.all();
    });
  } finally {
    db.close();
  }
}

async function answer(): Promise<WorkerMessage> {
  switch (order.kind) {
    case 'copy':
      return { copied: await copy(order) };
    case 'prove':
      return { proved: await prove(order) };
    case 'ask':
      return { asked: ask(order) };
    case 'rotate':
      await rotate(order.root, order.keep);
      return { rotated: true };
  }
}

// Linux counts the priority of each thread; elsewhere it would slow the whole workstation.
if (process.platform === 'linux') setPriority(10);
try {
  tell(await answer());
} catch (thrown) {
  const error = diskFailure(storeFailure(thrown));
  tell({ failed: error instanceof Failure ? error.error : { text: String(error) } });
} finally {
  order.key.fill(0);
}
