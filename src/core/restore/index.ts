/**
 * Restoring, as a person does it: looks where backups lie, opens one by a way in, sees what it holds, and puts it in the
 * store's place or takes single files out of it. Promise: a backup that does not hold is refused before anything is
 * touched, what was here is set aside and never deleted, and the backup itself is only read.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { BackupFound, BackupOpened, RestoreState } from '../../contract/page/restore.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import type { Mode } from '../../domain/profile.ts';
import { type OpenProfile, type OsKeyStore, openProfile, waysOf } from '../accounts/index.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';
import {
  BACKUP_FILES,
  checkBackup,
  findBackups,
  type Manifest,
  openBackupDatabase,
  readManifest,
  stageBackup,
  switchIn,
} from '../store/backup/index.ts';
import { MIGRATIONS } from '../store/migrations/index.ts';

export interface RestoreParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of a mode's profile. */
  dirOf(mode: Mode): string;
  osKeyStore(): Promise<OsKeyStore>;
  /** The profile that is open. */
  current(): Pick<OpenProfile, 'mode' | 'workstationId' | 'keys'> | undefined;
  /** Closes the store of this mode where it is open, then does the work. */
  closeThen<T>(mode: Mode, work: () => T): Promise<T>;
}
interface Found {
  readonly generation: string;
  readonly manifest?: Manifest;
  readonly shown: BackupFound;
}
export interface OpenBackup {
  readonly generation: string;
  readonly manifest: Manifest;
  readonly keys: OpenProfile['keys'];
  readonly db: Database.Database;
}

/** The newest that are shown. */
const MOST_SHOWN = 100;
const NEWEST_SCHEMA = MIGRATIONS.at(-1)?.version ?? 0;

export class RestoreDesk {
  readonly #parts: RestoreParts;
  #found: readonly Found[] = [];
  #open: (OpenBackup & { close(): void }) | undefined;
  #state: RestoreState = { phase: 'idle' };
  #stop: AbortController | undefined;
  #keysDir: string | undefined;
  constructor(parts: RestoreParts) {
    this.#parts = parts;
  }

  /** What lies there, newest first. */
  look(folders: readonly string[]): BackupFound[] {
    this.close();
    const all = [...new Set(folders.flatMap(findBackups))].slice(-MOST_SHOWN).reverse();
    this.#found = all.map((generation, i) => this.#describe(generation, String(i)));
    return this.#found.map((found) => found.shown).sort((a, b) => b.createdAt - a.createdAt);
  }
  #describe(generation: string, key: string): Found {
    const empty = { key, createdAt: 0, mode: 'real', reason: 'daily', files: 0, databaseBytes: 0, waysIn: [], ours: false } as const;
    try {
      const manifest = readManifest(generation);
      const { createdAt, mode, files, databaseBytes, reason = 'daily', workstationId } = manifest;
      const shown = { key, createdAt, mode, reason, files, databaseBytes, ours: this.#parts.current()?.workstationId === workstationId };
      const problem = problemOf(generation, manifest);
      const waysIn = problem ? [] : [...new Set(waysOf(generation).map((way) => way.way))];
      return { generation, manifest, shown: { ...shown, waysIn, ...(problem ? { problem } : {}) } };
    } catch (error) {
      return { generation, shown: { ...empty, problem: error instanceof Failure ? error.error : { code: 'backup.manifest_damaged' } } };
    }
  }

