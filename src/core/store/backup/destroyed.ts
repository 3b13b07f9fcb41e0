/**
 * What was destroyed by decision, written beside the backups: the bytes are gone from their vault, a backup that names
 * them is still whole, and a store restored from one carries out the same acts again. No content, only names and ids.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../disk.ts';
import { placeOf } from './held.ts';

const FILE = 'destroyed.json';
const act = z.strictObject({
  id: z.uuid(),
  number: z.string().max(100),
  date: z.string().max(10),
  decidedBy: z.string().max(300),
  doneAt: z.number(),
  documents: z.array(z.tuple([z.enum(['incoming', 'outgoing']), z.uuid()])).max(100_000),
  /** Vault files. */
  names: z.array(z.string().max(64)).max(1_000_000),
});
export type DestroyedAct = z.infer<typeof act>;
const shape = z.strictObject({ format: z.literal(1), acts: z.array(act), mac: z.string() });

const macOf = (acts: readonly DestroyedAct[], key: Uint8Array): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['destroyed', acts]))
    .digest('hex');

function read(root: string): z.infer<typeof shape> | undefined {
  try {
    const path = join(root, FILE);
    return existsSync(path) ? shape.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  } catch {
    return undefined;
  }
}
/** Names that a backup of this root may lack; without a key, so it only excuses what is missing. */
export const destroyedNames = (root: string): Set<string> => new Set(read(root)?.acts.flatMap((one) => one.names) ?? []);

/** The acts, where the list is the store's own. */
export function destroyedActs(root: string, key: Uint8Array): readonly DestroyedAct[] {
  const found = read(root);
  if (found === undefined) return [];
  const own = Buffer.from(macOf(found.acts, key));
  const given = Buffer.from(found.mac);
  return own.byteLength === given.byteLength && timingSafeEqual(own, given) ? found.acts : [];
}

/** Writes new acts down, and what more of an earlier one is gone by now, then removes their files from the backups' vault. */
export async function addDestroyed(root: string, acts: readonly DestroyedAct[], key: Uint8Array): Promise<void> {
  const known = new Map(destroyedActs(root, key).map((one) => [one.id, one]));
  const fresh = acts.filter((one) => one.names.length > (known.get(one.id)?.names.length ?? -1));
  const names = fresh.flatMap((one) => {
    const before = new Set(known.get(one.id)?.names);
    return one.names.filter((name) => !before.has(name));
  });
  if (fresh.length > 0) {
    for (const one of fresh) known.set(one.id, one);
    const all = [...known.values()];
    replaceFile(join(root, FILE), JSON.stringify({ format: 1, acts: all, mac: macOf(all, key) }));
  }
  // What an end in between left is removed by the rotation.
  for (const name of names) await rm(join(root, 'vault', placeOf(name)), { force: true });
}
