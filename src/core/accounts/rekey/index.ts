/**
 * Another data key for a whole store: database and vault copied under it, every way in led to it without anyone's
 * secret, the copy proved by one of them, and then the switch. For when someone who left, or a lost envelope, may know
 * the old key. Until the switch nothing of the old store is touched: cancelling or ending at any point costs nothing.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../../domain/errors.ts';
import type { Clock } from '../../clock.ts';
import { keyCheck } from '../../store/database.ts';
import { replaceFile } from '../../store/disk.ts';
import { DATA_KEY_BYTES, deriveKeys, openStore, type Store, zeroKeys } from '../../store/index.ts';
import { type KeyFile, type KeyPairWrapping, readKeyFile, writeKeyFile } from '../key-file.ts';
import { type OpenProfile, type OpenProfileOptions, openProfile } from '../profile.ts';
import { rewrap, wrappingHolds } from '../wrapping.ts';
import type { RekeyOrder } from './rekey-worker.ts';
import { copyFolder, finishSwitch, markSwitch, sweepCopy } from './switch.ts';
import { copyVault } from './vault.ts';

export { forgetFormer, settleRekey } from './switch.ts';

/** How the person who does it comes in: tried before anything is copied, and again on the finished copy. */
export type Proof = Omit<OpenProfileOptions, 'dir' | 'clock' | 'mode'>;

export interface RekeyOptions {
  readonly profile: OpenProfile;
  readonly clock: Clock;
  readonly proof: Proof;
  /** Whether the ways of this person go on; those of people who ended do not. */
  keeps(personId: string): boolean;
  /** Last words in the copy: the audit. Inside a transaction of its own. */
  note(copy: Store, carried: number): void;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
  onPoint?(name: string): void;
}

/** In a built program the worker is a file of its own beside the core. */
function workerPath(): string {
  if (import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('rekey-worker.ts', import.meta.url));
  const beside = fileURLToPath(new URL('rekey-worker.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../rekey-worker.js', import.meta.url));
}
function copyDatabase(order: RekeyOrder, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    // The thread wipes its own copy of the keys.
    const worker = new Worker(workerPath(), {
      workerData: { ...order, oldKey: new Uint8Array(order.oldKey), newKey: new Uint8Array(order.newKey) },
    });
    const cancel = (): void => void worker.terminate();
    signal?.addEventListener('abort', cancel, { once: true });
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(signal?.aborted ? new Failure('accounts.rekey_cancelled') : new Failure('accounts.rekey_copy_failed', { code })),
    );
  });
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
function checkRoom(dir: string, needed: number): void {
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < needed) throw new Failure('accounts.rekey_no_room', { megabytes: Math.ceil(needed / 1e6) });
}

/** The ways that go on, each confirmed. @throws Failure `accounts.rekey_ways_old`, `accounts.keys_damaged` */
function waysToKeep(file: KeyFile, dataKey: Uint8Array, keeps: (personId: string) => boolean): KeyPairWrapping[] {
  const kept = file.ways.filter((w) => w.personId === undefined || keeps(w.personId));
  const ways = kept.filter((w): w is KeyPairWrapping => w.version === 2);
  if (ways.length < kept.length) throw new Failure('accounts.rekey_ways_old', { count: kept.length - ways.length });
  if (ways.some((w) => !wrappingHolds(w, file, dataKey))) throw new Failure('accounts.keys_damaged');
  return ways;
}

/**
 * Makes the copy and switches to it. The store of the profile must be closed by everyone else; afterwards the profile
 * that was handed in opens nothing any more and the returned one does.
 * @throws Failure `accounts.rekey_cancelled`, `accounts.rekey_no_room`, `accounts.rekey_ways_old`, `accounts.rekey_not_proved`,
 *   and what opening by the proof throws
 */
