/**
 * From one whole copy of a store to the other, so that at every moment, whenever the machine ends, the next start comes
 * to exactly one of them: before the mark is written to the old one, after it to the new one, whose way in goes on.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, replaceFile, syncFolderNow } from '../../store/disk.ts';

/** The new copy while it is made, and until it is in its place. */
const COPY = 'rekey';
const MARK = 'rekey.json';
const ASIDE = 'before-rekey-';
/** What a write-ahead log belongs to goes with it; the keys come last. */
const PARTS = ['store.db-wal', 'store.db-shm', 'store.db', 'store.check', 'vault', 'keys-2.json', 'keys.json'] as const;
const mark = z.strictObject({ format: z.literal(1), aside: z.string().regex(/^before-rekey-\d+$/) });

export const copyFolder = (dir: string): string => join(dir, COPY);

/** The point from which the new copy is the store. Both copies are whole and closed. */
export function markSwitch(dir: string, now: number): void {
  replaceFile(join(dir, MARK), JSON.stringify({ format: 1, aside: `${ASIDE}${now}` }));
}

/** Moves the parts that are not in their place yet; may be broken off and called again. */
export function finishSwitch(dir: string, onPoint: (name: string) => void = () => undefined): void {
  const { aside } = mark.parse(JSON.parse(readFileSync(join(dir, MARK), 'utf8')));
  const old = join(dir, aside);
  makeFolder(old);
  for (const part of PARTS) {
    const next = join(dir, COPY, part);
    const here = join(dir, part);
    const belongsToOld = existsSync(next) || part.startsWith('store.db-');
    if (belongsToOld && existsSync(here) && !existsSync(join(old, part)) && movable(dir, part)) renameSync(here, join(old, part));
    onPoint(`rekey:aside:${part}`);
    if (existsSync(next)) renameSync(next, here);
    onPoint(`rekey:in:${part}`);
  }
  for (const folder of [old, dir]) syncFolderNow(folder);
  rmSync(join(dir, COPY), { recursive: true, force: true });
  rmSync(join(dir, MARK), { force: true });
  syncFolderNow(dir);
}
/** A log beside the new database is the new one's own. */
const movable = (dir: string, part: string): boolean => !part.startsWith('store.db-') || existsSync(join(dir, COPY, 'store.db'));

/**
 * At the start, before the profile is looked at: goes on with a switch that was begun, sweeps a copy that was not ready.
 * Not while a copy is being made.
 */
export function settleRekey(dir: string): 'nothing' | 'finished' | 'swept' {
  if (existsSync(join(dir, MARK))) {
    finishSwitch(dir);
    return 'finished';
  }
  if (!existsSync(join(dir, COPY))) return 'nothing';
  sweepCopy(dir);
  return 'swept';
}
export const sweepCopy = (dir: string): void => rmSync(join(dir, COPY), { recursive: true, force: true });

/** Removes the copies under former keys, once the store was opened with its new one. */
export function forgetFormer(dir: string): void {
  if (!existsSync(dir) || existsSync(join(dir, MARK))) return;
  for (const name of readdirSync(dir)) if (/^before-rekey-\d+$/.test(name)) rmSync(join(dir, name), { recursive: true, force: true });
}
