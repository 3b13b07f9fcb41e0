/** Files as they came: what was mended, or taken apart into pages, can always be had byte for byte. */
import { z } from 'zod';
import { id } from '../bytes.ts';
import { call } from '../wire.ts';

export interface OriginalFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** Its cross-reference was damaged and a sound one was made of it; else it was scanned and its pages were put together anew. */
  readonly mended: boolean;
}
const ofDocument = { incomingId: id.optional(), outgoingId: id.optional() };
export const originalCalls = {
  'originals.list': call<{ files: OriginalFile[] }>()(z.strictObject(ofDocument)),
  /** Saved outside through main's dialog, and written to the document's history. */
  'originals.save': call<{ saved: boolean }>()(z.strictObject({ ...ofDocument, id })),
} as const;
