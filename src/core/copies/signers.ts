/** Who may sign a copy (Decree 30/2020, article 26: whoever the office's regulation names), from the table of signing powers. */
import { blockOf, proposed } from '../../domain/signingPowers.ts';
import { legalDateOf } from '../../domain/time.ts';
import { powersOf } from '../signing/powers.ts';
import type { Store } from '../store/types.ts';

/** Name under which a power may be given for copies alone. */
export const COPY_KIND = 'Bản sao';
export interface CopySigner {
  readonly signer: string;
  readonly competence: string;
  readonly signerPosition: string;
}
/** In force today, one given for copies first; each person with each block once. */
export function copySigners(store: Store, organId: string): CopySigner[] {
  const rows = proposed(powersOf(store), { organId, kind: COPY_KIND, on: legalDateOf(store.now()) });
  const own = [...rows].sort((a, b) => Number(b.kinds.includes(COPY_KIND)) - Number(a.kinds.includes(COPY_KIND)));
  const made = own.map((power): CopySigner => {
    const { competence, position } = blockOf(power);
    return { signer: power.person, competence, signerPosition: position };
  });
  return made.filter((one, i) => made.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === i);
}
