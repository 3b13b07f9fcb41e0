/** A note beside all backups of a store: the right to give numbers went on, backups from before give it to nobody. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../disk.ts';
import type { StoreKeys } from '../keys.ts';

const FILE = 'handed-over.json';
const shape = z.strictObject({ epoch: z.number().int(), at: z.number(), to: z.string().max(200), mac: z.string() });
export type HandedOver = Omit<z.infer<typeof shape>, 'mac'>;

const macOf = (workstationId: string, { epoch, at, to }: HandedOver, key: Uint8Array): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['handed-over', workstationId, epoch, at, to]))
    .digest('hex');

export function noteHandedOver(root: string, workstationId: string, note: HandedOver, keys: Pick<StoreKeys, 'backup'>): void {
  if (existsSync(root)) replaceFile(join(root, FILE), JSON.stringify({ ...note, mac: macOf(workstationId, note, keys.backup) }));
}
/** undefined where there is none, or one that is not this store's. */
export function readHandedOver(root: string, workstationId: string, keys: Pick<StoreKeys, 'backup'>): HandedOver | undefined {
  try {
    const path = join(root, FILE);
    if (!existsSync(path)) return undefined;
    const { mac, ...note } = shape.parse(JSON.parse(readFileSync(path, 'utf8')));
    const own = Buffer.from(macOf(workstationId, note, keys.backup));
    const given = Buffer.from(mac);
    return own.byteLength === given.byteLength && timingSafeEqual(own, given) ? note : undefined;
  } catch {
    return undefined;
  }
}
