/** The places backups go to, as the store keeps them, and whether their disk is here now. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { z } from 'zod';
import { DEFAULT_KEEP, KEEP_LIMITS, type KeepRule } from '../../domain/backups.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { isWritable } from '../store/disk.ts';
import type { Store } from '../store/types.ts';

const TARGETS = 'backup.targets';
const KEEP = 'backup.keep';
const MAX_TARGETS = 8;

const target = z.strictObject({
  id: z.string(),
  path: z.string(),
  /** It lay on another disk than the store when it was chosen. */
  otherDisk: z.boolean(),
  last: z.strictObject({ at: z.number(), files: z.number(), bytes: z.number() }).optional(),
  lastTry: z.number().optional(),
  error: z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])).optional() }).optional(),
});
export type Target = z.infer<typeof target>;

export function targets(store: Store): Target[] {
  const text = store.setting(TARGETS);
  if (text !== undefined) return z.array(target).parse(JSON.parse(text));
  // From when there was one place only.
  const path = store.setting('backup.target');
  if (!path) return [];
  const last = store.setting('backup.last');
  return [{ id: 'first', path, otherDisk: false, ...(last ? { last: JSON.parse(last) as Target['last'] } : {}) } as Target];
}
/** Inside a transaction. */
const put = (store: Store, all: readonly Target[]): void => store.setSetting(TARGETS, JSON.stringify(all));

const device = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.dev;

/** A place that lay on another disk and now lies on the store's is an empty folder in which the disk is to be. */
export const isHere = (one: Target, dir: string): boolean =>
  existsSync(one.path) && (!one.otherDisk || process.platform === 'win32' || device(one.path) !== device(dir));

/** @throws Failure `backup.target_missing`, `backup.target_inside`, `backup.target_read_only`, `backup.target_twice`, `backup.too_many_targets` */
export function addTarget(store: Store, dir: string, path: string): void {
  const all = targets(store);
  if (!existsSync(path)) throw new Failure('backup.target_missing', { path });
  // Told at once, not when the first backup is made.
  if (`${realpathSync(path)}${sep}`.startsWith(`${realpathSync(dir)}${sep}`)) throw new Failure('backup.target_inside');
  if (!isWritable(path)) throw new Failure('backup.target_read_only', { path });
  if (all.some((one) => one.path === path)) throw new Failure('backup.target_twice');
  if (all.length >= MAX_TARGETS) throw new Failure('backup.too_many_targets', { max: MAX_TARGETS });
  put(store, [...all, { id: store.newId(), path, otherDisk: device(path) !== device(dir) }]);
}
/** The backups that lie there stay. */
export function removeTarget(store: Store, id: string): void {
  put(
    store,
    targets(store).filter((one) => one.id !== id),
  );
}
export function noteTried(
  store: Store,
  id: string,
  outcome: { readonly last: NonNullable<Target['last']> } | { readonly error: AppError },
): void {
  put(
    store,
    targets(store).map((one) => {
      if (one.id !== id) return one;
      const { error: _error, ...rest } = one;
      const error =
        'error' in outcome
          ? { code: outcome.error.code, ...(outcome.error.params ? { params: { ...outcome.error.params } } : {}) }
          : undefined;
      return { ...rest, ...('last' in outcome ? { last: outcome.last } : {}), lastTry: store.now(), ...(error ? { error } : {}) };
    }),
  );
}

export function keepRule(store: Store): KeepRule {
  const text = store.setting(KEEP);
  return text === undefined ? DEFAULT_KEEP : (JSON.parse(text) as KeepRule);
}
/** Inside a transaction. @throws Failure `backup.keep_out_of_range` */
export function putKeepRule(store: Store, rule: KeepRule): void {
  for (const key of ['days', 'weeks', 'months'] as const) {
    const [low, high] = KEEP_LIMITS[key];
    if (!Number.isInteger(rule[key]) || rule[key] < low || rule[key] > high) throw new Failure('backup.keep_out_of_range', { low, high });
  }
  store.setSetting(KEEP, JSON.stringify(rule));
}
