import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restTransport, TransportError } from '../../src/core/axis/index.ts';
import { PackageAssembler } from '../../src/core/axis/rest/package.ts';
import { organId } from '../../src/domain/ids.ts';
import { openAxis, type TrainingAxis } from '../../src/training/axis/index.ts';
import {
  type Bench,
  type BenchOptions,
  count,
  issue,
  OFFICES,
  officeOf,
  packageBytes,
  removeFolder,
  station,
  tempFolder,
} from './support.ts';

let dir: string;
let axis: TrainingAxis;
let open: Bench[];
let close: (() => void) | undefined;
beforeEach(async () => {
  dir = tempFolder();
  open = [];
  axis = await openAxis({ dir: join(dir, 'axis'), offices: OFFICES, onUnexpected: () => undefined });
});
afterEach(async () => {
  close?.();
  close = undefined;
  for (const bench of open) await bench.close();
  await axis.close();
  removeFolder(dir);
});
const timeouts = { connectMs: 1000, answerMs: 1000, idleMs: 2000 };
const at = (office: string, extra: Partial<BenchOptions> = {}): Bench => {
  const bench = station({ dir: join(dir, `${office}-${open.length}`), url: axis.url, office, ...extra });
  open.push(bench);
  return bench;
};
const overRest = (office: string, extra: Partial<BenchOptions> = {}): Bench =>
  at(office, { transportFor: (organ) => restTransport({ ...organ, timeouts }), ...extra });
const draft = { from: 'H99.01', to: ['H99.242'], number: '7' };
const states = (bench: Bench): string[] =>
  (bench.store.db.prepare('SELECT state FROM dispatch ORDER BY seq').all() as { state: string }[]).map((r) => r.state);

describe('a provincial gateway', () => {
  it('says what it cannot do', () => {
    const { capabilities } = restTransport({ endpoint: axis.url, systemId: 's', secret: 'k' });
    expect(capabilities).toEqual({ findByDocumentId: false, listsByDates: true, agencies: false, clock: true });
  });

  it('carries a document and its statuses both ways, byte for byte, to an office on the other kind of connection', async () => {
    const sender = overRest('H99.01');
    const receiver = at('H99.242');
    await issue(sender.store, draft);
    sender.exchange.start();
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, 'incoming') === 1);
    await sender.until(() => count(sender.store, 'status_in') === 1);
    expect(axis.ledger().find((r) => r.messageType === 'edoc')).toMatchObject({ from: 'H99.01', to: 'H99.242' });
    // And the other way round.
    await issue(receiver.store, { from: 'H99.242', to: ['H99.01'], number: '8' });
    receiver.exchange.wake();
    await sender.until(() => count(sender.store, 'incoming') === 1 && count(sender.store, 'package WHERE acknowledged = 0') === 0);
    const kept = sender.store.db
      .prepare(`SELECT b.sha256 FROM package p JOIN blob b ON b.id = p.blob_id WHERE p.message_type = 'edoc'`)
      .pluck();
    const sent = receiver.store.db.prepare(`SELECT sha256 FROM dispatch WHERE kind = 'document'`).pluck();
    expect(kept.get()).toBe(sent.get());
    expect(axis.ledger().every((row) => row.state === 'done')).toBe(true);
  });

  it('after an answer that never came the same bytes go again, and reach the recipient once', async () => {
    await axis.setFaults({ acceptThenTimeout: true, onlyCall: 'v1/sendEdoc', times: 1, noDeduplication: true });
    const sender = overRest('H99.01');
    await issue(sender.store, draft);
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'unknown');
    await axis.setFaults({ noDeduplication: true });
    await sender.exchange.sendNow();
    await sender.until(() => states(sender)[0] === 'accepted');
    const receiver = at('H99.242');
    receiver.exchange.start();
    const packages = axis.ledger().filter((r) => r.messageType === 'edoc').length;
    await receiver.until(() => count(receiver.store, 'package WHERE acknowledged = 1') === packages);
    expect(count(receiver.store, 'incoming')).toBe(1);
  });

  it('asks by days that overlap, from where the last whole look ended, and takes nothing in twice', async () => {
    const asked: string[] = [];
    const receiver = overRest('H99.242', {
      transportFor: (organ) => {
        const transport = restTransport({ ...organ, timeouts });
        const list = transport.list.bind(transport);
        transport.list = (type, window) => {
          asked.push(`${type} ${window === undefined ? '-' : Math.round((window.to - window.from) / 86_400_000)}`);
          return list(type, window);
        };
        return transport;
      },
    });
    const bytes = await packageBytes(draft);
    const upload = { systemId: officeOf('H99.01').systemId, timestamp: '1', messageType: 'edoc', deduplicate: false } as const;
    await axis.submit(bytes, upload);
    receiver.exchange.start();
    await receiver.until(() => asked.length >= 6 && count(receiver.store, 'package WHERE acknowledged = 1') === 1);
    // The first look reaches back a month, later ones two days and the axis's whole day.
    expect(asked.slice(0, 4)).toEqual(['edoc 31', 'status 31', 'edoc 3', 'status 3']);
    expect(count(receiver.store, 'incoming')).toBe(1);
  });

  it('carries 15 MB', async () => {
    const sender = overRest('H99.01');
    const receiver = overRest('H99.242');
    const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(11_000_000, 'x')]);
    await issue(sender.store, { ...draft, files: [{ name: 'lon.pdf', bytes: pdf }] });
    sender.exchange.start();
    await sender.until(() => states(sender)[0] === 'accepted');
    receiver.exchange.start();
    await receiver.until(() => count(receiver.store, 'incoming') === 1);
    const { size } = receiver.store.db.prepare('SELECT b.size FROM file f JOIN blob b ON b.id = f.blob_id').get() as { size: number };
    expect(size).toBe(pdf.length);
  }, 90_000);
});

