/**
 * Stores of many documents: one encrypted as the product has it, and the same pages decrypted as its twin. Made once
 * for a size and kept in the system's temporary folder.
 */
import { createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { createMachineKey } from '../../../src/core/accounts/index.ts';
import { record } from '../../../src/core/audit/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { WORKSTATION } from '../../../src/core/context.ts';
import { createKeeper } from '../../../src/core/history/index.ts';
import { bookFor, openDefaultBooks } from '../../../src/core/registers/index.ts';
import { createIndexer } from '../../../src/core/search/index.ts';
import { configure, migrate, takeLock } from '../../../src/core/store/database.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { MIGRATIONS } from '../../../src/core/store/migrations/index.ts';
import { leaveMerging, mergePiece } from '../../../src/core/store/resting.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { FileVault } from '../../../src/core/store/vault.ts';
import { recordId, uuidv7 } from '../../../src/domain/ids.ts';
import { foldVietnamese } from '../../../src/domain/secrecy.ts';
import { type TextSource, textSource } from './text.ts';

export const OURS = 'H99.242';
const KEY = createHash('sha256').update('bench').digest();
/** Raised when what is made here changes; later migrations are brought over. */
const SHAPE = 5;
const PER_TX = 2_000;
/** The newest ones are not registered yet: each run of the benchmark registers some. */
const arrivedOf = (documents: number): number => Math.min(10_000, documents / 5);
/** So many documents have a file in the vault; the others have their rows. */
const WITH_FILES = 1_000;

export interface Pair {
  readonly dir: string;
  readonly key: Buffer;
  readonly plainPath: string;
  readonly texts: TextSource;
  readonly documents: number;
}

/** The twin's store: the same acts on a database without a key. */
export function plainStore(path: string, like: Store): Store {
  const lock = takeLock(dirname(path));
  const db = new Database(path);
  configure(db);
  migrate(db, MIGRATIONS);
  const indexer = createIndexer(db);
  // As an opening does it; the files themselves are those of the store.
  new FileVault({ dir: dirname(path), db, names: KEY, now: () => Date.now() });
  const keeper = createKeeper(db);
  // What a migration since then left without its words.
  for (;;) {
    db.exec('BEGIN');
    const left = indexer.settle(5_000);
    db.exec('COMMIT');
    if (left === 0) break;
  }
  leaveMerging(db);
  const next = db.prepare<[], { last: number }>('UPDATE sequence SET last = last + 1 WHERE id = 1 RETURNING last');
  const setting = db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?');
  return {
    db,
    vault: like.vault,
    workstationId: like.workstationId,
    tx<T>(work: () => T): T {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        keeper.settle();
        indexer.settle();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    nextSeq: () => next.get()?.last ?? 0,
    newId: () => recordId(uuidv7(Date.now(), randomBytes(10))),
    now: () => Date.now(),
    setting: (key) => setting.get(key)?.value,
    setSetting: (key, value) => void db.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run(key, value),
    close() {
      db.close();
      lock.release();
    },
  };
}

const rootOf = (documents: number, cache = join(tmpdir(), 'tram-bench')): string => join(cache, `store-${documents}-${SHAPE}`);

/** Forgets a pair, so that it is made anew. */
export const forgetPair = (documents: number, cache?: string): void => rmSync(rootOf(documents, cache), { recursive: true, force: true });

/**
 * The pair of a size, made where there is none. A making that was broken off, or that has had its time, goes on from
 * where it stopped.
 * @returns undefined when the time was not enough
 */
export async function makePair(documents: number, cache?: string, seconds = Number.POSITIVE_INFINITY): Promise<Pair | undefined> {
  const root = rootOf(documents, cache);
  const pair = { dir: join(root, 'store'), key: KEY, plainPath: join(root, 'plain.db'), texts: textSource(7), documents };
  if (existsSync(join(root, 'whole'))) return pair;
  mkdirSync(root, { recursive: true });
  const create = !existsSync(join(pair.dir, 'store.db'));
  const store = openStore({ dir: pair.dir, keys: { database: KEY, names: KEY }, clock: systemClock, create, disposable: true });
  const filled = await fill(store, textSource(7), documents, performance.now() + seconds * 1000);
  store.close();
  if (!filled) return undefined;
  decrypt(pair);
  writeFileSync(join(root, 'whole'), '');
  return pair;
}

/** @returns false when the time ended before all were there */
async function fill(store: Store, texts: TextSource, documents: number, until: number): Promise<boolean> {
  const held = store.db.prepare<[], number>('SELECT count(*) FROM incoming').pluck().get() ?? 0;
  for (let i = 0; i < held; i++) texts.next();
  if (held === 0) begin(store);
  await fillFrom(store, texts, held, documents, until);
  if ((store.db.prepare<[], number>('SELECT count(*) FROM incoming').pluck().get() ?? 0) < documents) return false;
  // As a store is that has rested.
  while (mergePiece(store.db));
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.db.exec('ANALYZE');
  return true;
}

function begin(store: Store): void {
  store.tx(() => {
    store.db.prepare(`INSERT INTO organ (organ_id, name, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND')`).run(OURS);
    createMachineKey(store);
    openDefaultBooks(store, OURS, 'UBND');
  });
}

/** Documents `held` to `documents` of OURS, as they stand after years of work; needs a book of arrivals. Stops at `until` (performance.now). */
export async function fillFrom(store: Store, texts: TextSource, held: number, documents: number, until: number): Promise<void> {
  const book = bookFor(store, OURS, 'incoming', 'Công văn');
  const insert = store.db.prepare(
    `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_organ_id, sender_name, document_id, number, notation, date, type_name, subject,
       content, signer, message, folded, arrived_at, arrival_number, arrival_date, book_id, updated_at, seq, workstation_id)
     VALUES (?, '${OURS}', ?, 'axis', 0, 'H99.01', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const number = store.db.prepare(
    `INSERT INTO book_number (book_id, period, series, number, state, date, incoming_id, at, seq) VALUES (?, ?, '', ?, 'used', ?, ?, ?, ?)`,
  );
  const history = store.db.prepare(`INSERT INTO history (id, incoming_id, at, by_name, act, seq) VALUES (?, ?, ?, 'Lê Thị Ví Dụ', ?, ?)`);
  const dispatch = store.db.prepare(
    `INSERT INTO dispatch (id, organ_id, kind, state, incoming_id, document_id, status_code, priority, title, inline, sha256, size, queued_at, accepted_at, seq)
     VALUES (?, '${OURS}', 'status', 'accepted', ?, ?, ?, 0, ?, ?, '', 700, ?, ?, ?)`,
  );
  const file = store.db.prepare(
    `INSERT INTO file (id, incoming_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, ?, 'pdf', 2, ?, ?, ?)`,
  );
  const status = Buffer.alloc(700, 'x');
  const message = JSON.stringify({ kind: 'document', padding: 'y'.repeat(900) });
  for (let from = held; from < documents && performance.now() < until; from += PER_TX) {
    const blobs =
      from < WITH_FILES ? await Promise.all(Array.from({ length: WITH_FILES }, () => store.vault.put(randomBytes(40_000)))) : [];
    store.tx(() => {
      for (const blob of blobs) store.vault.record(blob);
      for (let i = from; i < Math.min(documents, from + PER_TX); i++) {
        const text = texts.next();
        const id = store.newId();
        const at = Date.UTC(2020, 0, 1) + i * 60_000;
        const date = new Date(at).toISOString().slice(0, 10);
        const registered = i < documents - arrivedOf(documents);
        const states = ['registered', 'assigned', 'in_progress', 'finished', 'finished', 'finished'];
        insert.run(
          id,
          registered ? states[i % 6] : 'arrived',
          text.sender,
          `H99.01,${date},${i}/VP`,
          // No number twice among those still to be registered: a person would be asked about a double.
          registered ? text.number : String(100_000 + i),
          text.notation,
          date,
          text.kind,
          text.subject,
          text.subject,
          text.signer,
          message,
          foldVietnamese(text.subject),
          at,
          registered ? i + 1 : null,
          registered ? date : null,
          registered ? book.id : null,
          at,
          store.nextSeq(),
          store.workstationId,
        );
        const blob = blobs[i];
        if (blob) file.run(store.newId(), id, `van-ban-${i}.pdf`, blob.id, at, store.nextSeq());
        for (const act of registered ? ['incoming.arrived', 'incoming.register'] : ['incoming.arrived']) {
          history.run(store.newId(), id, at, act, store.nextSeq());
          dispatch.run(
            store.newId(),
            id,
            `H99.01,${date},${i}/VP`,
            act.endsWith('register') ? '03' : '01',
            text.subject.slice(0, 60),
            status,
            at,
            at,
            store.nextSeq(),
          );
        }
        if (registered) number.run(book.id, '2020', i + 1, '2020-12-31', id, at, store.nextSeq());
        record(store, WORKSTATION, 'incoming.arrive', id);
      }
    }, 'bench:fill');
  }
}

const PAGE = 4096;
/** At the end of each page: IV (16) and HMAC-SHA-512 (64). */
const RESERVED = 80;
const PAGES_AT_ONCE = 256;

/**
 * The encrypted database's copy with its key taken away, page for page (SQLCipher 4 under a raw key: AES-256-CBC). By hand,
 * because the driver's own way keeps all pages in memory.
 */
function decrypt(pair: Pair): void {
  const from = openSync(join(pair.dir, 'store.db'), 'r');
  const to = openSync(pair.plainPath, 'w');
  const block = Buffer.alloc(PAGE * PAGES_AT_ONCE);
  for (let at = 0; ; ) {
    const length = readSync(from, block, 0, block.byteLength, at);
    for (let page = 0; page < length; page += PAGE) {
      const bytes = block.subarray(page, page + PAGE);
      const begin = at + page === 0 ? 16 : 0;
      const decipher = createDecipheriv('aes-256-cbc', pair.key, bytes.subarray(PAGE - RESERVED, PAGE - RESERVED + 16));
      const plain = decipher.setAutoPadding(false).update(bytes.subarray(begin, PAGE - RESERVED));
      if (begin > 0) bytes.write('SQLite format 3\0', 'latin1');
      plain.copy(bytes, begin);
    }
    if (length === 0) break;
    writeSync(to, block, 0, length);
    at += length;
  }
  closeSync(from);
  fsyncSync(to);
  closeSync(to);
}
