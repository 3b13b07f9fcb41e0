/**
 * The scanner's folder of one organ. Looked into every two seconds (a network drive tells nobody of changes; the system's
 * own watch is only a hint to look sooner). A file is taken once it is left alone and whole; what cannot be taken stays where
 * it is and is named in words. The folder may vanish and come back.
 */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { AppError } from '../../domain/errors.ts';
import { Failure } from '../../domain/errors.ts';
import { type AfterTaking, isPassing, TAKEN_FOLDER } from '../../domain/scan.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Log, WORKSTATION } from '../context.ts';
import type { Store } from '../store/types.ts';
import { settleSource, type TakingParts, takeFile } from './take.ts';
import type { ItemRow } from './tray.ts';

export interface FolderSetting {
  readonly path: string;
  readonly after: AfterTaking;
}
export interface FolderTimes {
  readonly pollMs: number;
  /** A file left alone for so long is taken. */
  readonly settleMs: number;
  /** A file that is empty or half for so long is spoken of. */
  readonly patienceMs: number;
  /** A folder that does not answer for so long is spoken of. */
  readonly answerMs: number;
}
export const FOLDER_TIMES: FolderTimes = { pollMs: 2_000, settleMs: 2_000, patienceMs: 90_000, answerMs: 10_000 };

/** A file that stays where it is, and why; or one that is waited for. */
export interface FolderNotice {
  readonly name: string;
  readonly error: AppError;
  readonly at: number;
}
export interface FolderState {
  readonly setting: FolderSetting;
  /** `gone`: it cannot be reached; since when. */
  readonly state: 'watching' | 'gone' | 'slow' | 'starting';
  readonly since: number;
  /** Files that are still being written. */
  readonly waiting: readonly string[];
  readonly notices: readonly FolderNotice[];
}
export interface FolderParts extends TakingParts {
  readonly organId: string;
  readonly setting: FolderSetting;
  readonly clock: Clock;
  readonly log: Log;
  readonly times?: Partial<FolderTimes>;
  /** Something came or something is to be said. */
  readonly changed: (itemId?: string) => void;
}

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
  readonly since: number;
  /** What was said of it as it is now. */
  readonly said?: AppError;
  /** It is half: not before it changed. */
  readonly half?: boolean;
  /** Nothing is left to do with it. */
  readonly settled?: boolean;
  /** Not before this time. */
  readonly notBefore?: number;
}
/** Passing troubles: tried again after a while. */
const AGAIN_MS = 15_000;
const PASSING = new Set([
  'store.disk_full',
  'store.disk_error',
  'scan.closed',
  'scan.process_died',
  'scan.cannot_read_here',
  'parsing.closed',
  'scan.unreachable',
  'scan.busy_file',
]);
/** Files looked at in one round; more come in the next. */
const MAX_FILES = 500;

export class ScanFolder {
  readonly #parts: FolderParts;
  readonly #times: FolderTimes;
  readonly #seen = new Map<string, Seen>();
  #timer: { cancel(): void } | undefined;
  #hint: FSWatcher | undefined;
  #round: Promise<void> | undefined;
  #stopped = false;
  #state: FolderState['state'] = 'starting';
  #since: number;

  constructor(parts: FolderParts) {
    this.#parts = parts;
    this.#times = { ...FOLDER_TIMES, ...parts.times };
    this.#since = parts.clock.now();
  }