describe('the error table of a gateway', () => {
  async function answering(status: number, body: string, type = 'application/json'): Promise<ReturnType<typeof restTransport>> {
    const server = createServer((req: IncomingMessage, res) => {
      req.resume();
      req.on('end', () => res.writeHead(status, { 'Content-Type': type }).end(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => {
      server.close();
      server.closeAllConnections();
    };
    return restTransport({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/lgsp/`,
      systemId: 's',
      secret: 'k',
      timeouts,
    });
  }
  const dispatch = {
    messageType: 'edoc',
    from: organId('H99.01'),
    to: [],
    size: 5,
    sha256: Buffer.alloc(32),
    async *read() {
      yield Buffer.from('hello');
    },
  } as const;
  const failure = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((e: unknown) => e);
    return error instanceof TransportError ? `${error.failure} ${error.error.code}` : `none: ${JSON.stringify(error)}`;
  };
  const table = [
    [10, 'refused axis.gateway_bad_file'],
    [15, 'credential_refused axis.credential_refused'],
    [18, 'refused axis.gateway_no_recipient'],
    [19, 'refused axis.gateway_sender_unknown'],
    [20, 'unknown_outcome axis.fault'],
    [21, 'refused axis.gateway_file_failed'],
    [22, 'refused axis.gateway_bad_edxml'],
    [23, 'refused axis.gateway_recipient_locked'],
    [40, 'refused axis.gateway_bad_edxml'],
    [99, 'refused axis.refused'],
  ] as const;
  it.each(table)('%i to an upload means: %s', async (code, expected) => {
    expect(await failure((await answering(200, JSON.stringify({ success: false, code, message: 'Lỗi' }))).send(dispatch))).toBe(expected);
    close?.();
    expect(await failure((await answering(200, JSON.stringify({ errorCode: String(code) }))).send(dispatch))).toBe(expected);
  });
  it('0 and a transport id is a success, wherever the id stands; without one the outcome is unknown', async () => {
    for (const body of ['{"success":true,"data":{"docId":"d-1"}}', '{"code":0,"docId":"d-1"}', '{"success":true,"data":"d-1"}']) {
      expect(await (await answering(200, body)).send(dispatch)).toEqual({ docId: 'd-1' });
      close?.();
    }
    expect(await failure((await answering(200, '{"success":true}')).send(dispatch))).toBe('unknown_outcome axis.no_doc_id');
  });
  it('an answer that says neither is no answer of a gateway', async () => {
    expect(await failure((await answering(200, '{"hello":1}')).list('edoc'))).toBe('axis_error axis.not_the_axis');
    close?.();
    expect(await failure((await answering(200, '<html>', 'text/html')).list('edoc'))).toBe('axis_error axis.captive_portal');
    close?.();
    expect(await failure((await answering(200, '{"success":true,"data":null}')).list('edoc'))).toBe('axis_error axis.not_the_axis');
  });
});

describe('a package whose files stand beside the message', () => {
  const message = '<edXML xmlns="urn:x"><edXMLEnvelope/></edXML>';
  function assembled(edxml: string, files: readonly { fileName: string; fileContent: string }[]): string {
    const assembler = new PackageAssembler();
    const out: Buffer[] = [];
    const put = (path: string, text: string): void => {
      for (const byte of Buffer.from(text)) out.push(...assembler.push({ path, bytes: Buffer.of(byte), end: false }));
      out.push(...assembler.push({ path, bytes: Buffer.alloc(0), end: true }));
    };
    put('data.edxml', edxml);
    for (const [index, file] of files.entries()) {
      put(`data.attachments.${index}.fileName`, file.fileName);
      put(`data.attachments.${index}.fileContent`, file.fileContent);
    }
    return Buffer.concat([...out, ...assembler.finish()]).toString('utf8');
  }
  const files = [
    { fileName: 'a & b.pdf', fileContent: 'JVBERi0x' },
    { fileName: 'phụ lục.pdf', fileContent: 'JVBERi0y' },
  ];
  it('has them put where the standard has them, the message as text or as base64', () => {
    const whole =
      '<edXML xmlns="urn:x"><edXMLEnvelope/><AttachmentEncoded><Attachment><AttachmentName>a &amp; b.pdf</AttachmentName><ContentTransferEncoded>JVBERi0x</ContentTransferEncoded></Attachment>' +
      '<Attachment><AttachmentName>phụ lục.pdf</AttachmentName><ContentTransferEncoded>JVBERi0y</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>';
    expect(assembled(message, files)).toBe(whole);
    expect(assembled(Buffer.from(message).toString('base64'), files)).toBe(whole);
  });
  it('stays as it came where it has its files, or there are none', () => {
    const complete = message.replace('</edXML>', '<AttachmentEncoded></AttachmentEncoded></edXML>');
    expect(assembled(complete, files)).toBe(complete);
    expect(assembled(message, [])).toBe(message);
  });
  it('is refused where a file could break out of its place', () => {
    expect(() => assembled(message, [{ fileName: 'a.pdf', fileContent: '</x>' }])).toThrow('not base64');
  });
});
