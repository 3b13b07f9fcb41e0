/**
 * Whom this machine trusts: the bundle in force (shipped or updated), what an administrator added, and in training the
 * training world's own root, which no other mode ever sees. Every change is audited and has all verdicts judged again.
 */

import { createHash, X509Certificate } from 'node:crypto';
import type { AuditAct } from '../../domain/auditActs.ts';
import { Failure } from '../../domain/errors.ts';
import { type Mode, TRAINING_POLICY_OID } from '../../domain/profile.ts';
import type { Instant } from '../../domain/time.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { type Bundle, openUpdate, readBundle, shippedBundle, updateKeys } from './bundle.ts';
import { fetchBounded, type NetworkRules } from './network.ts';

export type Role = 'anchor' | 'intermediate';
export interface TrustedCertificate {
  readonly sha256: string;
  readonly name: string;
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly role: Role;
  readonly origin: 'bundle' | 'network' | 'administrator' | 'training';
  /** Its fingerprint is one that the bundle names. */
  readonly pinned: boolean;
  readonly addedBy?: string;
  readonly addedAt?: Instant;
}
export interface TrustState {
  readonly bundle: { readonly version: number; readonly issuedAt: string; readonly installedAt?: Instant; readonly installedBy?: string };
  /** Updates can be checked: the product knows a key for them. */
  readonly updatable: boolean;
  readonly pins: readonly {
    readonly name: string;
    readonly role: 'root' | 'intermediate';
    readonly sha256: string;
    readonly held: boolean;
  }[];
  readonly certificates: readonly TrustedCertificate[];
}
export interface TrustParts {
  readonly store: Store;
  readonly mode: Mode;
  readonly resourcesDir: string;
  /** The training world's own roots. */
  readonly training: () => readonly Uint8Array[];
  readonly rules: () => NetworkRules;
}
interface Row {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly role: Role;
  readonly origin: 'administrator' | 'network';
  readonly added_by: string;
  readonly added_at: number;
}
const MAX_CERTIFICATE = 16_384;
const MAX_ADDED = 100;
const digest = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

export class Trust {
  readonly #parts: TrustParts;
  #shipped: Bundle | undefined;
  constructor(parts: TrustParts) {
    this.#parts = parts;
  }

