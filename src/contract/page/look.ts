/** How the screen looks to a person, and the habits of this machine's system that the workstation takes part in. */
import { z } from 'zod';
import { type Look, TEXT_SIZES, THEMES } from '../../domain/look.ts';
import { call } from '../wire.ts';

/** Of this account of the system, not of a person of the office. */
export interface MachineHabits {
  /** Whether the system lets it be set at all. */
  readonly able: { readonly openAtLogin: boolean; readonly keepInTray: boolean };
  /** The workstation opens when somebody signs in to the system. */
  readonly openAtLogin: boolean;
  /** Closing the window leaves the workstation at work in the tray. */
  readonly keepInTray: boolean;
}

export const lookCalls = {
  'look.get': call<Look>()(z.strictObject({})),
  'look.set': call<Look>()(
    z.strictObject({
      theme: z.enum(THEMES),
      size: z.union(TEXT_SIZES.map((size) => z.literal(size))),
      still: z.boolean(),
      urgentSound: z.boolean(),
      doneSound: z.boolean(),
    }),
  ),
  'machine.habits': call<MachineHabits>()(z.strictObject({})),
  'machine.setHabits': call<MachineHabits>()(z.strictObject({ openAtLogin: z.boolean(), keepInTray: z.boolean() })),
} as const;
