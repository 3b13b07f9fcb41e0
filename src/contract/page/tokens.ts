/** Signing devices apart from signing: drivers (administrators), certificates imported by hand, change of PIN. */
import { z } from 'zod';
import type { ExpiryWarning } from '../../domain/certificateExpiry.ts';
import type { AppError } from '../../domain/errors.ts';
import { bytes, id } from '../bytes.ts';
import { call } from '../wire.ts';

export interface ModuleRow {
  readonly path: string;
  readonly name: string;
  /** By an administrator; else found in a known place of the system. */
  readonly allowed: boolean;
  readonly loaded: boolean;
  /** Of the bytes that were allowed, when and by whom. */
  readonly sha256?: string;
  readonly at?: number;
  readonly by?: string;
  readonly error?: AppError;
}
export interface ImportedCertificate {
  readonly sha256: string;
  readonly commonName: string;
  readonly organization: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  readonly expiry?: ExpiryWarning;
}

const serial = z.string().max(64);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A device that is plugged in now. */
export interface PluggedToken {
  readonly serial: string;
  readonly label: string;
  readonly pinLocked: boolean;
  readonly pinFinalTry: boolean;
}

export const tokenPageCalls = {
  'token.plugged': call<{ tokens: PluggedToken[] }>()(z.strictObject({})),
  'token.modules.list': call<{ modules: ModuleRow[] }>()(z.strictObject({})),
  /** The file is chosen in main's own dialog; `path` absent = cancelled. Allowing the same file again takes its new bytes. */
  'token.modules.add': call<{ path?: string }>()(z.strictObject({})),
  'token.modules.remove': call<Record<string, never>>()(z.strictObject({ path: z.string().max(4096) })),
  /** Starts the token process anew: for devices that a driver sees only at its start, and drivers that were left alone. */
  'token.restart': call<Record<string, never>>()(z.strictObject({})),
  'token.certificates.list': call<{ certificates: ImportedCertificate[] }>()(z.strictObject({})),
  /** A .cer file, DER or PEM: used where a token holds the key alone. */
  'token.certificates.import': call<{ certificate: ImportedCertificate }>()(z.strictObject({ data: bytes })),
  'token.certificates.remove': call<Record<string, never>>()(z.strictObject({ sha256 })),
  /** Opens a change of PIN; old and new PIN then go over the one-shot port of `actId`, then `token.pin.end`. */
  'token.pin.begin': call<{ actId: string }>()(z.strictObject({ serial, finalTryAccepted: z.boolean().optional() })),
  /** What came of it; without PINs it ends as not changed. */
  'token.pin.end': call<{ changed: boolean; error?: AppError }>()(z.strictObject({ actId: id })),
} as const;
