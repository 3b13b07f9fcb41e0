/**
 * Who did what on which document, with what result, and no content of any document. Rows are only added; each carries
 * the hash of the one before, and the chain's head is signed by the workstation's machine key: a row changed, removed
 * or put elsewhere is found, and so is an end cut off behind a signed head.
 */
import { createHash } from 'node:crypto';
import type { AuditAct } from '../../domain/auditActs.ts';
import type { Instant } from '../../domain/time.ts';
import { machinePublicKey, machineSign, machineVerify } from '../accounts/machine.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/index.ts';
import { type Parts, whole } from '../working/index.ts';

export interface AuditRow {
  readonly seq: number;
  readonly at: Instant;
  readonly personId: string | null;
  readonly person: string;
  /** Roles held when it was done, `clerk,officer`; null for the workstation itself and for rows from before. */
  readonly role?: string | null;
  /** `room.act`, e.g. `registers.number_given`. */
  readonly act: string;
  /** Id of what was acted on, or ''. */
  readonly object: string;
  readonly result: string;
  /** Lower-case hex SHA-256 of the row before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}
export interface SignedHead extends AuditHead {
  readonly at: Instant;
  /** Base64 of a DER ECDSA signature by the machine key. */
  readonly signature: string;
}
export type ChainVerdict =
  | { readonly ok: true; readonly rows: number; readonly head: AuditHead }
  | { readonly ok: false; readonly seq: number; readonly why: 'hash' | 'previous' | 'order' | 'head_missing' | 'head_signature' };

const START: AuditHead = { seq: 0, hash: '0'.repeat(64) };
const SIGNED_HEAD = 'audit_signed_head';