  start(): void {
    this.#plan(0);
  }
  state(): FolderState {
    const entries = [...this.#seen];
    return {
      setting: this.#parts.setting,
      state: this.#state,
      since: this.#since,
      waiting: entries
        .filter(([, seen]) => !seen.said && !seen.settled)
        .map(([name]) => name)
        .slice(0, 50),
      notices: entries.flatMap(([name, { said, since }]) => (said ? [{ name, error: said, at: since }] : [])).slice(0, 50),
    };
  }
  /** One round now; resolves when it is over. */
  async look(): Promise<void> {
    this.#round ??= this.#go();
    await this.#round;
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#hint?.close();
    await this.#round;
  }

  #plan(ms: number): void {
    this.#timer?.cancel();
    if (!this.#stopped) this.#timer = this.#parts.clock.setTimer(() => void this.look(), ms);
  }
  async #go(): Promise<void> {
    try {
      await this.#lookThrough();
    } catch (error) {
      this.#parts.log.warn('scanner folder not looked through', { error: codeOf(error) });
    } finally {
      this.#round = undefined;
      this.#plan(this.#state === 'watching' ? this.#times.pollMs : this.#times.pollMs * 2);
    }
  }
  #say(state: FolderState['state']): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = this.#parts.clock.now();
    this.#parts.changed();
  }

  /** A dead network drive answers after minutes or never: that is said while it is waited for. */
  async #answered<T>(work: Promise<T>): Promise<T> {
    const slow = this.#parts.clock.setTimer(() => this.#say('slow'), this.#times.answerMs);
    try {
      return await work;
    } finally {
      slow.cancel();
    }
  }

  async #lookThrough(): Promise<void> {
    const { setting } = this.#parts;
    let names: string[];
    try {
      const entries = await this.#answered(readdir(setting.path, { withFileTypes: true }));
      names = entries.filter((e) => e.isFile() && !isPassing(e.name)).map((e) => e.name);
    } catch {
      this.#hint?.close();
      this.#hint = undefined;
      this.#say('gone');
      return;
    }
    this.#say('watching');
    this.#watch();
    const there = new Set(names);
    const before = this.#said();
    for (const name of [...this.#seen.keys()]) if (!there.has(name)) this.#seen.delete(name);
    this.#settleGone(there);
    for (const name of names.slice(0, MAX_FILES)) {
      if (this.#stopped) return;
      await this.#lookAt(name);
    }
    if (this.#said() !== before) this.#parts.changed();
  }
  #said(): string {
    return JSON.stringify([...this.#seen].map(([name, { said, settled }]) => [name, said?.code, settled]));
  }
  #watch(): void {
    if (this.#hint) return;
    try {
      this.#hint = watch(this.#parts.setting.path, { persistent: false }, () => this.#plan(Math.min(300, this.#times.pollMs)));
      this.#hint.on('error', () => {
        this.#hint?.close();
        this.#hint = undefined;
      });
    } catch {
      // Looking every two seconds is enough.
    }
  }

  async #lookAt(name: string): Promise<void> {
    const { clock, setting } = this.#parts;
    const path = join(setting.path, name);
    const facts = await stat(path).catch(() => undefined);
    if (!facts) return;
    const now = clock.now();
    const before = this.#seen.get(name);
    if (!before || before.size !== facts.size || before.mtimeMs !== facts.mtimeMs) {
      this.#seen.set(name, { size: facts.size, mtimeMs: facts.mtimeMs, since: now });
      if (this.#times.settleMs > 0) return;
    }
    const seen = this.#seen.get(name);
    if (!seen || seen.settled || (seen.notBefore ?? 0) > now) return;
    const alone = now - seen.since;
    if (seen.said && seen.notBefore === undefined) return;
    if (facts.size === 0 || seen.half) {
      const code = facts.size === 0 ? 'scan.empty_file' : 'scan.half_file';
      if (alone >= this.#times.patienceMs) this.#seen.set(name, { ...seen, said: { code, params: { name } } });
      return;
    }
    if (alone < this.#times.settleMs) return;
    await this.#take(name, path, seen);
  }

  async #take(name: string, path: string, seen: Seen): Promise<void> {
    const { organId, clock, log } = this.#parts;
    try {
      const taken = await takeFile(this.#parts, organId, path, name);
      if (taken.kind === 'new') {
        this.#parts.changed(taken.itemId);
        await this.#putAway(name, path, taken.itemId);
        return;
      }
      // This very file, from before the machine stopped; or the same scan under another name.
      if (taken.item.source === path) await this.#putAway(name, path, taken.item.id);
      else await this.#putAwayKnown(name, path, taken.item);
    } catch (error) {
      const code = codeOf(error);
      const params = error instanceof Failure ? error.error.params : undefined;
      if (code === 'scan.half_file') {
        this.#seen.set(name, { ...seen, half: true });
        return;
      }
      if (!(error instanceof Failure) && !isFileTrouble(error)) log.error('a scan was not taken', { error: String(error) });
      const said = { code, params: { name, ...params } };
      this.#seen.set(name, { ...seen, said, ...(PASSING.has(code) ? { notBefore: clock.now() + AGAIN_MS } : {}) });
    }
  }

  /** What was taken leaves the folder as the office set it; where that cannot be done it stays, and is not taken again. */
  async #putAway(name: string, path: string, itemId: string): Promise<void> {
    const { store, setting, onPoint } = this.#parts;
    const seen = this.#seen.get(name);
    try {
      await leave(setting, name, path);
      onPoint?.('scan:moved');
      if (setting.after === 'remove') audit(store, itemId);
      settleSource(store, itemId);
      this.#seen.delete(name);
      if (setting.after === 'leave' && seen) this.#seen.set(name, { ...seen, settled: true });
    } catch (error) {
      // It is known by its content, so it is not taken again; the person sees why it is still there.
      settleSource(store, itemId);
      if (seen) this.#seen.set(name, { ...seen, said: { code: 'scan.not_moved', params: { name, reason: systemCode(error) } } });
    }
  }
  async #putAwayKnown(name: string, path: string, item: ItemRow): Promise<void> {
    const seen = this.#seen.get(name);
    if (!seen) return;
    const { setting } = this.#parts;
    // Left where it is, it was taken from here before.
    if (setting.after === 'leave' && item.name === name) {
      this.#seen.set(name, { ...seen, settled: true });
      return;
    }
    try {
      // Never removed: the office may have wanted it twice.
      if (setting.after !== 'leave') await leave({ ...setting, after: 'move' }, name, path);
      this.#seen.set(name, { ...seen, said: { code: 'scan.same_again', params: { name, other: item.name } } });
    } catch (error) {
      this.#seen.set(name, { ...seen, said: { code: 'scan.not_moved', params: { name, reason: systemCode(error) } } });
    }
  }

  /** Recorded before the machine stopped, and gone from the folder since: moved just before the end. */
  #settleGone(there: ReadonlySet<string>): void {
    const { store, organId, setting } = this.#parts;
    const rows = store.db
      .prepare<[string], { id: string; source: string }>('SELECT id, source FROM scan_item WHERE organ_id = ? AND source IS NOT NULL')
      .all(organId);
    for (const { id, source } of rows)
      if (source !== join(setting.path, basename(source)) || !there.has(basename(source))) settleSource(store, id);
  }
}

