/** What this account of the machine remembers of the window: place, look before anybody signed in, the tray. Never of a document. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { ShownLook } from '../contract/page/talk.ts';
import { TEXT_SIZES, THEMES } from '../domain/look.ts';

const int = z.number().int().min(-100_000).max(100_000);
export const shownLook = z.strictObject({
  theme: z.enum(THEMES),
  size: z.union(TEXT_SIZES.map((size) => z.literal(size))),
  still: z.boolean(),
});
const kept = z.object({
  place: z.strictObject({ x: int, y: int, width: int, height: int, maximized: z.boolean() }).optional(),
  look: shownLook.optional(),
  /** Two letters; absent = Vietnamese. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  keepInTray: z.boolean().optional(),
  /** The hint that the workstation stays in the tray was shown. */
  saidTray: z.boolean().optional(),
});
type Kept = z.infer<typeof kept>;
export type Place = NonNullable<Kept['place']>;
export const PLAIN_LOOK: ShownLook = { theme: 'system', size: 100, still: false };

export interface MachineSettings {
  get(): Kept;
  set(change: Partial<Kept>): void;
}
/** A file that cannot be read or written costs a habit, nothing else. */
export function machineSettings(path: string, onTrouble: (error: unknown) => void): MachineSettings {
  let now: Kept = {};
  try {
    const read = kept.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (read.success) now = read.data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onTrouble(error);
  }
  return {
    get: () => now,
    set(change) {
      const next = { ...now, ...change };
      if (JSON.stringify(next) === JSON.stringify(now)) return;
      now = next;
      try {
        writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        onTrouble(error);
      }
    },
  };
}
