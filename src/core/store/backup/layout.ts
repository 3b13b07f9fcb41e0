/**
 * How a backup lies on a second disk: `TramVanThu-<workstation>/` holds one folder a backup (`20261121-093000`, each with
 * the database, the wrappings of its key and a manifest) and one `vault/` for all of them, since vault files never
 * change. Everything is encrypted as in the profile; without a way in it is useless.
 */
import { createHash, createHmac, type Hash, timingSafeEqual } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { BACKUP_REASONS, type BackupReason } from '../../../domain/backups.ts';
import { Failure } from '../../../domain/errors.ts';
import { placeOf } from '../vault-names.ts';

export const BACKUP_FILES = {
  database: 'store.db',
  check: 'store.check',
  keys: 'keys.json',
  keysAgain: 'keys-2.json',
  manifest: 'manifest.json',
  files: 'files.txt',
} as const;

const STAMP = /^\d{8}-\d{6}$/;
const manifest = z.strictObject({
  format: z.literal(1),
  mode: z.enum(['real', 'training']),
  workstationId: z.uuid(),
  createdAt: z.number(),
  schema: z.number().int(),
  /** Last local sequence that the copy holds. */
  seq: z.number().int(),
  databaseBytes: z.number().int(),
  databaseSha256: z.string(),
  files: z.number().int(),
  filesSha256: z.string(),
  /** Why it was made; absent in backups from before. */
  reason: z.enum(BACKUP_REASONS).optional(),
  /** HMAC-SHA256 of the rest by the profile's backup key. */
  mac: z.string().optional(),
});
export type Manifest = z.infer<typeof manifest>;

const macOf = (content: Omit<Manifest, 'mac'>, key: Uint8Array): string => {
  const { format, mode, workstationId, createdAt, schema, seq, databaseBytes, databaseSha256, files, filesSha256, reason } = content;
  const fields = [format, mode, workstationId, createdAt, schema, seq, databaseBytes, databaseSha256, files, filesSha256];
  const text = JSON.stringify(reason === undefined ? fields : [...fields, reason]);
  return createHmac('sha256', key).update(text).digest('hex');
};
export const sealManifest = (content: Omit<Manifest, 'mac'>, key: Uint8Array): Manifest => ({ ...content, mac: macOf(content, key) });

export function manifestHolds(content: Manifest, key: Uint8Array): boolean {
  const own = Buffer.from(macOf(content, key));
  const given = Buffer.from(content.mac ?? '');
  return own.byteLength === given.byteLength && timingSafeEqual(own, given);
}

export const backupRoot = (target: string, workstationId: string): string => join(target, `TramVanThu-${workstationId}`);
export const stampOf = (at: number): string => new Date(at).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
export const vaultOf = (generation: string): string => join(dirname(generation), 'vault');

/** Whole backups of a root, oldest first; one that was broken off has no such name. */
export function generations(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => STAMP.test(name) && existsSync(join(root, name, BACKUP_FILES.manifest)))
    .sort()
    .map((name) => join(root, name));
}

/** More than any honest folder has; a disk from outside may hold anything. */
const MAX_ROOTS = 50;
const MAX_FOUND = 2_000;
/** Every backup that a path means or has below it, oldest first. */
export function findBackups(path: string): string[] {
  if (STAMP.test(basename(path)) && existsSync(join(path, BACKUP_FILES.manifest))) return [path];
  const below = existsSync(path) ? readdirSync(path).filter((name) => name.startsWith('TramVanThu-')) : [];
  return [path, ...below.slice(0, MAX_ROOTS).map((name) => join(path, name))]
    .flatMap(generations)
    .sort((a, b) => basename(a).localeCompare(basename(b)))
    .slice(-MAX_FOUND);
}
/**
 * The backup that a path means: one itself, or the newest below it.
 * @throws Failure `backup.none_here`
 */
export function findBackup(path: string): string {
  const newest = findBackups(path).at(-1);
  if (newest === undefined) throw new Failure('backup.none_here');
  return newest;
}

/** @throws Failure `backup.manifest_damaged` */
export function readManifest(generation: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(generation, BACKUP_FILES.manifest), 'utf8')));
  } catch (error) {
    throw new Failure('backup.manifest_damaged', undefined, { cause: error });
  }
}
const NAME = /^(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Bytes of a list that are read before the others have their turn: some hundred names, each looked for on a disk that may be slow. */
const READ_AT_ONCE = 16 * 1024;
/**
 * Names of the vault files of a backup, in parts: there are hundreds of thousands.
 * @param hash takes the list's bytes too
 * @throws Failure `backup.manifest_damaged` where a line is no name
 */
export async function* listParts(generation: string, hash?: Hash): AsyncGenerator<readonly string[], void> {
  let begun = '';
  for await (const chunk of createReadStream(join(generation, BACKUP_FILES.files), { encoding: 'latin1', highWaterMark: READ_AT_ONCE })) {
    hash?.update(chunk as string, 'latin1');
    const lines = `${begun}${chunk as string}`.split('\n');
    begun = lines.pop() ?? '';
    yield names(lines);
  }
  yield names([begun]);
}
function names(lines: readonly string[]): string[] {
  const found = lines.filter(Boolean);
  // A name becomes a path.
  if (!found.every((name) => NAME.test(name))) throw new Failure('backup.manifest_damaged');
  return found;
}
/** All of them. @throws Failure `backup.manifest_damaged` */
export async function readFileList(generation: string): Promise<string[]> {
  const all: string[] = [];
  for await (const part of listParts(generation)) for (const name of part) all.push(name);
  return all;
}

/** What the list of a backup's files says of those that lie there. */
export interface Surveyed {
  readonly listSha256: string;
  /** Not there, and not destroyed by decision. */
  readonly missing: number;
  readonly first?: string;
  /** Of those that are there. */
  readonly bytes: number;
}
/** @throws Failure `backup.manifest_damaged`, `backup.cancelled` */
export async function surveyFiles(generation: string, destroyed: ReadonlySet<string>, signal?: AbortSignal): Promise<Surveyed> {
  const hash = createHash('sha256');
  const vault = vaultOf(generation);
  const missing: string[] = [];
  let bytes = 0;
  if (existsSync(join(generation, BACKUP_FILES.files)))
    for await (const part of listParts(generation, hash)) {
      if (signal?.aborted) throw new Failure('backup.cancelled');
      for (const name of part) {
        const size = statSync(join(vault, placeOf(name)), { throwIfNoEntry: false })?.size;
        if (size !== undefined) bytes += size;
        else if (!destroyed.has(name)) missing.push(name);
      }
    }
  const [first] = missing;
  return { listSha256: hash.digest('hex'), missing: missing.length, ...(first === undefined ? {} : { first }), bytes };
}

export interface BackupEntry {
  readonly name: string;
  readonly reason: BackupReason;
}
/** One whose manifest cannot be read counts as a daily one: it takes no other's place. */
export function entryOf(generation: string): BackupEntry {
  try {
    return { name: basename(generation), reason: readManifest(generation).reason ?? 'daily' };
  } catch {
    return { name: basename(generation), reason: 'daily' };
  }
}
