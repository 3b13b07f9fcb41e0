/**
 * Every call as it goes over the wire, held against a recording that lies beside: a change of a request or an answer is
 * seen and decided, never slipped in. `UPDATE_RECORDINGS=1` writes the recording anew.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type VxpTransport, vxpTransport } from '../../src/core/axis/index.ts';
import { organId } from '../../src/domain/ids.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { documentMessage, sha256, statusMessage } from '../training/client.ts';

const FOLDER = join(import.meta.dirname, 'recordings');
const NOW = Date.UTC(2026, 10, 21, 2, 30, 0, 7);
const OFFICES = (['H99.01', 'H99.242'] as const).map((organ) => ({
  organId: organ,
  name: `Cơ quan ${organ}`,
  parentName: 'UBND tỉnh Mẫu',
  place: 'Mẫu',
  systemId: `mau.${organ.toLowerCase()}`,
  secret: `bi-mat-cua-${organ}`,
}));

let dir: string;
let axis: TrainingAxis;
let wire: Server;
let taken = '';
let sender: VxpTransport;
let receiver: VxpTransport;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'recorded-'));
  axis = await openAxis({ dir, offices: OFFICES, now: () => NOW });
  const target = Number(new URL(axis.url).port);
  // A line that only looks: what went up and what came down, one call after the other.
  wire = createServer((down) => {
    const up = connect(target, '127.0.0.1');
    const note = (bytes: Buffer): void => {
      taken += bytes.toString('latin1');
    };
    down.on('data', (bytes: Buffer) => {
      note(bytes);
      up.write(bytes);
    });
    up.on('data', (bytes: Buffer) => {
      note(bytes);
      down.write(bytes);
    });
    up.on('end', () => down.end());
    down.on('end', () => up.end());
    for (const socket of [up, down]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
  const [first, second] = OFFICES.map(({ systemId, secret }) => vxpTransport({ endpoint, systemId, secret, now: () => NOW }));
  if (!first || !second) throw new Error('two offices');
  sender = first;
  receiver = second;
});
afterAll(async () => {
  sender.close();
  receiver.close();
  wire.close();
  await axis.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What differs from run to run by nature: ports, the axis's ids, its clock. */
function steady(text: string): string {
  const ids = new Map<string, string>();
  return (
    text
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
      .replace(/^Date: .*$/gim, 'Date: …')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, (id) => {
        const known = ids.get(id) ?? `ID-${ids.size + 1}`;
        ids.set(id, known);
        return known;
      })
      // Over headers that hold such an id; the signatures themselves are proven by the captured vectors.
      .replace(/(hash-header: )[0-9a-f]{64}/gi, '$1…')
      .replace(/\r\n/g, '\n')
  );
}
async function recorded(name: string, work: () => Promise<unknown>): Promise<void> {
  taken = '';
  await work();
  const now = steady(taken);
  const path = join(FOLDER, `${name}.txt`);
  if (process.env.UPDATE_RECORDINGS === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, now);
  }
  expect(existsSync(path), `recording of ${name}`).toBe(true);
  expect(now).toBe(readFileSync(path, 'utf8'));
}

const document = documentMessage('H99.01', ['H99.242'], 5);
const dispatch = (bytes: Buffer, messageType: 'edoc' | 'status', from: string, to: string) => ({
  messageType,
  from: organId(from),
  to: [organId(to)],
  size: bytes.byteLength,
  sha256: sha256(bytes),
  async *read() {
    yield bytes;
  },
});

it('the calls of a document’s way are those that were recorded', async () => {
  await recorded('check', () => sender.check());
  let docId = '';
  await recorded('send-document', async () => {
    docId = (await sender.send(dispatch(Buffer.from(document), 'edoc', 'H99.01', 'H99.242'))).docId;
  });
  await recorded('list', () => receiver.list('edoc'));
  await recorded('fetch', async () => {
    const parts: Uint8Array[] = [];
    for await (const part of receiver.fetch(docId)) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.from(document))).toBe(true);
  });
  await recorded('acknowledge-done', () => receiver.acknowledge(docId, 'done'));
  await recorded('send-status', () =>
    receiver.send(
      dispatch(Buffer.from(statusMessage('H99.242', 'H99.01', 'H99.01,2026/11/21,5/SM-VP', '01')), 'status', 'H99.242', 'H99.01'),
    ),
  );
  await recorded('sent-list', async () => sender.sent?.('edoc'));
  await recorded('find', () => sender.find('edoc', 'H99.01,2026/11/21,5/SM-VP'));
  await recorded('acknowledge-fail', () => receiver.acknowledge(docId, 'fail', 'Tệp đính kèm bị hỏng'));
  await recorded('agencies', () => sender.agencies());
});
it('so are the refusals', async () => {
  await recorded('unknown-recipient', () =>
    sender.send(dispatch(Buffer.from(documentMessage('H99.01', ['H99.999'], 6)), 'edoc', 'H99.01', 'H99.999')).catch(() => undefined),
  );
  await recorded('wrong-secret', async () => {
    const [office] = OFFICES;
    const endpoint = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
    const stranger = vxpTransport({ endpoint, systemId: office?.systemId ?? '', secret: 'khac', now: () => NOW });
    await stranger.check().catch(() => undefined);
    stranger.close();
  });
});
