/**
 * What was fetched about certificates, kept with its age: OCSP responses and issuers' certificates in the row, lists in
 * the vault (they may be large). A newer answer takes the old one's place, an older one never does: over plain http anybody may
 * send yesterday's again. A failed try leaves what there is and is noted.
 */
import type { SealedFile } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Wanted } from '../../domain/verdict.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { fetchBounded, type NetworkRules } from './network.ts';

type Kind = Wanted['kind'];
interface Row {
  readonly kind: Kind;
  readonly url: string;
  readonly about: string;
  readonly bytes: Uint8Array | null;
  readonly blob_id: BlobId | null;
  readonly this_update: number | null;
  readonly next_update: number | null;
  readonly fetched_at: number | null;
  readonly tried_at: number;
  readonly failure: string | null;
}
export interface KnownMaterial {
  readonly ocsps: Uint8Array[];
  readonly crls: SealedFile[];
}
/** What is kept, for the screen. */
export interface MaterialFacts {
  readonly ocsp: number;
  readonly crl: number;
  readonly issuer: number;
  readonly newest?: Instant;
  readonly lastFailure?: { readonly at: Instant; readonly url: string; readonly code: string };
}
const HOUR = 3_600_000;
/** Asked again after this long, or when the answer says that a newer one is due (but not more often than hourly). */
const FRESH: Readonly<Record<Kind, number>> = { ocsp: 12 * HOUR, crl: 24 * HOUR, issuer: 30 * 24 * HOUR };
/** After a failure not sooner than this. */
const AGAIN = HOUR / 6;
const MAX_BYTES: Readonly<Record<Kind, number>> = { ocsp: 64 * 1024, crl: 32 * 1024 * 1024, issuer: 256 * 1024 };
const MAX_ISSUERS = 200;

export interface MaterialParts {
  readonly store: Store;
  readonly parsing: Pick<Parsing, 'inspectMaterial'>;
  readonly rules: () => NetworkRules;
  /** Hosts of whom a certificate without a known issuer is believed to have the issuer's. */
  readonly issuerHosts: () => readonly string[];
}

