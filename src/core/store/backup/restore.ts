/**
 * Proving and restoring a backup. Everything is copied beside the store that is there and read back through every seal;
 * only a copy that holds is switched in, and what was there is set aside, never deleted. A restored store neither sends
 * nor numbers before it was reconciled: the file `restored.json` says so to the next opening, and the database in the
 * backup is not changed for it.
 */
import { existsSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../../domain/errors.ts';
import type { Mode } from '../../../domain/profile.ts';
import { syncFolderNow } from '../disk.ts';
import { makeFolder, replaceFile, setStoreAside } from '../index.ts';
import type { StoreKeys } from '../keys.ts';
import { TICKET_FILE } from '../right.ts';
import { copyWhole, hashFile } from './copy.ts';
import { type DestroyedAct, destroyedActs, destroyedNames } from './destroyed.ts';
import { readHandedOver } from './handed-over.ts';
import { placeOf } from './held.ts';
import {
  BACKUP_FILES,
  findBackup,
  type Manifest,
  manifestHolds,
  readFileList,
  readManifest,
  type Surveyed,
  surveyFiles,
  vaultOf,
} from './layout.ts';
import { proveInThread, type WorkOptions } from './worker.ts';

export const RESTORED_MARK = 'restored.json';
/** Beside the store while a restore is under way; with `READY` in it the copy holds and is being switched in. */
const STAGING = 'restoring';
const READY = 'ready.json';

const rootOf = (generation: string): string => join(vaultOf(generation), '..');

/**
 * Checks what can be checked without reading a file's content: the manifest by its seal, the database and the list by
 * their hashes, every vault file there but those that were destroyed by decision.
 * @throws Failure `backup.manifest_damaged`, `backup.database_damaged`, `backup.files_missing`
 */
export async function checkBackup(generation: string, keys: Pick<StoreKeys, 'backup'>): Promise<Manifest> {
  const { manifest, missing, first } = await checkSealed(generation, keys);
  if (missing > 0) throw new Failure('backup.files_missing', { count: missing, first: first ?? '' });
  return manifest;
}
interface Sealed extends Surveyed {
  readonly manifest: Manifest;
}
async function checkSealed(generation: string, keys: Pick<StoreKeys, 'backup'>, signal?: AbortSignal): Promise<Sealed> {
  const manifest = readManifest(generation);
  if (!manifestHolds(manifest, keys.backup)) throw new Failure('backup.manifest_damaged');
  const path = join(generation, BACKUP_FILES.database);
  if (!existsSync(path)) throw new Failure('backup.database_damaged');
  const database = await hashFile(path);
  if (database.sha256 !== manifest.databaseSha256) throw new Failure('backup.database_damaged');
  const surveyed = await surveyFiles(generation, destroyedNames(rootOf(generation)), signal);
  if (surveyed.listSha256 !== manifest.filesSha256) throw new Failure('backup.manifest_damaged');
  return { manifest, ...surveyed };
}

export interface ProvedBackup {
  readonly manifest: Manifest;
  readonly files: number;
  readonly bytes: number;
}
/**
 * Opens a backup where it lies and reads every file of it through its seals; writes nothing.
 * @throws as `checkBackup`, and Failure `backup.files_damaged`, `backup.cancelled`, `store.newer_version`
 */
export async function proveBackup(
  generation: string,
  keys: Pick<StoreKeys, 'backup' | 'database'>,
  options: WorkOptions = {},
): Promise<ProvedBackup> {
  const manifest = await checkBackup(generation, keys);
  const database = join(generation, BACKUP_FILES.database);
  const proved = await proveInThread({ kind: 'prove', key: keys.database, database, vault: vaultOf(generation) }, options);
  const destroyed = destroyedNames(rootOf(generation));
  const damaged = proved.damaged.filter((name) => !destroyed.has(name));
  if (damaged.length > 0) throw new Failure('backup.files_damaged', { count: damaged.length });
  return { manifest, files: proved.files, bytes: proved.bytes };
}

export interface RestoreOptions {
  /** A backup, or a folder that holds some: the newest. */
  readonly from: string;
  /** Profile folder; what lies there is moved aside into it, never deleted. */
  readonly to: string;
  readonly mode: Mode;
  readonly now: number;
  /** For a trial only: without the mark that makes the store wait for its reconciliation. */
  readonly trial?: boolean;
  onProgress?(done: number, total: number): void;
}
/**
 * Restores a store as a whole, keys and all, without a key: what only a key can tell (a damaged file) is not looked at.
 * The store must not be open.
 * @throws Failure `backup.none_here`, `backup.manifest_damaged`, `backup.other_mode`, `backup.without_keys`
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const generation = findBackup(options.from);
  const manifest = fitting(generation, options.mode);
  const staging = await newStaging(options.to);
  await copyGeneration(generation, manifest, staging, options.trial === true ? undefined : { restoredAt: options.now }, options, true);
  switchIn(options.to, options.now);
  return manifest;
}

function fitting(generation: string, mode: Mode): Manifest {
  const manifest = readManifest(generation);
  if (manifest.mode !== mode) throw new Failure('backup.other_mode');
  if (!existsSync(join(generation, BACKUP_FILES.keys))) throw new Failure('backup.without_keys');
  return manifest;
}

async function newStaging(dir: string): Promise<string> {
  makeFolder(dir);
  const staging = join(dir, STAGING);
  await rm(staging, { recursive: true, force: true });
  makeFolder(staging);
  return staging;
}

interface MarkFacts {
  readonly restoredAt: number;
  readonly noted?: number;
  readonly acts?: readonly DestroyedAct[];
}
/** `strict`: a missing file ends it; else it is left out. */
async function copyGeneration(
  generation: string,
  manifest: Manifest,
  staging: string,
  mark: MarkFacts | undefined,
  options: WorkOptions,
  strict: boolean,
): Promise<void> {
  const names = await readFileList(generation);
  const destroyed = destroyedNames(rootOf(generation));
  for (const [i, name] of names.entries()) {
    if (options.signal?.aborted) throw new Failure('backup.cancelled');
    const from = join(vaultOf(generation), placeOf(name));
    const there = existsSync(from);
    if (there || (strict && !destroyed.has(name))) await copyWhole(from, join(staging, 'vault', placeOf(name)));
    options.onProgress?.(i + 1, names.length);
  }
  const database = await copyWhole(join(generation, BACKUP_FILES.database), join(staging, BACKUP_FILES.database));
  if (database.sha256 !== manifest.databaseSha256) throw new Failure('backup.database_damaged');
  await copyWhole(join(generation, BACKUP_FILES.check), join(staging, BACKUP_FILES.check));
  const ticket = join(generation, TICKET_FILE);
  if (existsSync(ticket)) await copyWhole(ticket, join(staging, TICKET_FILE));
  if (mark) replaceFile(join(staging, RESTORED_MARK), JSON.stringify({ backupAt: manifest.createdAt, ...mark }));
  for (const file of [BACKUP_FILES.keysAgain, BACKUP_FILES.keys]) {
    if (existsSync(join(generation, file))) await copyWhole(join(generation, file), join(staging, file));
  }
}

export interface StageOptions extends WorkOptions {
  readonly generation: string;
  readonly keys: Pick<StoreKeys, 'backup' | 'database'>;
  /** Profile folder. */
  readonly dir: string;
  readonly mode: Mode;
  readonly now: number;
  /** A person saw that files are missing or damaged and wants the rest. */
  readonly acceptDamaged?: boolean;
}
export interface Staged {
  readonly manifest: Manifest;
  /** Files that are missing or damaged in it, by a person's leave. */
  readonly damaged: number;
}
/**
 * Copies a backup beside the store and reads the copy back through every seal; the store that is there is not touched,
 * and may be open. `switchIn` is the next step.
 * @throws Failure `backup.manifest_damaged`, `backup.database_damaged`, `backup.files_missing`, `backup.files_damaged`,
 *   `backup.other_mode`, `backup.without_keys`, `backup.no_room`, `backup.cancelled`, `store.newer_version`, `store.disk_full`
 */
export async function stageBackup(options: StageOptions): Promise<Staged> {
  const { generation, keys, dir, acceptDamaged = false } = options;
  fitting(generation, options.mode);
  const stop = options.signal ? { signal: options.signal } : {};
  const { manifest, missing, first, bytes } = await checkSealed(generation, keys, options.signal);
  if (missing > 0 && !acceptDamaged) throw new Failure('backup.files_missing', { count: missing, first: first ?? '' });
  const staging = await newStaging(dir);
  try {
    requireRoom(generation, dir, bytes);
    const root = rootOf(generation);
    const noted = readHandedOver(root, manifest.workstationId, keys)?.epoch;
    const acts = destroyedActs(root, keys.backup);
    const mark = { restoredAt: options.now, ...(noted === undefined ? {} : { noted }), ...(acts.length === 0 ? {} : { acts }) };
    const half = (offset: 0 | 1) => ({
      ...stop,
      onProgress: (done: number, total: number) => options.onProgress?.(done + offset * total, 2 * total),
    });
    await copyGeneration(generation, manifest, staging, mark, half(0), false);
    const proved = await proveInThread(
      { kind: 'prove', key: keys.database, database: join(staging, BACKUP_FILES.database), vault: join(staging, 'vault') },
      half(1),
    );
    const destroyed = destroyedNames(root);
    const damaged = proved.damaged.filter((name) => !destroyed.has(name)).length;
    if (damaged > 0 && !acceptDamaged) throw new Failure('backup.files_damaged', { count: damaged });
    return { manifest, damaged };
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

const RESERVE = 50 * 1024 * 1024;
/** @param bytes of its vault files @throws Failure `backup.no_room` */
function requireRoom(generation: string, dir: string, bytes: number): void {
  const need = bytes + (statSync(join(generation, BACKUP_FILES.database), { throwIfNoEntry: false })?.size ?? 0) + RESERVE;
  const { bavail, bsize } = statfsSync(dir);
  const mb = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  if (bavail * bsize < need) throw new Failure('backup.no_room', { need: mb(need), free: mb(bavail * bsize) });
}

/** Gives up what was staged. */
export const dropStaged = (dir: string): void => rmSync(join(dir, STAGING), { recursive: true, force: true });

/**
 * Switches a staged store in; the one that is there must be closed and is set aside. The keys' file comes last: without
 * it there is no profile. An end in between is made good by `finishSwitch`.
 * @returns the name of the folder in which the store that was there lies; undefined where there was none
 */
export function switchIn(dir: string, now: number): string | undefined {
  const aside = `set-aside-${now}`;
  replaceFile(join(dir, STAGING, READY), JSON.stringify({ aside }));
  moveAside(dir, aside);
  moveIn(dir);
  return existsSync(join(dir, aside)) ? aside : undefined;
}

function moveIn(dir: string): void {
  const staging = join(dir, STAGING);
  const { check, database, keys, keysAgain } = BACKUP_FILES;
  for (const file of ['vault', check, RESTORED_MARK, TICKET_FILE, database, keysAgain, keys]) {
    if (existsSync(join(staging, file))) renameSync(join(staging, file), join(dir, file));
  }
  syncFolderNow(dir);
  rmSync(staging, { recursive: true, force: true });
}

/**
 * After an end of the machine: a switch that had begun is carried to its end; a copy that was not switched in is given up
 * (the store that is there was not touched). Call before a profile is looked at.
 */
export function finishSwitch(dir: string): void {
  const staging = join(dir, STAGING);
  if (!existsSync(staging)) return;
  const aside = readAside(staging);
  // The keys' file is moved away first and in last: with one in its place either nothing was touched or all is done.
  if (aside === undefined || existsSync(join(dir, BACKUP_FILES.keys))) {
    rmSync(staging, { recursive: true, force: true });
    return;
  }
  if (existsSync(join(staging, BACKUP_FILES.database))) moveAside(dir, aside);
  moveIn(dir);
}
function readAside(staging: string): string | undefined {
  const path = join(staging, READY);
  if (!existsSync(path)) return undefined;
  return z.object({ aside: z.string().regex(/^set-aside-\d+$/) }).parse(JSON.parse(readFileSync(path, 'utf8'))).aside;
}

function moveAside(dir: string, name: string): void {
  // First the keys: from here on an end of the machine is made good by going on.
  for (const file of [BACKUP_FILES.keysAgain, BACKUP_FILES.keys, RESTORED_MARK, TICKET_FILE]) {
    if (!existsSync(join(dir, file))) continue;
    makeFolder(join(dir, name));
    renameSync(join(dir, file), join(dir, name, file));
  }
  setStoreAside(dir, name);
}

export interface RestoredMark {
  readonly backupAt: number;
  /** Epoch to which the right to give numbers went on, as a note beside the backup said. */
  readonly noted?: number;
  /** What was destroyed by decision after the backup, or before. */
  readonly acts?: readonly DestroyedAct[];
}
/** When the backup was made that this profile was restored from, as long as nobody took note of it. */
export function restoredMark(dir: string): RestoredMark | undefined {
  const path = join(dir, RESTORED_MARK);
  if (!existsSync(path)) return undefined;
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as { backupAt?: unknown; noted?: unknown; acts?: unknown };
    return {
      backupAt: typeof mark.backupAt === 'number' ? mark.backupAt : 0,
      ...(typeof mark.noted === 'number' ? { noted: mark.noted } : {}),
      ...(Array.isArray(mark.acts) ? { acts: mark.acts as DestroyedAct[] } : {}),
    };
  } catch {
    return { backupAt: 0 };
  }
}
export const clearRestoredMark = (dir: string): void => rmSync(join(dir, RESTORED_MARK), { force: true });
