/**
 * Long work that the page waits for: calls that may take long carry a name (`workId`) which the page gives them; by that
 * name it asks how far they are, and stops them. The call itself answers as always.
 */
import { z } from 'zod';
import { call } from '../wire.ts';

/** `write` is the one transaction at the end: it cannot be stopped any more. */
export const WORK_PHASES = ['check', 'read', 'make', 'write'] as const;
export type WorkPhase = (typeof WORK_PHASES)[number];
export interface WorkView {
  /** Absent where no such work is under way. */
  readonly now?: { readonly phase: WorkPhase; readonly done: number; readonly total: number; readonly canStop: boolean };
}
export const workId = z.string().regex(/^[\w-]{1,40}$/);

export const workCalls = {
  'work.look': call<WorkView>()(z.strictObject({ workId })),
  /** `stopped`: it will end with nothing done; else it is too late, or it ended. */
  'work.stop': call<{ stopped: boolean }>()(z.strictObject({ workId })),
} as const;
