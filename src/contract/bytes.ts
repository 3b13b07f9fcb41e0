import { z } from 'zod';

/** Largest run of bytes in one message. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Bytes as they cross a port (a Buffer is a Uint8Array too). */
export const bytes = z.custom<Uint8Array>((b) => b instanceof Uint8Array && b.byteLength <= MAX_MESSAGE_BYTES);
/** Bytes whose size another rule bounds. */
export const anyBytes = z.custom<Uint8Array>((b) => b instanceof Uint8Array);
/** A short line a person typed; NFC, no control characters. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((s) =>
      s
        .normalize('NFC')
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
    );
/** A longer text; keeps line breaks. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((s) =>
      s
        .normalize('NFC')
        .replace(/[^\P{Cc}\n]+/gu, ' ')
        .trim(),
    );
export const id = z.uuid();
export const legalDateText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
