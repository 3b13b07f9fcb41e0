/**
 * Who did what on which document, with what result, and no content of any document. Rows are only added; each carries
 * the hash of the one before, and the chain's head is signed by the workstation's machine key: a row changed, removed
 * or put elsewhere is found, and so is an end cut off behind a signed head.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time.ts';
import { machinePublicKey, machineSign, machineVerify } from '../accounts/machine.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/index.ts';

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
export function record(store: Store, actor: Actor, act: string, object: string, result = 'ok'): AuditRow {
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

/** Checks a chain without a store, e.g. an exported log; `signed` (already verified) must be one of its rows. */
export function verifyRows(rows: Iterable<AuditRow>, signed?: AuditHead): ChainVerdict {
  let last = START;
  let count = 0;
  let signedSeen = signed === undefined;
  for (const row of rows) {
    if (row.seq <= last.seq) return { ok: false, seq: row.seq, why: 'order' };
    if (row.previous !== last.hash) return { ok: false, seq: row.seq, why: 'previous' };
    if (auditHash(row) !== row.hash) return { ok: false, seq: row.seq, why: 'hash' };
    if (row.seq === signed?.seq && row.hash === signed.hash) signedSeen = true;
    last = { seq: row.seq, hash: row.hash };
    count++;
  }
  return signedSeen ? { ok: true, rows: count, head: last } : { ok: false, seq: signed?.seq ?? 0, why: 'head_missing' };
}

function* inParts(store: Store): IterableIterator<AuditRow> {
  for (let after = 0; ; ) {
    const part = auditRows(store, after, 5000);
    if (part.length === 0) return;
    yield* part;
    after = part.at(-1)?.seq ?? after;
  }
}

/** The whole log against its own hashes and the last signed head. */
export function verifyChain(store: Store): ChainVerdict {
  const signed = signedHead(store);
  if (signed !== undefined && !verifySignedHead(signed, machinePublicKey(store))) {
    return { ok: false, seq: signed.seq, why: 'head_signature' };
  }
  return verifyRows(inParts(store), signed);
}

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
