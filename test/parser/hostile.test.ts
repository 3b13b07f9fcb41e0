/**
 * What somebody might send to harm: each ends in a refusal with its code, in the parser process as it ships, which
 * stands afterwards and has not grown. (That the original then lies in quarantine: `test/exchange/receiving.test.ts`.)
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { edxmlLimits, readEdxml } from '../../src/formats/edxml/index.ts';
import { collect, memoryStore, sample, write } from '../../src/formats/edxml/testing.ts';
import { writeZip } from '../../src/formats/zip/index.ts';
import { createSealed } from '../../src/parser/files.ts';
import { edxmlErrors } from '../../src/renderer/text/vi/errors/edxml.ts';
import { type ParserKit, parserKit } from './kit.ts';

const MB = 1024 * 1024;
const MAX = 8 * MB;
const NS = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const HEADER = '<MessageHeader><From><OrganId>H99.01</OrganId></From><Subject>a</Subject></MessageHeader>';
const message = (inside: string, behind = ''): string =>
  `<edXML xmlns="${NS}"><edXMLEnvelope><edXMLHeader>${HEADER}${inside}</edXMLHeader></edXMLEnvelope>${behind}</edXML>`;
const file = (content: string, name = 'a.bin'): string =>
  message(
    '',
    `<AttachmentEncoded><Attachment><AttachmentName>${name}</AttachmentName><ContentTransferEncoded>${content}</ContentTransferEncoded></Attachment></AttachmentEncoded>`,
  );
const zip = (name: string, pieces: Iterable<Uint8Array>): Promise<Buffer> =>
  collect(
    writeZip(
      name,
      (async function* () {
        yield* pieces;
      })(),
    ),
  );
const zeros = function* (bytes: number): Iterable<Buffer> {
  for (let at = 0; at < bytes; at += MB) yield Buffer.alloc(Math.min(MB, bytes - at));
};
const withZip = async (bytes: Promise<Buffer>): Promise<string> => file((await bytes).toString('base64'));
const declared = (bytes: Buffer, field: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, copy.indexOf('PK\x01\x02') + field);
  return copy;
};
const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

type Pieces = Iterable<string | Uint8Array>;
const repeated = function* (head: string, one: string, times: number, tail: string): Pieces {
  yield head;
  for (let left = times; left > 0; left -= 1000) yield one.repeat(Math.min(1000, left));
  yield tail;
};
const cases: readonly (readonly [string, string, () => Pieces | Promise<Pieces>])[] = [
  ['a DTD', 'edxml.doctype_refused', () => ['<!DOCTYPE edXML SYSTEM "http://127.0.0.1:9/a.dtd">', message('')]],
  [
    'an external entity',
    'edxml.doctype_refused',
    () => ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', message('<Content>&x;</Content>')],
  ],
  ['a million laughs', 'edxml.doctype_refused', () => [`<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>`, message('<Content>&l10;</Content>')]],
  ['an entity that nobody declared', 'edxml.not_well_formed', () => [message('<Content>&x;</Content>')]],
  ['nesting of 1,000', 'edxml.too_deep', () => [message('<a>'.repeat(1000) + '</a>'.repeat(1000))]],
  ['nesting of a million', 'edxml.too_deep', () => repeated(message('').split(HEADER)[0] ?? '', '<a>', 1_000_000, '')],
  [
    'a million attributes',
    'edxml.too_many_attributes',
    () => [message(`<a ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=""`).join(' ')}/>`)],
  ],
  ['one attribute of 20 MB', 'edxml.text_too_long', () => repeated('<edXML xmlns="', 'x'.repeat(1000), 20_000, '"/>')],
  ['a million elements', 'edxml.too_large', () => repeated(`<edXML xmlns="${NS}">`, '<a/>', 1_000_000, '</edXML>')],
  ['a name of 3 MB', 'edxml.text_too_long', () => repeated('<', 'x'.repeat(1000), 3_000, '/>')],
  [
    'more than 1 MB between two tags',
    'edxml.text_too_long',
    () => repeated('<edXML><edXMLEnvelope><Subject>', 'ă'.repeat(100), 6_000, '</Subject>'),
  ],
  ['a comment of 3 MB', 'edxml.text_too_long', () => repeated('<edXML><!--', 'x'.repeat(1000), 3_000, '--></edXML>')],
  ['much markup', 'edxml.too_large', () => repeated(`<edXML xmlns="${NS}">`, `<a>${'x'.repeat(200)}</a>`, 100_000, '</edXML>')],
  [
    'many attachments',
    'edxml.too_many_attachments',
    () =>
      repeated(
        message('').replace('</edXML>', '<AttachmentEncoded>'),
        '<Attachment><ContentTransferEncoded>AAAA</ContentTransferEncoded></Attachment>',
        5_000,
        '',
      ),
  ],
  ['base64 past the limit', 'edxml.attachment_too_large', () => repeated(file('|').split('|')[0] ?? '', 'A'.repeat(4000), 4_000, '')],
  ['a flat zip bomb', 'zip.too_large', async () => [await withZip(zip('a.bin', zeros(300 * MB)))]],
  [
    'a flat zip bomb that declares ten bytes',
    'zip.too_large',
    async () => [await withZip(zip('a.bin', zeros(300 * MB)).then((bytes) => declared(bytes, 24, 10)))],
  ],
  [
    'a nested zip bomb',
    'zip.too_large',
    async () => [await withZip(zip('b.bin', [await zip('a.bin', [await zip('z.bin', zeros(300 * MB))])]))],
  ],
  ['a cut file', 'edxml.not_well_formed', async () => [(await write(sample)).subarray(0, -40)]],
  ['random bytes', 'edxml.not_xml', () => [Buffer.from([0x81]), randomBytes(100_000)]],
  ['bytes that are no UTF-8', 'edxml.bad_encoding', () => [Buffer.concat([Buffer.from(`<edXML>`), Buffer.from([0xc3, 0x28])]), '</edXML>']],
  ['a lone surrogate in UTF-16', 'edxml.bad_encoding', () => [Buffer.from('\ufeff<edXML>\ud800a</edXML>', 'utf16le')]],
  ['a lone surrogate in UTF-8', 'edxml.bad_encoding', () => ['<edXML>', Buffer.from([0xed, 0xa0, 0x80]), '</edXML>']],
  ['a lone surrogate by reference', 'edxml.not_well_formed', () => [message('<Content>&#xD800;</Content>')]],
  ['junk before the declaration', 'edxml.not_xml', () => ['1212<?xml version="1.0"?>', message('')]],
  ['nothing', 'edxml.empty', () => []],
  ['zeros', 'edxml.not_xml', () => [Buffer.alloc(1000)]],
];

describe('hostile packages', () => {
  let kit: ParserKit;
  let targets: SealedFile[];
  beforeAll(() => {
    kit = parserKit();
    targets = Array.from({ length: 120 }, () => kit.fresh());
  });
  afterAll(() => kit.stop());

  it.each(cases)('%s: refused', async (_name, code, make) => {
    const source = kit.fresh();
    const out = createSealed(source);
    for (const piece of await make()) out.write(Buffer.from(piece as string));
    out.finish();
    expect(await kit.parsing.readEdxml({ source, targets, maxAttachmentBytes: MAX })).toMatchObject({ ok: false, error: { code } });
    expect(Object.keys(edxmlErrors)).toContain(code);
    expect(kit.starts()).toBe(1);
    expect((await kit.parsing.ping({})).rssBytes).toBeLessThan(400 * MB);
  });

  it('text made to cost time where names are cleaned is read like any other', async () => {
    const costly = [
      message(`<a xmlns="${'/'.repeat(900_000)}x"/>`),
      file('AAAA', `${'.'.repeat(900_000)}x`),
      file('AAAA', `${' .'.repeat(450_000)}x`),
      message(`<Content>${'&amp;'.repeat(180_000)}</Content>`),
    ];
    for (const text of costly) {
      const source = kit.sealed(Buffer.from(text));
      const read = await kit.parsing.readEdxml({ source, targets: [kit.fresh(), kit.fresh()], maxAttachmentBytes: MAX });
      expect(read).toMatchObject({ ok: true });
    }
  }, 20_000);

  it('wrong lengths inside an archive never make content up', async () => {
    const bytes = await zip('a.txt', [Buffer.from('nội dung '.repeat(100))]);
    for (const field of [16, 20, 24, 42]) {
      const source = kit.sealed(Buffer.from(file(declared(bytes, field, 0x7fff_ffff).toString('base64'), 'a.txt')));
      const read = await kit.parsing.readEdxml({ source, targets: [kit.fresh(), kit.fresh()], maxAttachmentBytes: MAX });
      expect(read).toMatchObject({
        ok: true,
        message: { attachments: [{ size: bytes.byteLength }] },
        warnings: [{ code: 'edxml.zip_unreadable' }],
      });
    }
  });
});

describe('base64 of 2 GB, made as it is read', () => {
  const line = Buffer.from(`${'QUJD'.repeat(19)}\n`.repeat(800));
  function* endless(read: { bytes: number }): Iterable<Buffer> {
    yield Buffer.from(file('|').split('|')[0] ?? '');
    for (; read.bytes < 2 * 1024 * MB; read.bytes += line.byteLength) yield line;
    yield Buffer.from(file('|').split('|')[1] ?? '');
  }
  it('is refused as soon as it passes the limit, not at its end', async () => {
    const read = { bytes: 0 };
    const store = memoryStore();
    await expect(readEdxml(endless(read), store, edxmlLimits(MAX))).rejects.toSatisfy(
      (error) => error instanceof Failure && error.error.code === 'edxml.attachment_too_large',
    );
    expect(read.bytes).toBeLessThan(2 * MAX);
    expect(store.targets.every((t) => t.discarded)).toBe(true);
  });
  it('and with a limit above it, it passes through without standing in memory', async () => {
    let bytes = 0;
    const store = {
      create: () => ({
        write: (piece: Uint8Array) => {
          bytes += piece.byteLength;
        },
        finish: () => ({ size: bytes, sha256: '' }),
        read: () => new Uint8Array(0),
        discard: () => undefined,
      }),
    };
    const before = process.memoryUsage.rss();
    await readEdxml(endless({ bytes: 0 }), store, edxmlLimits(4 * 1024 * MB));
    expect(bytes).toBeGreaterThan(1.4 * 1024 * MB);
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * MB);
  });
});