  /** The shipped bundle or a later one that was installed. */
  bundle(): Bundle {
    this.#shipped ??= shippedBundle(this.#parts.resourcesDir);
    const row = this.#installed();
    return row && row.version > this.#shipped.version ? readBundle(row.payload) : this.#shipped;
  }
  #installed(): { version: number; payload: string; installed_by: string; installed_at: number } | undefined {
    return this.#parts.store.db.prepare('SELECT * FROM trust_bundle ORDER BY version DESC LIMIT 1').get() as never;
  }
  #rows(): Row[] {
    return this.#parts.store.db.prepare('SELECT * FROM trust_certificate ORDER BY seq').all() as Row[];
  }
  #bundled(role: Role): Uint8Array[] {
    if (this.#parts.mode === 'training') return [];
    const { pins, certificates } = this.bundle();
    return certificates
      .map((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .filter((der) => pins.some((p) => p.sha256 === digest(der) && (p.role === 'root') === (role === 'anchor')));
  }

  anchors(): Uint8Array[] {
    const added = this.#rows().filter((row) => row.role === 'anchor');
    const training = this.#parts.mode === 'training' ? this.#parts.training() : [];
    return [...training, ...this.#bundled('anchor'), ...added.map((row) => new Uint8Array(row.der))];
  }
  intermediates(): Uint8Array[] {
    const added = this.#rows().filter((row) => row.role === 'intermediate');
    return [...this.#bundled('intermediate'), ...added.map((row) => new Uint8Array(row.der))];
  }
  /** Fingerprints of roots: such a certificate is an anchor wherever it comes from. None in training. */
  pins(): string[] {
    if (this.#parts.mode === 'training') return [];
    return this.bundle()
      .pins.filter((p) => p.role === 'root')
      .map((p) => p.sha256);
  }
  /** Hosts of the roots' owners. */
  hosts(): readonly string[] {
    return this.bundle().hosts;
  }

  state(): TrustState {
    const bundle = this.bundle();
    const installed = this.#installed();
    const used = installed?.version === bundle.version ? installed : undefined;
    const pinned = (sha256: string): boolean => bundle.pins.some((p) => p.sha256 === sha256);
    const described = (der: Uint8Array, role: Role, origin: TrustedCertificate['origin'], row?: Row): TrustedCertificate[] => {
      try {
        const facts = readCertificate(der);
        return [
          {
            sha256: facts.sha256,
            name: facts.subject.commonName ?? facts.subject.organization ?? facts.sha256,
            issuer: facts.issuer.commonName ?? facts.issuer.organization ?? '',
            notBefore: facts.notBefore,
            notAfter: facts.notAfter,
            role,
            origin,
            pinned: pinned(facts.sha256),
            ...(row ? { addedBy: row.added_by, addedAt: row.added_at } : {}),
          },
        ];
      } catch {
        return [];
      }
    };
    const certificates = [
      ...(this.#parts.mode === 'training' ? this.#parts.training().flatMap((der) => described(der, 'anchor', 'training')) : []),
      ...this.#bundled('anchor').flatMap((der) => described(der, 'anchor', 'bundle')),
      ...this.#bundled('intermediate').flatMap((der) => described(der, 'intermediate', 'bundle')),
      ...this.#rows().flatMap((row) => described(row.der, row.role, row.origin, row)),
    ];
    const held = new Set(certificates.map((c) => c.sha256));
    return {
      bundle: {
        version: bundle.version,
        issuedAt: bundle.issuedAt,
        ...(used ? { installedAt: used.installed_at, installedBy: used.installed_by } : {}),
      },
      updatable: updateKeys(this.#parts.resourcesDir).length > 0,
      pins: bundle.pins.map(({ name, role, sha256 }) => ({ name, role, sha256, held: held.has(sha256) })),
      certificates,
    };
  }

  /** Takes a signed update into force. @throws Failure `trust.update_…` */
  update(bytes: Uint8Array, actor: Actor): TrustState {
    const { store, resourcesDir } = this.#parts;
    const { bundle, json, keyId } = openUpdate(bytes, updateKeys(resourcesDir), this.bundle().version);
    store.tx(() => {
      store.db
        .prepare('INSERT INTO trust_bundle (version, payload, key_id, installed_by, installed_at) VALUES (?, ?, ?, ?, ?)')
        .run(bundle.version, json, keyId, actor.name, store.now());
      this.#changed(actor, 'trust.update', String(bundle.version));
    }, 'trust:update');
    return this.state();
  }

  /**
   * An administrator's own addition: a certificate of an authority. One that issued itself becomes an anchor, another helps
   * to build chains unless `asAnchor` says more.
   * @throws Failure `trust.certificate_unreadable`, `trust.not_an_authority`, `trust.training_authority`, `trust.known_already`, `trust.too_many`
   */
  add(bytes: Uint8Array, asAnchor: boolean, actor: Actor): TrustedCertificate {
    const { store } = this.#parts;
    const der = certificateOf(bytes);
    const facts = readCertificate(der);
    if (!facts.isCa) throw new Failure('trust.not_an_authority');
    // Its private key lies on every machine where somebody practised.
    if (this.#parts.mode === 'real' && facts.policies.includes(TRAINING_POLICY_OID)) throw new Failure('trust.training_authority');
    if (this.state().certificates.some((c) => c.sha256 === facts.sha256)) throw new Failure('trust.known_already');
    if (this.#rows().length >= MAX_ADDED) throw new Failure('trust.too_many', { most: MAX_ADDED });
    const x509 = new X509Certificate(der);
    const role: Role = asAnchor || x509.checkIssued(x509) ? 'anchor' : 'intermediate';
    store.tx(() => {
      this.#keep(der, role, 'administrator', actor.name, actor.name);
      this.#changed(actor, 'trust.add', facts.sha256);
    }, 'trust:add');
    const added = this.state().certificates.find((c) => c.sha256 === facts.sha256);
    if (!added) throw new Failure('trust.certificate_unreadable');
    return added;
  }
  /** @throws Failure `trust.not_found` for what was not added here */
  remove(sha256: string, actor: Actor): void {
    const { store } = this.#parts;
    store.tx(() => {
      if (store.db.prepare('DELETE FROM trust_certificate WHERE sha256 = ?').run(sha256).changes !== 1)
        throw new Failure('trust.not_found');
      this.#changed(actor, 'trust.remove', sha256);
    }, 'trust:remove');
  }
  #keep(der: Uint8Array, role: Role, origin: Row['origin'], source: string, by: string): void {
    const { store } = this.#parts;
    store.db
      .prepare(
        `INSERT INTO trust_certificate (sha256, der, role, origin, source, added_by, added_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
      )
      .run(digest(der), der, role, origin, source, by, store.now(), store.nextSeq());
  }
  /** Whom this machine trusts is another now: every verdict is due. */
  #changed(actor: Actor, act: AuditAct, object: string): void {
    record(this.#parts.store, actor, act, object);
    this.#parts.store.db.prepare('UPDATE verdict_check SET next_at = 0, tries = 0').run();
  }

  /** Certificates that the bundle pins but does not hold, from where their owners publish them; how many came. */
  async fetchPinned(inspect: (bytes: Uint8Array) => Promise<readonly Uint8Array[]>, actor: Actor): Promise<number> {
    const { store, rules, mode } = this.#parts;
    if (mode === 'training') return 0;
    const { pins, hosts } = this.bundle();
    const missing = this.state().pins.filter((p) => !p.held);
    let came = 0;
    for (const { sha256, role } of missing) {
      const url = pins.find((p) => p.sha256 === sha256)?.url;
      if (url === undefined) continue;
      try {
        const found = (await inspect(await fetchBounded({ url, maxBytes: 256 * 1024, hosts }, rules()))).find(
          (der) => digest(der) === sha256,
        );
        if (!found) continue;
        store.tx(() => {
          this.#keep(found, role === 'root' ? 'anchor' : 'intermediate', 'network', url, actor.name);
          this.#changed(actor, 'trust.fetch', sha256);
        }, 'trust:fetch');
        came++;
      } catch {
        // Not there today; the next round asks again.
      }
    }
    return came;
  }
}

function certificateOf(bytes: Uint8Array): Uint8Array {
  try {
    const block = Buffer.from(bytes)
      .toString('latin1')
      .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/)?.[0];
    const der = new Uint8Array(new X509Certificate(block ?? Buffer.from(bytes)).raw);
    if (der.byteLength > MAX_CERTIFICATE) throw new Error('too large');
    readCertificate(der);
    return der;
  } catch (error) {
    throw new Failure('trust.certificate_unreadable', undefined, { cause: error });
  }
}
