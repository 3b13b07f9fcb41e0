/** Destruction of records by decision: proposed by one person, agreed by another, carried out once. */
import { z } from 'zod';
import { id, line } from '../bytes.ts';
import { call } from '../wire.ts';
import { workId } from './work.ts';

export interface DestructionItem {
  readonly list: 'incoming' | 'outgoing';
  readonly id: string;
  readonly code: string;
  readonly date: string;
  readonly subject: string;
}
export interface DestructionRow {
  readonly id: string;
  /** `carrying`: agreed, and not yet at its end; it can neither be withdrawn nor stopped. */
  readonly state: 'proposed' | 'carrying' | 'done' | 'withdrawn';
  readonly number: string;
  readonly date: string;
  readonly decidedBy: string;
  readonly proposedBy: string;
  readonly proposedById: string;
  readonly proposedAt: number;
  readonly agreedBy?: string;
  readonly agreedAt?: number;
  readonly doneAt?: number;
  readonly documents: number;
  /** Of them gone through so far. */
  readonly carried: number;
  readonly files: number;
  readonly bytes: number;
}
export interface DestructionDetail extends DestructionRow {
  readonly council: string;
  /** The scanned decision; absent where the act was carried out again after a restore from before it. */
  readonly scan?: { readonly id: string; readonly name: string; readonly size: number; readonly detected: string };
  readonly items: readonly DestructionItem[];
  /** Who may agree: people other than the one who proposed. */
  readonly agreeing: readonly { readonly id: string; readonly name: string }[];
  /** Places of backups in which older backups still hold what was destroyed, until they are next here. */
  readonly backupsToGo: number;
}
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const some = (max: number) => line(max).pipe(z.string().min(1));
const one = z.strictObject({ id });
export const destructionCalls = {
  'destruction.list': call<{ rows: DestructionRow[] }>()(z.strictObject({})),
  'destruction.get': call<DestructionDetail>()(one),
  /** Documents that may be destroyed: done with, of a year at most, not in another act. */
  'destruction.candidates': call<{ items: DestructionItem[]; more: boolean }>()(
    z.strictObject({ list: z.enum(['incoming', 'outgoing']), from: date, to: date, text: line(200), workId: workId.optional() }),
  ),
  'destruction.propose': call<{ id: string }>()(
    z.strictObject({
      number: some(100),
      date,
      decidedBy: some(300),
      council: some(2_000),
      /** The scanned decision. */
      scanUploadId: id,
      documents: z
        .array(z.strictObject({ list: z.enum(['incoming', 'outgoing']), id }))
        .min(1)
        .max(2_000),
    }),
  ),
  'destruction.withdraw': call<Record<string, never>>()(one),
  /**
   * The second person agrees: signed in as somebody else than who proposed, or by typing the own passphrase here. Answers
   * when the list was gone through (`done`: to its end, no document was worked on again); from the agreement on it goes on
   * whether somebody waits for it or not, and `destruction.list` tells how far it is.
   */
  'destruction.agree': call<{ done: boolean }>()(
    z.strictObject({ id, personId: id.optional(), passphrase: z.string().max(200).optional() }),
  ),
} as const;