function audit(store: Store, itemId: string): void {
  store.tx(() => record(store, WORKSTATION, 'scan.source_removed', itemId, ''), 'scan:removed');
}

async function leave(setting: FolderSetting, name: string, path: string): Promise<void> {
  if (setting.after === 'leave') return;
  if (setting.after === 'remove') {
    await unlink(path);
    return;
  }
  const folder = join(setting.path, TAKEN_FOLDER);
  await mkdir(folder, { recursive: true });
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let n = 1; n < 10_000; n++) {
    const target = join(folder, n === 1 ? name : `${stem} (${n})${ending}`);
    if (
      await stat(target).then(
        () => true,
        () => false,
      )
    )
      continue;
    await rename(path, target);
    return;
  }
  throw new Error('no free name');
}

const systemCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
const isFileTrouble = (error: unknown): boolean => /^E[A-Z]+$/.test(systemCode(error));
/** What is said of a file that was not taken: `scan.busy_file`, `scan.unreachable`, `scan.not_taken`, or the failure's own. */
export function codeOf(error: unknown): string {
  if (error instanceof Failure) return error.error.code;
  const code = systemCode(error);
  // Another program holds it open, which Windows does not share.
  if (code === 'EBUSY' || code === 'EPERM' || code === 'EACCES') return 'scan.busy_file';
  return isFileTrouble(error) ? 'scan.unreachable' : 'scan.not_taken';
}