export async function rekeyProfile(options: RekeyOptions): Promise<OpenProfile> {
  const { profile, clock, proof } = options;
  const { dir, mode, workstationId } = profile;
  const onPoint = options.onPoint ?? (() => undefined);
  const known = await openProfile({ ...proof, dir, clock, mode });
  const newDataKey = new Uint8Array(randomBytes(DATA_KEY_BYTES));
  const keys = deriveKeys(newDataKey);
  let store: Store | undefined;
  try {
    const ways = waysToKeep(readKeyFile(dir), known.dataKey, options.keeps);
    sweepCopy(dir);
    store = openStore({ dir, keys: known.keys, clock, workstationId });
    await makeCopy(options, store, known, keys, onPoint);
    store.close();
    // Written last: without it the copy is no profile.
    const file = readKeyFile(dir);
    const belonging = { mode, workstationId };
    writeKeyFile(copyFolder(dir), { ...file, ways: ways.map((w) => rewrap(w, belonging, newDataKey)) });
    const opened = await openProfile({ ...proof, dir: copyFolder(dir), clock, mode }).catch(() => undefined);
    if (opened === undefined || !Buffer.from(opened.dataKey).equals(newDataKey)) throw new Failure('accounts.rekey_not_proved');
    if (options.signal?.aborted) throw new Failure('accounts.rekey_cancelled');
    onPoint('rekey:before-switch');
    markSwitch(dir, clock.now());
    onPoint('rekey:marked');
    finishSwitch(dir, onPoint);
    onPoint('rekey:done');
    return { ...opened, dir };
  } catch (error) {
    store?.close();
    // After the mark the copy is the store, and the next start goes on.
    if (!existsSync(join(dir, 'rekey.json'))) sweepCopy(dir);
    throw error;
  } finally {
    known.close();
    newDataKey.fill(0);
    zeroKeys(keys);
  }
}

async function makeCopy(
  { clock, signal, onProgress, note, profile }: RekeyOptions,
  store: Store,
  known: OpenProfile,
  keys: ReturnType<typeof deriveKeys>,
  onPoint: (name: string) => void,
): Promise<void> {
  const { dir } = profile;
  const to = copyFolder(dir);
  const database = sizeOf(join(dir, 'store.db')) + sizeOf(join(dir, 'store.db-wal'));
  const files = store.db.prepare<[], number | null>('SELECT sum(size) FROM blob').pluck().get() ?? 0;
  checkRoom(dir, (database * 2 + files) * 1.05 + 16e6);
  const check = (): void => {
    if (signal?.aborted) throw new Failure('accounts.rekey_cancelled');
  };
  // The database is read and written twice.
  const total = database * 2 + files;
  let done = 0;
  const onBytes = (bytes: number): void => {
    done += bytes;
    onProgress?.(done, total);
  };
  onProgress?.(0, total);
  check();
  await copyDatabase({ from: dir, to, oldKey: known.keys.database, newKey: keys.database }, signal);
  replaceFile(join(to, 'store.check'), keyCheck(keys.database));
  onBytes(database * 2);
  onPoint('rekey:database');
  const copy = openStore({ dir: to, keys, clock, workstationId: profile.workstationId });
  try {
    const carried = await copyVault({ from: store, to: copy, fromDir: dir, toDir: to, check, onBytes, onPoint });
    check();
    sameCounts(store, copy);
    copy.tx(() => note(copy, carried), 'rekey:note');
  } finally {
    copy.close();
  }
  syncAll(to);
}

/** Nothing was lost on the way. @throws Failure `accounts.rekey_copy_failed` */
function sameCounts(a: Store, b: Store): void {
  const tables = a.db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
    .pluck()
    .all();
  const count = (store: Store, table: string): unknown => store.db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
  for (const table of tables) {
    // The search's own tables are shaped by how they were filled; nothing waits to be removed in the copy.
    if (table.includes('_search') || table === 'blob_gone') continue;
    if (count(a, table) !== count(b, table)) throw new Failure('accounts.rekey_copy_failed', { code: table });
  }
}

function syncAll(dir: string): void {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    if (!statSync(path).isFile()) continue;
    const fd = openSync(path, 'r+');
    fsyncSync(fd);
    closeSync(fd);
  }
}
