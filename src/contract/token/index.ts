/**
 * What the core asks of the token process (PKCS#11), and the one-shot port by which a PIN reaches it.
 * The training process serves the same contract with software keys.
 */
import { z } from 'zod';
import type { AppError } from '../../domain/errors.ts';
import { anyBytes, bytes } from '../bytes.ts';
import { call } from '../wire.ts';

export interface TokenCertificate {
  /** Lower-case hex SHA-256 of the certificate's DER: the handle by which a certificate is chosen. */
  readonly sha256: string;
  /** CKA_ID of its key, hex. */
  readonly keyId: string;
  readonly der: Uint8Array;
}
export interface TokenFlags {
  readonly pinCountLow: boolean;
  readonly pinFinalTry: boolean;
  readonly pinLocked: boolean;
  readonly pinToBeChanged: boolean;
  readonly protectedPath: boolean;
  readonly minPin: number;
  readonly maxPin: number;
}
export interface TokenInfo {
  readonly kind: 'pkcs11' | 'training';
  /** File name of the module, without its folder. */
  readonly module: string;
  readonly serial: string;
  readonly label: string;
  readonly manufacturer: string;
  readonly flags: TokenFlags;
  readonly certificates: readonly TokenCertificate[];
}
export interface ModuleReport {
  readonly path: string;
  readonly loaded: boolean;
  readonly error?: AppError;
}

const actId = z.uuid();
export const tokenCalls = {
  list: call<{ tokens: TokenInfo[]; modules: ModuleReport[] }>()(z.strictObject({})),
  /** Opens an act on one certificate; the PIN follows on the act's one-shot port. */
  beginAct: call<{ mechanisms: string[] }>()(
    z.strictObject({ actId, serial: z.string().max(64), certificateSha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `data` (the DER of the signed attributes), at most 64 KiB. */
  sign: call<{ signature: Uint8Array }>()(z.strictObject({ actId, data: bytes })),
  /** Logs out; no error if the act is unknown. */
  endAct: call<Record<string, never>>()(z.strictObject({ actId })),
} as const;
export type TokenCalls = typeof tokenCalls;

/** Sent by the supervisor to a token process's parent port together with the PIN port of that act. */
export const pinPortMessage = z.strictObject({ type: z.literal('pin-port'), actId });
/** First and only message from page to token on that port; the array is zeroed by the receiver. */
export const pinMessage = z.strictObject({ pin: anyBytes });
/** The one answer. `contract.closed` is never sent: a closed port without an answer means the process died. */
export type PinAnswer = { readonly ok: true } | { readonly ok: false; readonly error: AppError };
