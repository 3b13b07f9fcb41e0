/** The books of both ends and of the axis laid side by side: what is missing, twice, out of order, elsewhere or changed. */
import type { Store } from '../../../src/core/store/index.ts';
import type { RecipientRow } from '../../../src/training/axis/index.ts';
import { keyOf, type PlannedDocument } from './plan.ts';

export interface Differences {
  lost: number;
  doubled: number;
  out_of_order: number;
  wrong_recipient: number;
  bytes_differ: number;
}
export interface Books {
  readonly plan: readonly PlannedDocument[];
  /** By organ. */
  readonly stores: ReadonlyMap<string, Store>;
  readonly axis: readonly RecipientRow[];
  readonly say: (line: string) => void;
}

interface Issued {
  readonly documentId: string;
  readonly fileSha: string;
  readonly packageSha: string;
  readonly type: number;
  /** DocumentId of the document it changes, where it changes one. */
  readonly about: string | null;
  readonly to: string[];
}
interface Arrived {
  readonly sender: string;
  readonly documentId: string;
  readonly type: number;
  readonly packageSha: string;
  readonly fileSha: string;
}
interface Status {
  readonly documentId: string;
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly description: string;
}

/** Order in which the statuses of one document and recipient may come; 05 may come more than once. */
const RANK: Readonly<Record<string, number>> = { '01': 1, '02': 2, '03': 2, '04': 3, '05': 4, '06': 5 };

export function compareBooks(books: Books): Differences {
  const found: Differences = { lost: 0, doubled: 0, out_of_order: 0, wrong_recipient: 0, bytes_differ: 0 };
  const note = (kind: keyof Differences, what: string): void => {
    if (found[kind]++ < 10) books.say(`${kind}: ${what}`);
  };
  documents(books, note);
  statuses(books, note);
  requests(books, note);
  axisBook(books, note);
  return found;
}
type Note = (kind: keyof Differences, what: string) => void;

function issuedBy(store: Store): Issued[] {
  return (
    store.db
      .prepare(
        `SELECT p.document_id AS documentId, b.sha256 AS fileSha, p.sha256 AS packageSha, p.business_type AS type,
           CASE WHEN p.business_type = 0 THEN NULL ELSE coalesce(a.document_id, o.document_id) END AS about,
           (SELECT json_group_array(organ_id) FROM delivery WHERE dispatch_id = p.id AND organ_id IS NOT NULL) AS "to"
         FROM dispatch p JOIN outgoing o ON o.id = p.outgoing_id JOIN file f ON f.outgoing_id = o.id AND f.current = 1
         JOIN blob b ON b.id = f.blob_id LEFT JOIN outgoing a ON a.id = o.amends_id WHERE p.kind = 'document'`,
      )
      .all() as (Omit<Issued, 'to'> & { to: string })[]
  ).map((row) => ({ ...row, to: JSON.parse(row.to) as string[] }));
}
const arrivedAt = (store: Store): Arrived[] =>
  store.db
    .prepare(
      `SELECT i.sender_organ_id AS sender, i.document_id AS documentId, i.business_type AS type, i.package_sha256 AS packageSha,
         (SELECT b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.incoming_id = i.id ORDER BY f.position LIMIT 1) AS fileSha
       FROM incoming i ORDER BY i.seq`,
    )
    .all() as Arrived[];

/** Each document is with each of its recipients once, with its bytes, and nowhere else. */
function documents({ plan, stores }: Books, note: Note): void {
  const arrived = new Map<string, Arrived[]>();
  for (const [organ, store] of stores) {
    for (const row of arrivedAt(store)) {
      const key = JSON.stringify([organ, row.sender, row.documentId, row.type, row.packageSha]);
      arrived.set(key, [...(arrived.get(key) ?? []), row]);
    }
    const aside = store.db.prepare(`SELECT doc_id, reason FROM package WHERE state <> 'stored'`).all() as {
      doc_id: string;
      reason: string;
    }[];
    for (const row of aside) note('lost', `package ${row.doc_id} at ${organ}: ${row.reason}`);
  }
  for (const planned of plan) {
    const row = stores.get(planned.from)?.db.prepare(`SELECT 1 FROM outgoing WHERE content = ? AND state = 'issued'`).get(keyOf(planned));
    if (row === undefined) note('lost', `${keyOf(planned)} was not issued`);
  }
  for (const [from, store] of stores) {
    for (const one of issuedBy(store)) {
      for (const to of one.to) {
        const key = JSON.stringify([to, from, one.documentId, one.type, one.packageSha]);
        const there = arrived.get(key) ?? [];
        arrived.delete(key);
        if (there.length === 0) note('lost', `${one.documentId} (${one.type}) to ${to}`);
        if (there.length > 1) note('doubled', `${one.documentId} (${one.type}) at ${to}`);
        if (there.some((row) => row.fileSha !== one.fileSha)) note('bytes_differ', `${one.documentId} at ${to}`);
      }
    }
  }
  for (const [key, rows] of arrived) for (const _ of rows) note('wrong_recipient', key);
}

