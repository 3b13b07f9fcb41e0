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
  /** Imported by hand and matched by public key: the token itself holds no such certificate. */
  readonly imported?: true;
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
  /** It offers RSAES-PKCS1-v1_5 in the token; whether a key allows it shows after the login. */
  readonly decrypts?: true;
}
export interface ModuleReport {
  readonly path: string;
  readonly loaded: boolean;
  /** An administrator allowed it, or (in source runs) the environment named it. */
  readonly configured?: true;
  readonly error?: AppError;
}

const actId = z.uuid();
const serial = z.string().max(64);
const certificate = bytes.refine((der) => der.byteLength <= 16_384);
export const tokenCalls = {
  /** `imported`: certificates (DER) for keys whose token holds none; each is listed with the token that has its public key. */
  list: call<{ tokens: TokenInfo[]; modules: ModuleReport[] }>()(z.strictObject({ imported: z.array(certificate).max(40).optional() })),
  /**
   * Opens an act on one certificate; the PIN follows on the act's one-shot port. A token on its final try takes a PIN only
   * with `finalTryAccepted`. `protectedPath`: the PIN is typed on the device.
   */
  beginAct: call<{ mechanisms: string[]; protectedPath?: boolean }>()(
    z.strictObject({
      actId,
      serial,
      certificateSha256: z.string().regex(/^[0-9a-f]{64}$/),
      imported: certificate.optional(),
      finalTryAccepted: z.boolean().optional(),
      /** Absent: to sign. An act does the one or the other. */
      purpose: z.enum(['sign', 'decrypt']).optional(),
    }),
  ),
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `data` (the DER of the signed attributes), at most 64 KiB. */
  sign: call<{ signature: Uint8Array }>()(z.strictObject({ actId, data: bytes })),
  /** RSAES-PKCS1-v1_5 (RFC 8017, 7.2) of one short secret, in an act begun for it. */
  decrypt: call<{ plain: Uint8Array }>()(z.strictObject({ actId, data: bytes.refine((b) => b.byteLength <= 1024) })),
  /** Logs out and forgets the PIN; no error if the act is unknown. */
  endAct: call<Record<string, never>>()(z.strictObject({ actId })),
  /** Opens a change of PIN; old and new one follow on the one-shot port of `actId`. */
  beginPinChange: call<{ protectedPath?: boolean }>()(z.strictObject({ actId, serial, finalTryAccepted: z.boolean().optional() })),
  /** Ends it and says what came of it; neither `changed` nor `error` when no PINs came. */
  endPinChange: call<{ changed: boolean; error?: AppError }>()(z.strictObject({ actId })),
  /** Looks at a file without running any of its code. */
  inspect: call<{ sha256: string; error?: AppError }>()(z.strictObject({ path: z.string().max(4096) })),
  /** Answered at once unless a driver holds the process. */
  ping: call<Record<string, never>>()(z.strictObject({})),
} as const;
export type TokenCalls = typeof tokenCalls;

/** A module as an administrator allowed it: this file with these bytes. */
export const moduleEntry = z.strictObject({ path: z.string().max(4096), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type ModuleEntry = z.infer<typeof moduleEntry>;
/** First message to a token process, with the port on which the core asks. */
export const serveMessage = z.strictObject({
  type: z.literal('serve'),
  modules: z.array(moduleEntry).optional(),
  /** Paths of modules that ended this process too often: not touched again. */
  avoided: z.array(z.string()).optional(),
  /** The supervisor hears `moduleBusy` and answers it. */
  noted: z.boolean().optional(),
});
/**
 * Said to the supervisor before a module's code may run and when it came back, so that a module that ends the process
 * by itself is known; `path` absent = none. Answered by `moduleNoted` before the code runs.
 */
export const moduleBusy = z.strictObject({ type: z.literal('module-busy'), path: z.string().optional() });
export const moduleNoted = z.strictObject({ type: z.literal('module-noted') });

/** Sent by the supervisor to a token process's parent port together with the PIN port of that act. */
export const pinPortMessage = z.strictObject({ type: z.literal('pin-port'), actId });
/**
 * First and only message from page to token on that port; the arrays are zeroed by the receiver. An empty PIN belongs to
 * a token with a PIN pad of its own; old and new PIN to a change of PIN.
 */
export const pinMessage = z.strictObject({ pin: anyBytes });
export const newPinMessage = z.strictObject({ oldPin: anyBytes, newPin: anyBytes });
/** The one answer. `contract.closed` is never sent: a closed port without an answer means the process died. */
export type PinAnswer = { readonly ok: true } | { readonly ok: false; readonly error: AppError };