export class Material {
  readonly #parts: MaterialParts;
  constructor(parts: MaterialParts) {
    this.#parts = parts;
  }
  #row({ kind, url, about }: Wanted): Row | undefined {
    const { db } = this.#parts.store;
    const key = kind === 'crl' ? '' : about;
    return db.prepare('SELECT * FROM trust_material WHERE kind = ? AND url = ? AND about = ?').get(kind, url, key) as Row | undefined;
  }

  /** What is kept of what is wanted, whatever its age: the parser sees for which time it speaks. */
  known(wanted: readonly Wanted[]): KnownMaterial {
    const found: KnownMaterial = { ocsps: [], crls: [] };
    const seen = new Set<string>();
    for (const one of wanted) {
      const row = this.#row(one);
      if (row?.bytes && row.kind === 'ocsp') found.ocsps.push(new Uint8Array(row.bytes));
      if (!row?.blob_id || seen.has(row.blob_id)) continue;
      seen.add(row.blob_id);
      found.crls.push(this.#parts.store.vault.sealed(row.blob_id));
    }
    return found;
  }
  /** Issuers' certificates that were fetched; whether they are anybody's the chain says. */
  issuers(): Uint8Array[] {
    const rows = this.#parts.store.db
      .prepare("SELECT bytes FROM trust_material WHERE kind = 'issuer' AND bytes IS NOT NULL ORDER BY fetched_at DESC LIMIT ?")
      .pluck()
      .all(MAX_ISSUERS) as Uint8Array[];
    return rows.map((bytes) => new Uint8Array(bytes));
  }

  /** Fetches what is missing or old. How much came, and whether anybody answered at all. */
  async refresh(wanted: readonly Wanted[]): Promise<{ fetched: number; failed: number; reached: boolean }> {
    const now = this.#parts.store.now();
    const outcome = { fetched: 0, failed: 0, reached: false };
    const silent = new Set<string>();
    for (const one of wanted) {
      if (!this.#due(one, now)) continue;
      const host = hostOf(one.url);
      // A host that did not answer is not waited for again in this round.
      if (silent.has(host)) continue;
      try {
        await this.#fetch(one);
        outcome.fetched++;
        outcome.reached = true;
      } catch (error) {
        const code = error instanceof Failure ? error.error.code : 'verify.net_answer';
        if (code === 'verify.net_unreachable') silent.add(host);
        else outcome.reached = true;
        outcome.failed++;
        this.#note(one, code);
      }
    }
    return outcome;
  }
  #due(one: Wanted, now: number): boolean {
    const row = this.#row(one);
    if (!row) return true;
    if (row.failure !== null && now - row.tried_at < AGAIN) return false;
    if (row.fetched_at === null) return true;
    const age = now - row.fetched_at;
    return age >= FRESH[one.kind] || (age >= HOUR && row.next_update !== null && row.next_update <= now);
  }

  async #fetch(one: Wanted): Promise<void> {
    const { store, parsing, rules, issuerHosts } = this.#parts;
    const bytes = await fetchBounded(
      {
        url: one.url,
        maxBytes: MAX_BYTES[one.kind],
        ...(one.request ? { body: one.request } : {}),
        // A chain that leads to an anchor is believed about its own places; a certificate of unknown descent is not.
        ...(one.kind === 'issuer' ? { hosts: issuerHosts() } : {}),
      },
      rules(),
    );
    if (one.kind === 'crl') return this.#keepList(one, bytes);
    const kind = one.kind === 'issuer' ? 'certificate' : one.kind;
    const told = await parsing.inspectMaterial({ kind, bytes });
    if (!told.ok) throw new Failure('verify.net_answer', { status: 200 });
    if (one.kind === 'ocsp' && this.#isOlder(one, told)) {
      this.#seen(one);
      return;
    }
    store.tx(() => {
      if (one.kind === 'ocsp') this.#keep(one, bytes, null, told);
      // A bag of certificates is kept certificate by certificate.
      for (const [i, der] of (told.certificates ?? []).entries())
        this.#keep({ ...one, about: `${one.about}${i > 0 ? `/${i}` : ''}` }, der, null, told);
    }, 'verify:material');
  }
  async #keepList(one: Wanted, bytes: Uint8Array): Promise<void> {
    const { store, parsing } = this.#parts;
    const blob = await store.vault.put(bytes);
    const told = await parsing.inspectMaterial({ kind: 'crl', source: store.vault.unrecorded(blob) });
    const old = this.#row(one)?.blob_id ?? null;
    if (!told.ok) {
      await store.vault.discard([blob.id]);
      throw new Failure('verify.net_answer', { status: 200 });
    }
    if (this.#isOlder(one, told)) {
      await store.vault.discard([blob.id]);
      this.#seen(one);
      return;
    }
    store.tx(() => {
      store.vault.record(blob);
      this.#keep({ ...one, about: '' }, null, blob.id, told);
      if (old !== null) store.db.prepare('DELETE FROM blob WHERE id = ?').run(old);
    }, 'verify:material');
    if (old !== null) await store.vault.discard([old]);
  }
  #isOlder(one: Wanted, told: { thisUpdate?: number }): boolean {
    const kept = this.#row(one)?.this_update ?? null;
    return kept !== null && told.thisUpdate !== undefined && told.thisUpdate < kept;
  }
  /** Asked, and what is kept was the newer one. */
  #seen(one: Wanted): void {
    const { store } = this.#parts;
    store.tx(() => {
      store.db
        .prepare('UPDATE trust_material SET fetched_at = ?, tried_at = ?, failure = NULL WHERE kind = ? AND url = ? AND about = ?')
        .run(store.now(), store.now(), one.kind, one.url, one.kind === 'crl' ? '' : one.about);
    }, 'verify:material');
  }
  #keep(one: Wanted, bytes: Uint8Array | null, blob: BlobId | null, told: { thisUpdate?: number; nextUpdate?: number }): void {
    const now = this.#parts.store.now();
    this.#parts.store.db
      .prepare(
        `INSERT INTO trust_material (kind, url, about, bytes, blob_id, this_update, next_update, fetched_at, tried_at, failure)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
         ON CONFLICT DO UPDATE SET bytes = excluded.bytes, blob_id = excluded.blob_id, this_update = excluded.this_update,
           next_update = excluded.next_update, fetched_at = excluded.fetched_at, tried_at = excluded.tried_at, failure = NULL`,
      )
      .run(one.kind, one.url, one.about, bytes, blob, told.thisUpdate ?? null, told.nextUpdate ?? null, now, now);
  }
  #note(one: Wanted, code: string): void {
    const { store } = this.#parts;
    store.tx(() => {
      store.db
        .prepare(
          `INSERT INTO trust_material (kind, url, about, tried_at, failure) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET tried_at = excluded.tried_at, failure = excluded.failure`,
        )
        .run(one.kind, one.url, one.kind === 'crl' ? '' : one.about, store.now(), code);
    }, 'verify:material');
  }

  facts(): MaterialFacts {
    const { db } = this.#parts.store;
    const rows = db.prepare('SELECT kind, count(fetched_at) AS n, max(fetched_at) AS newest FROM trust_material GROUP BY kind').all() as {
      kind: Kind;
      n: number;
      newest: number | null;
    }[];
    const failed = db
      .prepare('SELECT tried_at AS at, url, failure AS code FROM trust_material WHERE failure IS NOT NULL ORDER BY tried_at DESC LIMIT 1')
      .get() as { at: number; url: string; code: string } | undefined;
    const count = (kind: Kind): number => rows.find((row) => row.kind === kind)?.n ?? 0;
    const newest = Math.max(0, ...rows.map((row) => row.newest ?? 0));
    return {
      ocsp: count('ocsp'),
      crl: count('crl'),
      issuer: count('issuer'),
      ...(newest > 0 ? { newest } : {}),
      ...(failed ? { lastFailure: failed } : {}),
    };
  }
}
const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
};
