/** What this office knows: names of the directory, who signed lately, the kinds in force. Gathered once in a while, not for each page. */
import type { Known } from '../../domain/proposals/index.ts';
import { legalDateOf } from '../../domain/time.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Store } from '../store/types.ts';

const FRESH_MS = 10 * 60_000;
const MOST_AGENCIES = 30_000;
/** So many of the latest arrivals tell who signs. */
const LATEST = 3_000;

export function knownOf(store: Store): () => Known {
  let kept: { at: number; agencies: readonly string[]; signers: readonly string[] } | undefined;
  return () => {
    const now = store.now();
    if (kept === undefined || now - kept.at > FRESH_MS) {
      const names = store.db
        .prepare<[number], string>('SELECT DISTINCT name FROM agency WHERE closed_at IS NULL LIMIT ?')
        .pluck()
        .all(MOST_AGENCIES);
      const signers = store.db
        .prepare<[number], string>(`SELECT DISTINCT signer FROM (SELECT signer FROM incoming ORDER BY seq DESC LIMIT ?) WHERE signer <> ''`)
        .pluck()
        .all(LATEST);
      // The same list stays the same: what is made of it for comparing is kept with it.
      const agencies = kept && same(kept.agencies, names) ? kept.agencies : names;
      kept = { at: now, agencies, signers: kept && same(kept.signers, signers) ? kept.signers : signers };
    }
    return { agencies: kept.agencies, signers: kept.signers, kinds: documentKinds(store), today: legalDateOf(now) };
  };
}
const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, i) => name === b[i]);