  /**
   * Opens a backup for reading; the wrong tries are counted here and not in the backup.
   * @throws Failure `restore.not_found`, and as `openProfile`, `checkBackup` and `openBackupDatabase`
   */
  async open(key: string, way: 'here' | 'os' | 'passphrase' | 'recovery', secret: string): Promise<BackupOpened> {
    const found = this.#found.find((one) => one.shown.key === key);
    if (!found?.manifest || found.shown.problem) throw new Failure('restore.not_found');
    const { generation, manifest } = found;
    this.#shut();
    const opened = way === 'here' ? this.#ownKeys(manifest) : await this.#byWay(generation, manifest.mode, way, secret);
    try {
      await checkBackup(generation, opened.keys).catch((error: unknown) => {
        // Said again, with the choice, when a restore begins.
        if (!(error instanceof Failure) || error.error.code !== 'backup.files_missing') throw error;
      });
      const db = openBackupDatabase(join(generation, BACKUP_FILES.database), opened.keys.database);
      this.#open = {
        generation,
        manifest,
        keys: opened.keys,
        db,
        close() {
          db.close();
          opened.close();
        },
      };
      return this.#facts(manifest, db);
    } catch (error) {
      opened.close();
      throw error;
    }
  }
  #ownKeys(manifest: Manifest): { keys: OpenProfile['keys']; close(): void } {
    const current = this.#parts.current();
    if (current?.workstationId !== manifest.workstationId) throw new Failure('restore.not_found');
    return { keys: current.keys, close: () => undefined };
  }
  async #byWay(generation: string, mode: Mode, way: 'os' | 'passphrase' | 'recovery', secret: string): Promise<OpenProfile> {
    this.#keysDir ??= mkdtempSync(join(tmpdir(), 'tram-restore-'));
    const dir = join(this.#keysDir, this.#found.find((one) => one.generation === generation)?.shown.key ?? '0');
    for (const file of [BACKUP_FILES.keys, BACKUP_FILES.keysAgain]) {
      if (existsSync(join(generation, file)) && !existsSync(join(dir, file))) cpSync(join(generation, file), join(dir, file));
    }
    const osKeyStore = way === 'os' ? await this.#parts.osKeyStore() : undefined;
    return openProfile({ dir, mode, way, secret, clock: this.#parts.clock, ...(osKeyStore ? { osKeyStore } : {}) });
  }
  #facts({ createdAt, mode }: Manifest, db: Database.Database): BackupOpened {
    const number = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
    // A list is counted by its buckets: its rows would be walked from a disk that is slow.
    const bucketed = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'list_bucket'`).get() !== undefined;
    const documents = (list: 'incoming' | 'outgoing'): number =>
      number(bucketed ? `SELECT sum(n) FROM list_bucket WHERE list = '${list}'` : `SELECT count(*) FROM ${list}`);
    return {
      createdAt,
      mode,
      office: db.prepare<[], string>('SELECT name FROM organ ORDER BY organ_id').pluck().all().join(', '),
      incoming: documents('incoming'),
      outgoing: documents('outgoing'),
      lastActAt: number('SELECT at FROM audit ORDER BY seq DESC LIMIT 1'),
      replaces: existsSync(join(this.#parts.dirOf(mode), BACKUP_FILES.keys)),
    };
  }

  /** The backup that is open for reading. @throws Failure `restore.not_open` */
  opened(): OpenBackup {
    if (!this.#open) throw new Failure('restore.not_open');
    return this.#open;
  }

  state(): RestoreState {
    return this.#state;
  }
  cancel(): void {
    this.#stop?.abort();
  }

  /** In the background; `state` says how it goes. @throws Failure `restore.not_open`, `restore.running` */
  begin(acceptDamaged: boolean): Promise<void> {
    const open = this.opened();
    if (this.#stop) throw new Failure('restore.running');
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = { phase: 'copying', done: 0, total: 0 };
    return this.#work(open, acceptDamaged, stop)
      .catch((error: unknown) => {
        this.#parts.log.warn('restore did not end well', { error: error instanceof Failure ? error.error.code : String(error) });
        this.#state = { phase: 'failed', error: error instanceof Failure ? error.error : { code: 'restore.failed' } };
      })
      .finally(() => {
        this.#stop = undefined;
      });
  }
  async #work({ generation, manifest, keys }: OpenBackup, acceptDamaged: boolean, stop: AbortController): Promise<void> {
    const { mode } = manifest;
    const dir = this.#parts.dirOf(mode);
    const now = this.#parts.clock.now();
    const staged = await stageBackup({
      generation,
      keys,
      dir,
      mode,
      now,
      acceptDamaged,
      signal: stop.signal,
      onProgress: (done, total) => {
        this.#state = { phase: 'copying', done, total };
      },
    });
    this.#state = { phase: 'switching', done: 1, total: 1 };
    this.#shut();
    const aside = await this.#parts.closeThen(mode, () => switchIn(dir, now));
    this.#state = { phase: 'done', mode, damaged: staged.damaged, ...(aside === undefined ? {} : { aside: join(dir, aside) }) };
  }

  /** Closes the backup and forgets its keys. */
  close(): void {
    this.#shut();
    this.#found = [];
    if (this.#stop === undefined) this.#state = { phase: 'idle' };
    if (this.#keysDir !== undefined) rmSync(this.#keysDir, { recursive: true, force: true });
    this.#keysDir = undefined;
  }
  #shut(): void {
    this.#open?.close();
    this.#open = undefined;
  }
}

function problemOf(generation: string, manifest: Manifest): AppError | undefined {
  if (manifest.schema > NEWEST_SCHEMA) return { code: 'store.newer_version', params: { version: manifest.schema, newest: NEWEST_SCHEMA } };
  if (![BACKUP_FILES.keys, BACKUP_FILES.keysAgain].some((file) => existsSync(join(generation, file))))
    return { code: 'backup.without_keys' };
  return existsSync(join(generation, BACKUP_FILES.database)) ? undefined : { code: 'backup.database_damaged' };
}
