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
  readonly id: string;
  readonly documentId: string;
  readonly fileSha: string;
  readonly packageSha: string;
  readonly type: number;
  readonly to: string[];
}
interface Arrived {
  readonly id: string;
  readonly sender: string;
  readonly documentId: string;
  readonly type: number;
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
  axisBook(books, note);
  return found;
}
type Note = (kind: keyof Differences, what: string) => void;

function issuedBy(store: Store, planned: PlannedDocument): Issued[] {
  return (
    store.db
      .prepare(
        `SELECT o.id, p.document_id AS documentId, b.sha256 AS fileSha, p.sha256 AS packageSha, 0 AS type,
           (SELECT json_group_array(organ_id) FROM delivery WHERE dispatch_id = p.id AND organ_id IS NOT NULL) AS "to"
         FROM outgoing o JOIN dispatch p ON p.outgoing_id = o.id AND p.kind = 'document' JOIN file f ON f.outgoing_id = o.id AND f.current = 1
         JOIN blob b ON b.id = f.blob_id WHERE o.content = ?`,
      )
      .all(keyOf(planned)) as (Omit<Issued, 'to'> & { to: string })[]
  ).map((row) => ({ ...row, to: JSON.parse(row.to) as string[] }));
}
const arrivedAt = (store: Store): Arrived[] =>
  store.db
    .prepare(
      `SELECT i.id, i.sender_organ_id AS sender, i.document_id AS documentId, i.business_type AS type,
         (SELECT b.sha256 FROM file f JOIN blob b ON b.id = f.blob_id WHERE f.incoming_id = i.id ORDER BY f.position LIMIT 1) AS fileSha
       FROM incoming i ORDER BY i.seq`,
    )
    .all() as Arrived[];

/** Each document is with each of its recipients once, with its bytes, and nowhere else. */
function documents({ plan, stores }: Books, note: Note): void {
  const arrived = new Map<string, Arrived[]>();
  for (const [organ, store] of stores) {
    for (const row of arrivedAt(store)) {
      const key = JSON.stringify([organ, row.sender, row.documentId, row.type]);
      arrived.set(key, [...(arrived.get(key) ?? []), row]);
    }
    const aside = store.db.prepare(`SELECT doc_id, reason FROM package WHERE state <> 'stored'`).all() as {
      doc_id: string;
      reason: string;
    }[];
    for (const row of aside) note('lost', `package ${row.doc_id} at ${organ}: ${row.reason}`);
  }
  for (const planned of plan) {
    const store = stores.get(planned.from);
    const issued = store === undefined ? [] : issuedBy(store, planned);
    if (issued.length === 0) note('lost', `${keyOf(planned)} was not issued`);
    for (const one of issued) {
      for (const to of one.to) {
        const key = JSON.stringify([to, planned.from, one.documentId, one.type]);
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
    .prepare(`SELECT document_id AS documentId, code, sender_organ_id AS "from", ? AS "to", description FROM status_in ORDER BY seq`)
    .all(organ) as Status[];
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

/** What the axis took is what was sent: to the right offices, the right bytes, no status before its document. */
function axisBook({ plan, stores, axis }: Books, note: Note): void {
  const documents = new Map<string, Issued>();
  for (const planned of plan) {
    const store = stores.get(planned.from);
    for (const one of store === undefined ? [] : issuedBy(store, planned)) documents.set(one.packageSha, one);
  }
  const there = new Set<string>();
  const seen = new Set<string>();
  const first: Status[] = [];
  for (const row of axis) {
    if (row.state !== 'done') note('lost', `package ${row.docId} stayed ${row.state} on the axis`);
    if (row.messageType === 'edoc') {
      const one = documents.get(row.sha256);
      if (one === undefined) note('bytes_differ', `package ${row.docId} of ${row.documentId}`);
      else if (!one.to.includes(row.to)) note('wrong_recipient', `${row.documentId} to ${row.to}`);
      if (one !== undefined && one.type !== 0 && !there.has(JSON.stringify([row.from, row.to]))) note('out_of_order', row.documentId);
      there.add(JSON.stringify([row.documentId, row.to]));
    } else if (!seen.has(JSON.stringify([row.sha256, row.to]))) {
      seen.add(JSON.stringify([row.sha256, row.to]));
      const status = { documentId: row.documentId, code: row.statusCode, from: row.from, to: row.to, description: '' };
      first.push(status);
      if (!there.has(JSON.stringify([status.documentId, status.from])))
        note('out_of_order', `on the axis, before its document: ${statusKey(status)}`);
    }
  }
  inOrder(first, (s) => note('out_of_order', `on the axis: ${statusKey(s)}`));
}