const reported = (store: Store, organ: string): Status[] =>
  store.db
    .prepare(
      `SELECT d.document_id AS documentId, d.status_code AS code, ? AS "from", v.organ_id AS "to", d.title AS description
       FROM dispatch d JOIN delivery v ON v.dispatch_id = d.id WHERE d.kind = 'status' ORDER BY d.seq`,
    )
    .all(organ) as Status[];
const received = (store: Store, organ: string): Status[] =>
  store.db
    .prepare(
      `SELECT document_id AS documentId, code, sender_organ_id AS "from", @organ AS "to", description, seq FROM status_in
       UNION ALL SELECT document_id, '13', other_organ_id, @organ, reason, seq FROM amendment WHERE direction = 'in' AND kind = 'take_back'
       ORDER BY seq`,
    )
    .all({ organ }) as Status[];
const statusKey = (s: Status): string => JSON.stringify([s.from, s.to, s.documentId, s.code]);

/** Each status is with the sender of its document once, in its order. */
function statuses({ stores }: Books, note: Note): void {
  const wanted = new Map<string, number>();
  const got = new Map<string, number>();
  const add = (map: Map<string, number>, s: Status): unknown => map.set(statusKey(s), (map.get(statusKey(s)) ?? 0) + 1);
  for (const [organ, store] of stores) {
    for (const status of reported(store, organ)) add(wanted, status);
    const all = received(store, organ);
    for (const status of all) add(got, status);
    inOrder(all, (s) => note('out_of_order', `at ${organ}: ${statusKey(s)}`));
  }
  for (const [key, count] of wanted) {
    const there = got.get(key) ?? 0;
    if (there < count) note('lost', `status ${key}`);
    if (there > count) note('doubled', `status ${key}`);
    got.delete(key);
  }
  for (const key of got.keys()) note('wrong_recipient', `status ${key}`);
}

function inOrder(all: readonly Status[], wrong: (s: Status) => void): void {
  const last = new Map<string, number>();
  for (const status of all) {
    const rank = RANK[status.code];
    if (rank === undefined) continue;
    const key = JSON.stringify([status.documentId, status.from, status.to]);
    if (rank < (last.get(key) ?? 0)) wrong(status);
    last.set(key, Math.max(rank, last.get(key) ?? 0));
  }
}

/** Both ends say the same of every request to take back or change a document. */
function requests({ stores }: Books, note: Note): void {
  for (const [organ, store] of stores) {
    const asked = store.db
      .prepare(`SELECT kind, document_id AS documentId, other_organ_id AS "to", state FROM amendment WHERE direction = 'out' ORDER BY seq`)
      .all() as { kind: string; documentId: string; to: string; state: string }[];
    for (const { kind, documentId, to, state } of asked) {
      const there = stores
        .get(to)
        ?.db.prepare(
          `SELECT state FROM amendment WHERE direction = 'in' AND kind = ? AND document_id = ? AND other_organ_id = ? ORDER BY seq DESC`,
        )
        .pluck()
        .get(kind, documentId, organ);
      const agreed = there === 'withdrawn' ? 'agreed' : there;
      if (agreed !== state) note('lost', `${kind} of ${documentId}: ${state} at ${organ}, ${String(there)} at ${to}`);
    }
  }
}

/** What the axis took is what was sent: to the right offices, the right bytes, nothing before the document it is about. */
function axisBook({ stores, axis }: Books, note: Note): void {
  const documents = new Map<string, Issued>();
  for (const store of stores.values()) for (const one of issuedBy(store)) documents.set(one.packageSha, one);
  const there = new Set<string>();
  const seen = new Set<string>();
  const first: Status[] = [];
  for (const row of axis) {
    if (row.state !== 'done') note('lost', `package ${row.docId} stayed ${row.state} on the axis`);
    const again = seen.has(JSON.stringify([row.sha256, row.to]));
    seen.add(JSON.stringify([row.sha256, row.to]));
    if (row.messageType === 'edoc') {
      const one = documents.get(row.sha256);
      if (one === undefined) note('bytes_differ', `package ${row.docId} of ${row.documentId}`);
      else if (!one.to.includes(row.to)) note('wrong_recipient', `${row.documentId} to ${row.to}`);
      else if (one.about !== null && !there.has(JSON.stringify([one.about, row.to])))
        note('out_of_order', `${row.documentId} before ${one.about}`);
      there.add(JSON.stringify([row.documentId, row.to]));
    } else if (!again) {
      const status = { documentId: row.documentId, code: row.statusCode, from: row.from, to: row.to, description: '' };
      first.push(status);
      const recipient = row.statusCode === '13' ? row.to : row.from;
      if (!there.has(JSON.stringify([status.documentId, recipient])))
        note('out_of_order', `on the axis, before its document: ${statusKey(status)}`);
    }
  }
  inOrder(first, (s) => note('out_of_order', `on the axis: ${statusKey(s)}`));
}
