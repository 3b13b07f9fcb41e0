/**
 * Sets up a profile, fills its store with the markers given, sorts more than fits the cache, and stays open so that the
 * test can look at the disk. Talks in lines: markers in; secrets out; `close` in.
 */
import { createInterface } from 'node:readline';
import { createMachineKey, createPerson, prepareProfile } from '../../src/core/accounts/index.ts';
import { record, signHead } from '../../src/core/audit/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { type BlobWriter, openStore, type Store } from '../../src/core/store/index.ts';

interface Markers {
  readonly subject: string;
  readonly person: string;
  readonly agency: string;
  readonly pdf: string;
  readonly passphrase: string;
}
const [dir = '', sorting = 'memory'] = process.argv.slice(2);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async (): Promise<string> => String((await lines.next()).value);

/** Returns a file that is still being written. */
async function fill(store: Store, m: Markers): Promise<BlobWriter> {
  const pdf = Buffer.from(`%PDF-1.7\n${m.pdf}\n`.repeat(4000));
  const utf16 = Buffer.from(m.pdf.repeat(1000), 'utf16le');
  const blobs = [await store.vault.put(pdf), await store.vault.put(utf16)];
  const open = await store.vault.create();
  await open.write(pdf);
  store.tx(() => {
    createMachineKey(store);
    for (const blob of blobs) store.vault.record(blob);
    const clerk = createPerson(store, { name: m.person, position: m.person, roles: ['clerk'] });
    record(store, { personId: clerk.id, name: m.person, roles: clerk.roles }, 'note.add', 'x');
    store.db.prepare('INSERT INTO agency (organ_id, name, folded, seen_at) VALUES (?, ?, ?, 1)').run('H99.1', m.agency, m.agency);
  });
  for (let i = 0; i < 200; i++) {
    store.tx(() => {
      store.db
        .prepare(
          `INSERT INTO incoming (id, organ_id, state, channel, priority, sender_name, number, notation, type_name, subject, folded,
             arrived_at, updated_at, seq, workstation_id) VALUES (?, 'H99.1', 'new', 'axis', 0, ?, '1', 'A', 'Công văn', ?, ?, 1, 1, ?, ?)`,
        )
        .run(store.newId(), m.agency, m.subject, m.subject, store.nextSeq(), store.workstationId);
    });
  }
  signHead(store);
  return open;
}

/** Some 60 MB of rows to sort, far more than the page cache. */
function sortMuch(store: Store, marker: string): void {
  store.db
    .prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
       SELECT i FROM n ORDER BY hex(i * 7919 % 65537) || ? LIMIT -1 OFFSET 119990`,
    )
    .all(marker.repeat(10));
}

const markers: Markers = JSON.parse(await next());
const prepared = await prepareProfile({ dir, mode: 'training', clock: systemClock, passphrase: markers.passphrase, scryptCost: 1024 });
let opened: Store | undefined;
const profile = await prepared.confirm(prepared.recoveryCode, (p) => {
  opened = openStore({ dir, keys: p.keys, clock: systemClock, create: true, workstationId: p.workstationId });
});
if (opened === undefined) throw new Error('the store was not made');
const unfinished = await fill(opened, markers);
if (sorting === 'file') opened.db.pragma('temp_store = FILE');
sortMuch(opened, markers.subject);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
console.log(
  JSON.stringify({ recoveryCode: prepared.recoveryCode, dataKey: hex(profile.dataKey), databaseKey: hex(profile.keys.database) }),
);
await next();
await unfinished.abort();
opened.close();
profile.close();
process.exit(0);