/**
 * Hash of a row: SHA-256 of the JSON array of its fields in this order, UTF-8 (one value has one such text). The role
 * stands at the end, and only where there is one.
 */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const fields = [row.seq, row.at, row.personId, row.person, row.act, row.object, row.result, row.previous];
  const text = JSON.stringify(typeof row.role === 'string' ? [...fields, row.role] : fields);
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Every act writes here: prepared once for a store, not once a row. */
const prepare = (store: Store) => ({
  insert: store.db.prepare<unknown[]>(
    'INSERT INTO audit (seq, at, person_id, person, role, act, object, result, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ),
  last: store.db.prepare<[], AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1'),
});
const prepared = new WeakMap<Store, ReturnType<typeof prepare>>();
function statements(store: Store): ReturnType<typeof prepare> {
  const known = prepared.get(store) ?? prepare(store);
  prepared.set(store, known);
  return known;
}

/** Adds a row inside the transaction of the act itself, so that neither is there without the other. */
export function record(store: Store, actor: Actor, act: AuditAct, object: string, result = 'ok'): AuditRow {
  const fields = {
    seq: store.nextSeq(),
    at: store.now(),
    personId: actor.personId ?? null,
    person: actor.name,
    role: actor.roles.length > 0 ? actor.roles.join(',') : null,
    act,
    object,
    result: actor.onBehalfOf ? `${result} for ${actor.onBehalfOf.personId} ${actor.onBehalfOf.name}` : result,
    previous: head(store).hash,
  };
  const row: AuditRow = { ...fields, hash: auditHash(fields) };
  const { insert } = statements(store);
  insert.run(row.seq, row.at, row.personId, row.person, row.role ?? null, row.act, row.object, row.result, row.previous, row.hash);
  return row;
}

/** The last row's place and hash; seq 0 of an empty log. */
export function head(store: Store): AuditHead {
  return statements(store).last.get() ?? START;
}

/** Rows in their order after one of them; in parts, where others write meanwhile. */
export function auditRows(store: Store, after = 0, limit = -1): AuditRow[] {
  return store.db
    .prepare<[number, number], AuditRow>(
      'SELECT seq, at, person_id AS personId, person, role, act, object, result, previous, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
    )
    .all(after, limit);
}

/** Takes rows in their order and says what is wrong with the first that is wrong. `signed` (already verified) must be one of them. */
class Chain {
  last = START;
  count = 0;
  #signedSeen: boolean;
  readonly #signed: AuditHead | undefined;
  constructor(signed: AuditHead | undefined) {
    this.#signed = signed;
    this.#signedSeen = signed === undefined;
  }
  take(row: AuditRow): Extract<ChainVerdict, { ok: false }> | undefined {
    if (row.seq <= this.last.seq) return { ok: false, seq: row.seq, why: 'order' };
    if (row.previous !== this.last.hash) return { ok: false, seq: row.seq, why: 'previous' };
    if (auditHash(row) !== row.hash) return { ok: false, seq: row.seq, why: 'hash' };
    if (row.seq === this.#signed?.seq && row.hash === this.#signed.hash) this.#signedSeen = true;
    this.last = { seq: row.seq, hash: row.hash };
    this.count++;
    return undefined;
  }
  end(): ChainVerdict {
    return this.#signedSeen
      ? { ok: true, rows: this.count, head: this.last }
      : { ok: false, seq: this.#signed?.seq ?? 0, why: 'head_missing' };
  }
}
/** Checks a chain without a store, e.g. an exported log; `signed` (already verified) must be one of its rows. */
export function verifyRows(rows: Iterable<AuditRow>, signed?: AuditHead): ChainVerdict {
  const chain = new Chain(signed);
  for (const row of rows) {
    const wrong = chain.take(row);
    if (wrong) return wrong;
  }
  return chain.end();
}

/** Rows judged before the others have their turn. */
const JUDGED_AT_ONCE = 1_000;
/** The whole log against its own hashes and the last signed head; what is recorded meanwhile is judged too. */
export function* verifyInParts(store: Store): Parts<ChainVerdict> {
  const signed = signedHead(store);
  if (signed !== undefined && !verifySignedHead(signed, machinePublicKey(store))) {
    return { ok: false, seq: signed.seq, why: 'head_signature' };
  }
  const chain = new Chain(signed);
  for (;;) {
    const rows = auditRows(store, chain.last.seq, JUDGED_AT_ONCE);
    for (const row of rows) {
      const wrong = chain.take(row);
      if (wrong) return wrong;
    }
    if (rows.length === 0) return chain.end();
    yield { done: chain.last.seq, total: Math.max(head(store).seq, chain.last.seq) };
  }
}
/** The same in one piece. */
export const verifyChain = (store: Store): ChainVerdict => whole(verifyInParts(store));

const headBytes = (h: Omit<SignedHead, 'signature'>): Uint8Array =>
  Buffer.from(JSON.stringify(['audit-head', h.seq, h.hash, h.at]), 'utf8');

/** Signs where the log stands now and keeps it; an empty log has no head to sign. */
export function signHead(store: Store): SignedHead | undefined {
  return store.tx(() => {
    const now = { ...head(store), at: store.now() };
    if (now.seq === 0) return undefined;
    const signed: SignedHead = { ...now, signature: Buffer.from(machineSign(store, headBytes(now))).toString('base64') };
    store.setSetting(SIGNED_HEAD, JSON.stringify(signed));
    return signed;
  }, 'audit.sign_head');
}

/** The head signed last. */
export function signedHead(store: Store): SignedHead | undefined {
  const text = store.setting(SIGNED_HEAD);
  return text === undefined ? undefined : (JSON.parse(text) as SignedHead);
}

/** @param publicKey PEM SubjectPublicKeyInfo of the workstation's machine key */
export function verifySignedHead(signed: SignedHead, publicKey: string): boolean {
  return machineVerify(publicKey, headBytes(signed), Buffer.from(signed.signature, 'base64'));
}

export { type AuditExport, type ExportVerdict, exportAudit, verifyExport } from './export.ts';
export { AUDIT_SOURCES, type AuditQuery, listAudit, viewerOf } from './list.ts';
export type { Viewer } from './objects.ts';
export { auditPaper } from './paper.ts';
