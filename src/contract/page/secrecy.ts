/** State secrets: the answer of a person to words that may be a mark. */
import { z } from 'zod';
import { id } from '../bytes.ts';
import { call } from '../wire.ts';

/** Words that stand in a file and may be a mark of secrecy. */
export interface SecrecyAsked {
  readonly words: string;
  readonly page: number;
}
export const secrecyCalls = {
  /** `secret`: the document is destroyed at once and nothing of it remains; else the answer is kept with it. */
  'secrecy.answer': call<Record<string, never>>()(
    z.strictObject({ kind: z.enum(['upload', 'incoming', 'outgoing']), id, secret: z.boolean() }),
  ),
} as const;
