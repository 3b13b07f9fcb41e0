/**
 * Fetching: a listed package's bytes into the vault, as they came. The axis's list does not say how urgent a package is,
 * but the head of the bytes does; while many wait, a big one that is not urgent is broken off after its head and comes
 * after the others, so that the urgent ones are readable first.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { InboxParts, PackageRecord } from './inbox.ts';

/** The header stands before the attachments; this much of a package is looked at. */
const HEAD_BYTES = 64 * 1024;
/** A package that is not over after this many bytes counts as big. */
const BIG_BYTES = 512 * 1024;
/** With fewer waiting than this nothing is broken off: it would only cost. */
const MANY = 20;
/** Between looks at the free disk, bytes. */
const DISK_EVERY = 16 * 1024 * 1024;

/**
 * `<Priority>` of an edXML header, as far as a look at the bytes tells: an order of reading, never a fact (the parser
 * says what the message really is). 0 where it is not to be seen.
 */
export function urgencySeen(head: Buffer): number {
  const found = /<(?:[\w.-]{1,40}:)?Priority\s{0,20}>\s{0,40}([0-4])\s{0,40}</.exec(head.toString('latin1'));
  return found === null ? 0 : Number(found[1]);
}

/** The next package to fetch of this kind: what was not looked at yet, oldest first; then what was put off. */
export function nextToFetch(parts: InboxParts, kind: 'edoc' | 'status', busy: ReadonlySet<RecordId>): PackageRecord | undefined {
  const rows = parts.store.db
    .prepare(`SELECT * FROM package p WHERE p.organ_id = @organ AND p.message_type = @kind AND p.state = 'listed' AND p.blob_id IS NULL AND p.next_at <= @now
         AND NOT (@kind = 'status' AND EXISTS (SELECT 1 FROM package e WHERE e.organ_id = @organ AND e.message_type = 'status' AND e.state = 'listed'
           AND e.blob_id IS NULL AND e.sender = p.sender AND e.seq < p.seq AND e.next_at > @now AND e.attempts < ${HOLDING_TRIES}))
       ORDER BY p.put_off, p.seq LIMIT @limit`)
    .all({ organ: parts.organ, kind, now: parts.clock.now(), limit: busy.size + 1 }) as PackageRecord[];
  return rows.find((row) => !busy.has(row.id));
}
/**
 * A status message that could not be fetched holds up the later ones of its sender for this many tries, so that
 * statuses are read in their order; then it no longer holds up anything. Documents never wait for each other.
 */
export const HOLDING_TRIES = 4;

const manyWait = ({ store, organ }: InboxParts): boolean =>
  (store.db
    .prepare(
      `SELECT count(*) FROM (SELECT 1 FROM package WHERE organ_id = ? AND message_type = 'edoc' AND put_off = 0 AND state = 'listed' AND blob_id IS NULL LIMIT ${MANY})`,
    )
    .pluck()
    .get(organ) as number) >= MANY;

/** What it found: whether enough disk is left while the bytes come. */
export type DiskWatch = () => Promise<void>;

/**
 * The package as it came, byte for byte, into the vault; `put_off` where it was broken off after its head.
 * @param disk throws where too little disk is left
 */
export async function fetchPackage(parts: InboxParts, row: PackageRecord, disk: DiskWatch): Promise<'fetched' | 'put_off'> {
  const { store, transport } = parts;
  const mayPutOff = row.message_type === 'edoc' && row.put_off === 0 && manyWait(parts);
  const writer = await store.vault.create();
  const head: Uint8Array[] = [];
  let size = 0;
  let watched = 0;
  let urgency: number | undefined;
  try {
    for await (const bytes of transport.fetch(row.doc_id)) {
      if (size < HEAD_BYTES) head.push(bytes.subarray(0, HEAD_BYTES - size));
      size += bytes.byteLength;
      await writer.write(bytes);
      if (urgency === undefined && size >= HEAD_BYTES) urgency = urgencySeen(Buffer.concat(head));
      if (mayPutOff && urgency === 0 && size > BIG_BYTES) {
        await writer.abort();
        return putOff(parts, row);
      }
      if (size - watched > DISK_EVERY) {
        watched = size;
        await disk();
      }
    }
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const written = await writer.finish();
  const seen = urgency ?? urgencySeen(Buffer.concat(head));
  store.tx(() => {
    store.vault.record(written);
    store.db.prepare('UPDATE package SET blob_id = ?, size = ?, priority = ? WHERE id = ?').run(written.id, written.size, seen, row.id);
  }, 'inbox:fetched');
  parts.onPoint('inbox:fetched');
  return 'fetched';
}

function putOff({ store }: InboxParts, row: PackageRecord): 'put_off' {
  store.tx(() => store.db.prepare('UPDATE package SET put_off = 1, priority = 0 WHERE id = ?').run(row.id), 'inbox:put_off');
  return 'put_off';
}
