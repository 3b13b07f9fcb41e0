/** By hand and over the line, between two real workstations: every document once, whichever way is faster. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TakenBundle } from '../../src/contract/page/folder.ts';
import { getIncoming, getOutgoing, listIncoming, registerIncoming, takeBack } from '../../src/core/documents/index.ts';
import {
  addPeer,
  carriedOf,
  confirmPeer,
  exportBundle,
  importFolder,
  ownFingerprint,
  ownKeyFile,
  peerRows,
} from '../../src/core/folder/index.ts';
import { waitForReconciliation } from '../../src/core/store/waiting.ts';
import { Failure } from '../../src/domain/errors.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { generateKeys, publicOf, writeBundle, writeManifest } from '../../src/formats/bundle/index.ts';
import { folderErrors } from '../../src/renderer/text/vi/errors/folder.ts';
import { historyText } from '../../src/renderer/text/vi/history.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import { count, type Draft, documentIdOf, issue, OFFICES, packageBytes, removeFolder, tempFolder } from '../exchange/support.ts';
import { type Carrying, clerk, introduce, workstation } from './support.ts';

let dir: string;
let usb: string;
let axis: TrainingAxis;
let sender: Carrying;
let receiver: Carrying;
let peers: { aKnows: string; bKnows: string };
beforeEach(async () => {
  dir = tempFolder();
  usb = join(dir, 'usb');
  mkdirSync(usb);
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
  sender = workstation(dir, axis, 'H99.01');
  receiver = workstation(dir, axis, 'H99.242');
  peers = introduce(sender, receiver);
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
  await axis.close();
  removeFolder(dir);
});

const draft = (number: string, extra: Partial<Draft> = {}): Draft => ({ from: 'H99.01', to: ['H99.242'], number, ...extra });
const outgoing = (number: string): string =>
  sender.store.db
    .prepare('SELECT id FROM outgoing WHERE document_id = ?')
    .pluck()
    .get(documentIdOf(draft(number))) as string;
const carry = (again = false) => exportBundle(sender.store, clerk, { peerId: peers.aKnows, folder: usb, again });
const bring = () => exportBundle(receiver.store, clerk, { peerId: peers.bKnows, folder: usb });
async function take(at: Carrying): Promise<TakenBundle[]> {
  const taken = await importFolder(at.store, clerk, usb);
  await at.intake.run();
  return taken;
}
const codes = (taken: readonly TakenBundle[]): (string | undefined)[] => taken.map((one) => one.error?.code ?? one.outcome);
const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return error.error.code;
    throw error;
  }
  return 'no failure';
};
const arrivals = () => listIncoming(receiver.store, { states: [], text: '', offset: 0, limit: 50 }).rows;
const bundleFile = (): string => join(usb, readdirSync(usb).find((name) => name.endsWith('.goi')) ?? '');
const vaultFiles = (at: Carrying, office: string): number =>
  readdirSync(join(dir, office, 'vault'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length -
  count(at.store, '(SELECT DISTINCT coalesce(name, id) FROM blob)');

describe('a document carried by hand', () => {
  it('arrives with the bytes it has on the axis, and its statuses and receipt come back the same way', async () => {
    await issue(sender.store, draft('1', { priority: 3 }));
    expect(await carry()).toMatchObject({ number: 1, documents: 1, statuses: 0 });
    expect(readdirSync(usb)).toEqual(['H99.01_gui_H99.242_000001.goi']);
    expect(readFileSync(bundleFile()).includes('edXML')).toBe(false);
    expect(await take(receiver)).toMatchObject([{ outcome: 'taken', documents: 1 }]);
    const [doc] = arrivals();
    expect(doc).toMatchObject({ state: 'arrived', priority: 3, code: '1/CV' });
    expect(getIncoming(receiver.store, doc?.id ?? '').history.map((h) => h.act)).toEqual(['incoming.carried']);
    const original = receiver.store.db.prepare('SELECT b.sha256 FROM package p JOIN blob b ON b.id = p.blob_id').pluck().get();
    expect(original).toBe(sender.store.db.prepare('SELECT sha256 FROM dispatch').pluck().get());
    registerIncoming(receiver.store, clerk, doc?.id as RecordId);
    expect(await bring()).toMatchObject({ documents: 0, statuses: 2, receipts: 1 });
    expect(codes(await take(sender))).toEqual(['taken']);
    const detail = getOutgoing(sender.store, outgoing('1'));
    expect(detail.statuses.map((s) => s.code)).toEqual(['01', '03']);
    expect(detail.deliveries).toMatchObject([{ state: 'delivered', statusCode: '03' }]);
    expect(carriedOf(sender.store, outgoing('1'))).toMatchObject({
      carried: [{ number: 1, receipt: 'stored' }],
      peers: [{ id: peers.aKnows }],
    });
    expect(detail.history.map((h) => h.act)).toContain('outgoing.carried_stored');
    expect(peerRows(sender.store)).toMatchObject([{ unconfirmedBundles: 0, waiting: { documents: 0, statuses: 0 } }]);
  });

  it('and sent over the line afterwards is one document, reported once', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    await take(receiver);
    sender.exchange.start();
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, `package WHERE organ_id = 'H99.242' AND acknowledged = 1`) === 1);
    await sender.until(() => count(sender.store, `status_in`) === 1);
    expect(arrivals()).toHaveLength(1);
    expect(count(receiver.store, `dispatch WHERE status_code = '01'`)).toBe(1);
    expect(axis.ledger().find((row) => row.messageType === 'edoc')?.state).toBe('done');
    await bring();
    await take(sender);
    expect(count(sender.store, 'status_in')).toBe(1);
    expect(vaultFiles(receiver, 'H99.242')).toBe(0);
  });

  it('that had come over the line before changes nothing, and its bundle is still receipted', async () => {
    await issue(sender.store, draft('1'));
    sender.exchange.start();
    receiver.exchange.start();
    await receiver.until(() => arrivals().length === 1);
    await exportBundle(sender.store, clerk, { peerId: peers.aKnows, folder: usb, outgoingId: outgoing('1') });
    expect(codes(await take(receiver))).toEqual(['taken']);
    expect(arrivals()).toHaveLength(1);
    await bring();
    await take(sender);
    expect(carriedOf(sender.store, outgoing('1')).carried).toMatchObject([{ receipt: 'stored' }]);
    expect(vaultFiles(receiver, 'H99.242')).toBe(0);
  });

  it('goes again only when asked, as long as no receipt came', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    expect(await refusal(() => carry())).toBe('folder.nothing_to_carry');
    expect(await carry(true)).toMatchObject({ number: 2, documents: 1 });
    expect(codes(await take(receiver))).toEqual(['taken', 'taken']);
    expect(arrivals()).toHaveLength(1);
    await bring();
    await take(sender);
    await issue(sender.store, draft('2'));
    expect(await carry(true)).toMatchObject({ documents: 1 });
  });

  it('is taken back after it, never before it', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    expect(takeBack(sender.store, clerk, outgoing('1'), 'Nhầm nơi nhận')).toEqual({ withdrawn: 0, asked: 1 });
    expect(await carry()).toMatchObject({ documents: 0, statuses: 1 });
    await take(receiver);
    expect(arrivals()).toMatchObject([{ state: 'withdrawn' }]);
    await bring();
    await take(sender);
    expect(getOutgoing(sender.store, outgoing('1')).amendments).toMatchObject([{ state: 'agreed' }]);
  });

  it('larger than one piece comes whole', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3_000_000, 7)]);
    await issue(
      sender.store,
      draft('1', {
        files: [
          { name: 'to.pdf', bytes },
          { name: 'phu-luc.pdf', bytes: Buffer.from('%PDF-1.4\n2') },
        ],
      }),
    );
    await issue(sender.store, draft('2'));
    await carry();
    await take(receiver);
    expect(arrivals()).toHaveLength(2);
    expect(count(receiver.store, 'file')).toBe(3);
  });
});

describe('a bundle', () => {
  it('put in twice, or copied, is taken in once', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    await take(receiver);
    writeFileSync(join(usb, 'ban-sao.goi'), readFileSync(bundleFile()));
    expect(codes(await take(receiver))).toEqual(['again', 'again']);
    expect(arrivals()).toHaveLength(1);
    expect(count(receiver.store, 'package')).toBe(1);
  });

  it('that was cut, altered in any part, or is none is refused in words and leaves nothing', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    const path = bundleFile();
    const whole = readFileSync(path);
    const cases: [string, Buffer][] = [
      ['folder.not_a_bundle', Buffer.from('x')],
      ['folder.not_a_bundle', Buffer.from('PK\x03\x04 something else entirely, long enough')],
      ['folder.newer_version', Buffer.concat([Buffer.from('TVTGOI02'), whole.subarray(8)])],
      ['folder.torn', whole.subarray(0, 60)],
      ['folder.torn', whole.subarray(0, whole.length - 1)],
      ['folder.torn', Buffer.concat([whole, Buffer.from('x')])],
    ];
    for (const at of [100, 130, 200, whole.length - 200, whole.length - 10]) {
      const changed = Buffer.from(whole);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      cases.push(['folder.tampered', changed]);
    }
    const renumbered = Buffer.from(whole);
    renumbered.writeBigUInt64BE(2n, 72);
    cases.push(['folder.tampered', renumbered]);
    for (const [code, bytes] of cases) {
      writeFileSync(path, bytes);
      expect(codes(await take(receiver)), code).toEqual([code]);
      expect(Object.keys(folderErrors)).toContain(code);
    }
    expect(count(receiver.store, 'package')).toBe(0);
    expect(count(receiver.store, 'bundle')).toBe(0);
    expect(vaultFiles(receiver, 'H99.242')).toBe(0);
    writeFileSync(path, whole);
    expect(codes(await take(receiver))).toEqual(['taken']);
  });

  it('of a stranger, of an unconfirmed office, or for somebody else is refused; so is one number with two contents', async () => {
    const stranger = workstation(dir, axis, 'H99.243');
    try {
      const known = addPeer(stranger.store, clerk, ownKeyFile(receiver.store));
      confirmPeer(stranger.store, clerk, known, ownFingerprint(receiver.store), 'x');
      await issue(stranger.store, { from: 'H99.243', to: ['H99.242'], number: '1' });
      const toUs = { peerId: known, folder: usb };
      await exportBundle(stranger.store, clerk, toUs);
      expect(codes(await take(receiver))).toEqual(['folder.unknown_peer']);
      const back = addPeer(receiver.store, clerk, ownKeyFile(stranger.store));
      expect(codes(await take(receiver))).toEqual(['folder.peer_not_confirmed']);
      expect(await refusal(() => exportBundle(receiver.store, clerk, { peerId: back, folder: usb }))).toBe('folder.peer_not_confirmed');
      expect(codes(await take(sender))).toEqual(['folder.not_for_us']);
      confirmPeer(receiver.store, clerk, back, ownFingerprint(stranger.store), 'x');
      expect(codes(await take(receiver))).toEqual(['taken']);
      stranger.store.tx(() => {
        stranger.store.db.prepare('DELETE FROM bundle_item').run();
        stranger.store.db.prepare('DELETE FROM bundle').run();
        stranger.store.db.prepare('UPDATE peer SET last_number = 0').run();
      });
      await exportBundle(stranger.store, clerk, toUs);
      expect(codes(await take(receiver))).toEqual(['folder.number_used']);
    } finally {
      await stranger.close();
    }
  });

  it('cannot speak for another office than the one whose key was confirmed', async () => {
    const bytes = await packageBytes({ from: 'H99.243', to: ['H99.242'], number: '7' });
    const blob = await sender.store.vault.put(bytes);
    await issue(sender.store, draft('1'));
    sender.store.tx(() => {
      sender.store.vault.record(blob);
      sender.store.db.prepare('UPDATE dispatch SET blob_id = ?, sha256 = ?, size = ?').run(blob.id, blob.sha256, blob.size);
    });
    await carry();
    await take(receiver);
    expect(arrivals()).toEqual([]);
    expect(receiver.exchange.quarantine()).toMatchObject([{ reason: { code: 'folder.sender_differs' } }]);
    await bring();
    await take(sender);
    expect(carriedOf(sender.store, outgoing('1')).carried).toMatchObject([{ receipt: 'refused' }]);
  });

  it('whose content is not what it says is refused, though its signature holds', async () => {
    const path = join(usb, 'la.goi');
    const keys = JSON.parse(String(sender.store.setting('folder.keys')));
    const to = publicOf(JSON.parse(String(receiver.store.setting('folder.keys'))));
    const item = {
      size: 3,
      read: async function* () {
        yield Buffer.from('abc');
      },
    };
    const good = writeManifest({ madeAt: 1, items: [], receipts: [], voided: [] });
    const wrongHash = writeManifest({ madeAt: 1, items: [{ kind: 'edoc', size: 3, sha256: '0'.repeat(64) }], receipts: [], voided: [] });
    const cases = [
      { manifest: good, items: [item] },
      { manifest: wrongHash, items: [item] },
      { manifest: wrongHash, items: [] },
      { manifest: Buffer.from('{"version":1}'), items: [] },
      { manifest: Buffer.from('[[['), items: [] },
    ];
    for (const [i, { manifest, items }] of cases.entries()) {
      const parts: Uint8Array[] = [];
      for await (const part of writeBundle({ from: keys, to, number: i + 1, manifest, items })) parts.push(Buffer.from(part));
      writeFileSync(path, Buffer.concat(parts));
      expect(codes(await take(receiver)), String(i)).toEqual(['folder.unreadable']);
    }
    expect(vaultFiles(receiver, 'H99.242')).toBe(0);
  });

  it('that is missing between two is named; one that was never handed over is not', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    const lost = bundleFile();
    const bytes = readFileSync(lost);
    writeFileSync(lost, '');
    await issue(sender.store, draft('2'));
    expect(await refusal(() => exportBundle(sender.store, clerk, { peerId: peers.aKnows, folder: join(dir, 'khong-co') }))).toBe(
      'folder.not_written',
    );
    await carry();
    const taken = await take(receiver);
    expect(taken.find((one) => one.outcome === 'taken')).toMatchObject({ number: 3, missing: [1] });
    writeFileSync(lost, bytes);
    expect(codes(await take(receiver)).sort()).toEqual(['again', 'taken']);
    expect(arrivals()).toHaveLength(2);
  });

  it('on a medium that was pulled out is told so', async () => {
    await expect(importFolder(receiver.store, clerk, join(dir, 'usb da rut'))).rejects.toThrow('folder.medium_unreadable');
  });

  it('neither leaves nor enters a store that waits for its reconciliation', async () => {
    await issue(sender.store, draft('1'));
    await carry();
    for (const at of [sender, receiver]) waitForReconciliation(at.store, 'restored');
    expect(await refusal(() => carry(true))).toBe('reconcile.first');
    expect(await refusal(() => importFolder(receiver.store, clerk, usb))).toBe('reconcile.first');
  });
});

it('where the province’s system collects, a package is read and left for it: never marked, nothing reported', async () => {
  receiver.store.tx(() => receiver.store.db.prepare(`UPDATE organ SET collects = 'province'`).run());
  await issue(sender.store, draft('1'));
  sender.exchange.start();
  receiver.exchange.start();
  await receiver.until(() => count(receiver.store, 'package WHERE acknowledged = 2') === 1);
  expect(arrivals()).toHaveLength(1);
  expect(count(receiver.store, 'dispatch')).toBe(0);
  expect(axis.ledger().map((row) => row.state)).not.toContain('done');
});

describe('a key file', () => {
  it('is believed only with the digits that the other office reads aloud', async () => {
    const keys = generateKeys();
    expect(publicOf(keys).sign).toHaveLength(32);
    const stranger = workstation(dir, axis, 'H99.243');
    try {
      const id = addPeer(receiver.store, clerk, ownKeyFile(stranger.store));
      expect(peerRows(receiver.store).find((row) => row.id === id)).not.toHaveProperty('fingerprint');
      expect(await refusal(() => confirmPeer(receiver.store, clerk, id, ownFingerprint(sender.store), 'x'))).toBe(
        'folder.fingerprint_differs',
      );
      expect(await refusal(() => confirmPeer(receiver.store, clerk, id, '', 'x'))).toBe('folder.fingerprint_differs');
      const digits = ownFingerprint(stranger.store);
      expect(digits).toMatch(/^(\d{5} ){5}\d{5}$/);
      confirmPeer(receiver.store, clerk, id, digits.replaceAll(' ', '-'), 'x');
      expect(peerRows(receiver.store).find((row) => row.id === id)).toMatchObject({ state: 'confirmed', fingerprint: digits });
      expect(addPeer(receiver.store, clerk, ownKeyFile(stranger.store))).toBe(id);
      expect(peerRows(receiver.store).find((row) => row.id === id)?.state).toBe('confirmed');
    } finally {
      await stranger.close();
    }
  });

  it('that is damaged, altered, of another kind or our own is refused in words', async () => {
    const text = ownKeyFile(sender.store);
    const other = JSON.parse(text) as { organs: { name: string }[]; version: number };
    const cases: [string, string][] = [
      ['folder.key_file_unreadable', ''],
      ['folder.key_file_unreadable', text.slice(0, -20)],
      ['folder.key_file_unreadable', text.replace('Sở Mẫu', 'Sở Khác')],
      ['folder.key_file_unreadable', JSON.stringify({ ...other, organs: [] })],
      ['folder.key_file_unreadable', 'x'.repeat(70_000)],
      ['folder.key_file_unreadable', 'null'],
      ['folder.newer_version', JSON.stringify({ ...other, version: 2 })],
      ['folder.own_key', ownKeyFile(receiver.store)],
    ];
    for (const [code, file] of cases) expect(await refusal(() => addPeer(receiver.store, clerk, file)), file.slice(0, 40)).toBe(code);
    expect(peerRows(receiver.store)).toHaveLength(1);
  });
});

it('every line of history of what goes by hand has its words', () => {
  for (const act of [
    'incoming.carried',
    'outgoing.carried',
    'outgoing.carried_stored',
    'outgoing.carried_refused',
    'outgoing.slip',
    'outgoing.slip_back',
  ])
    expect(Object.keys(historyText)).toContain(`history.${act}`);
});
