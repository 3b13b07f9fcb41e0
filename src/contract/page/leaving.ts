/** Files opened in a program of their own, and the copies that came back changed. */
import { z } from 'zod';
import { id } from '../bytes.ts';
import { call } from '../wire.ts';

export interface OpenedCopy {
  readonly id: string;
  readonly fileId: string;
  readonly name: string;
  readonly at: number;
  readonly changed: boolean;
}
/** In the vault again; waits until somebody says what it is for. */
export interface ReturnedCopy {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly size: number;
  readonly detected: string;
  readonly fileId: string;
  /** Of which document the file is that was opened. */
  readonly incomingId?: string;
  readonly outgoingId?: string;
}
const one = z.strictObject({ id });
export const leavingCalls = {
  /** Opens a copy in the program that the system has for it; recorded. */
  'leaving.open': call<{ id: string }>()(z.strictObject({ fileId: id })),
  'leaving.list': call<{ copies: OpenedCopy[]; returned: ReturnedCopy[] }>()(z.strictObject({})),
  /** Takes the changed copy back into the store and wipes it outside. */
  'leaving.takeBack': call<Record<string, never>>()(one),
  /** Wipes a copy, its changes too. */
  'leaving.drop': call<Record<string, never>>()(one),
  'leaving.useForDraft': call<{ uploadId: string; name: string; size: number; detected: string }>()(one),
  /** The copy that was used for a draft became a PDF. */
  'leaving.done': call<Record<string, never>>()(one),
  'leaving.attach': call<Record<string, never>>()(z.strictObject({ id, incomingId: id.optional(), outgoingId: id.optional() })),
} as const;
