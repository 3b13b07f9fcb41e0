/**
 * Mutated packages: valid messages of both kinds, bent in their structure, their text and their bytes. Whatever comes
 * out, the reader ends in a message or in a refusal that has its sentence, leaves no file behind a refusal, and reads
 * the same however the bytes are cut.
 */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import type { EdxmlMessage } from '../../src/domain/edxml.ts';
import { Failure } from '../../src/domain/errors.ts';
import { edxmlDocumentId } from '../../src/domain/ids.ts';
import { edxmlLimits, readEdxml, safeFileName, validateDocument, writeStatus } from '../../src/formats/edxml/index.ts';
import { attachment, collect, memoryStore, outgoing, sample } from '../../src/formats/edxml/testing.ts';
import { documentChunks } from '../../src/formats/edxml/writer.ts';
import { writeZip } from '../../src/formats/zip/index.ts';
import { edxmlErrors } from '../../src/renderer/text/vi/errors/edxml.ts';

const NS = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const MAX = 512 * 1024;
const LIMITS = edxmlLimits(MAX);

const zip = (name: string, content: Uint8Array): Promise<Buffer> =>
  collect(
    writeZip(
      name,
      (async function* () {
        yield content;
      })(),
    ),
  );

/** The messages that everything starts from: each variant of the field once, small. */
async function seeds(): Promise<readonly string[]> {
  const pdf = Buffer.from(`%PDF-1.7\n${'nội dung '.repeat(40)}`);
  let next = 0;
  const id = (): string => `id-${next++}`;
  const write = async (document: typeof sample, ...files: readonly ReturnType<typeof attachment>[]): Promise<string> =>
    (await collect(documentChunks(document, files, id))).toString('utf8');
  const whole = await write(
    sample,
    attachment('a.pdf', pdf, 'Mô tả'),
    attachment('ghi chú.txt', pdf),
    attachment('rỗng.pdf', Buffer.alloc(0)),
  );
  const bomb =
    deflateRawSync(Buffer.alloc(4 * 1024 * 1024)).byteLength > 0 ? await zip('b.bin', Buffer.alloc(9 * 1024 * 1024)) : Buffer.alloc(0);
  const status = Buffer.from(
    writeStatus({
      kind: 'status',
      from: sample.from,
      responseFor: sample.responseFor[0] ?? {},
      statusCode: '03',
      description: 'Đã tiếp nhận',
      timestamp: 0,
    }),
  ).toString('utf8');
  const signature =
    `<Signature xmlns="${DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="${DSIG}rsa-sha1"/>` +
    `<Reference URI=""><Transforms><Transform Algorithm="${DSIG}enveloped-signature"/></Transforms><DigestMethod Algorithm="${DSIG}sha1"/><DigestValue>AAAA</DigestValue></Reference></SignedInfo>` +
    '<SignatureValue>AAAA</SignatureValue><KeyInfo><KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue></KeyInfo></Signature>';
  const spare = await write({
    ...sample,
    business: {
      ...sample.business,
      type: 2,
      documentId: sample.documentId ?? edxmlDocumentId('x'),
      documentInfo: { documentInfo: true, documentReceiver: true, receivers: [] },
    },
  });
  return [
    whole,
    status,
    whole.replace('</edXML:edXMLHeader>', `${signature}</edXML:edXMLHeader>`),
    await write(sample, attachment('a.bin', await zip('a.zip', await zip('b.zip', pdf)))),
    await write(sample, attachment('bom.txt', bomb)),
    spare,
    whole.replaceAll('edXML:', '').replaceAll(NS, 'http://www.e-doc.vn/Schema/'),
  ];
}

const TAG = /<\/?[A-Za-z][^<>]*>/g;
const between = (text: string, from: number, to: number): readonly [number, number] => {
  const [a, b] = [Math.floor(from * text.length), Math.floor(to * text.length)];
  return a < b ? [a, b] : [b, a];
};
/** An element of the text with all that is in it, chosen by a number in [0, 1). */
function element(text: string, at: number): readonly [number, number] | undefined {
  const opens = [...text.matchAll(/<([A-Za-z][\w:.-]*)[^<>]*>/g)];
  const open = opens[Math.floor(at * opens.length)];
  if (!open) return undefined;
  if (open[0].endsWith('/>')) return [open.index, open.index + open[0].length];
  const end = text.indexOf(`</${open[1]}>`, open.index);
  return end < 0 ? undefined : [open.index, end + `</${open[1]}>`.length];
}
const inserted = (text: string, at: number, what: string): string => {
  const tags = [...text.matchAll(TAG)];
  const tag = tags[Math.floor(at * tags.length)];
  const place = tag ? tag.index + tag[0].length : 0;
  return text.slice(0, place) + what + text.slice(place);
};

const where = fc.nat(999_999).map((n) => n / 1_000_000);
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z SYSTEM "file:///etc/passwd">]>',
    '&x;',
    '&#0;',
    '&#xD800;',
    '&#x110000;',
    '&#13;',
    '\ud800',
    '\u0000',
    '\ufffe',
    '<![CDATA[',
    ']]>',
    '<![CDATA[<a>]]>',
    '<!-- > -->',
    '<!--',
    '<?xml version="1.0"?>',
    '<?pi a?>',
    '</edXML>',
    `<Signature xmlns="${DSIG}"/>`,
    `<Signature><SignedInfo/></Signature>`,
    '<e:Subject xmlns:e="urn:khac">x</e:Subject>',
    '<Security>Tuyệt mật</Security>',
    '<StatusCode>99</StatusCode>',
    '<To/>',
    '<SteeringType/>',
    'null',
    '2026-13-45',
    '31/12/2026',
    ' '.repeat(3000),
    '<a>'.repeat(80),
    `<a ${Array.from({ length: 80 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    `<a ${Array.from({ length: 20 }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(' ')}/>`,
    `<b xmlns="">`,
  ),
);

type Bend = (text: string, other: string) => string;
const bend: fc.Arbitrary<Bend> = fc.oneof(
  fc.tuple(where, nasty).map(
    ([at, what]): Bend =>
      (text) =>
        inserted(text, at, what),
  ),
  fc.tuple(where, where, nasty).map(
    ([a, b, what]): Bend =>
      (text) => {
        const [from, to] = between(text, a, Math.min(1, a + b / 50));
        return text.slice(0, from) + what + text.slice(to);
      },
  ),
  where.map(
    (at): Bend =>
      (text) => {
        const found = element(text, at);
        return found ? text.slice(0, found[0]) + text.slice(found[1]) : text;
      },
  ),
  fc.tuple(where, where, fc.boolean()).map(
    ([at, to, move]): Bend =>
      (text) => {
        const found = element(text, at);
        if (!found) return text;
        const one = text.slice(...found);
        return inserted(move ? text.slice(0, found[0]) + text.slice(found[1]) : text, to, one);
      },
  ),
  fc.tuple(where, where).map(
    ([at, to]): Bend =>
      (text, other) => {
        const found = element(other, at);
        return found ? inserted(text, to, other.slice(...found)) : text;
      },
  ),
  fc.tuple(where, fc.constantFrom('Status', 'Attachment', 'ContentTransferEncoded', 'Signature', 'MessageHeader', 'edXML', 'x:y')).map(
    ([at, name]): Bend =>
      (text) => {
        const found = element(text, at);
        const old = found && /^<([\w:.-]+)/.exec(text.slice(found[0]))?.[1];
        if (!found || old === undefined) return text;
        const one = text.slice(...found);
        return (
          text.slice(0, found[0]) +
          one.replace(`<${old}`, `<${name}`).replace(new RegExp(`</${old}>$`), `</${name}>`) +
          text.slice(found[1])
        );
      },
  ),
  where.map(
    (at): Bend =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
  fc.constantFrom<Bend>(
    (text) => text.replaceAll('edXML:', ''),
    (text) => text.replaceAll(NS, 'http://www.go.vn/eDoc'),
    (text) => text.replaceAll('\r\n', '\n'),
    (text) => text.normalize('NFD'),
    (text) =>
      `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${text.slice(text.indexOf('?>') + 2)}</S:Body></S:Envelope>`,
    (text) => text.replaceAll('cid:', ''),
    (text) => text.replace('UTF-8', 'windows-1258'),
    (text) => text.replace(/([A-Za-z0-9+/]{60})/g, '$1&#13;\n'),
  ),
);
type Encode = (text: string) => Buffer;
const encode: fc.Arbitrary<Encode> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Encode>((text) => Buffer.from(text, 'utf8')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Encode>(
      (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
      (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
      (text) => Buffer.from(text, 'latin1'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(fc.tuple(where, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 }).map(
      (flips): Encode =>
        (text) => {
          const bytes = Buffer.from(text, 'utf8');
          for (const [at, value] of flips) if (bytes.byteLength > 0) bytes[Math.floor(at * bytes.byteLength)] = value;
          return bytes;
        },
    ),
  },
);

interface Outcome {
  readonly code?: string;
  readonly message?: EdxmlMessage;
  readonly warnings?: unknown;
}
async function outcome(bytes: Buffer, cut: number): Promise<Outcome> {
  const store = memoryStore();
  const chunks = function* (): Iterable<Buffer> {
    for (let at = 0; at < bytes.byteLength; at += cut) yield bytes.subarray(at, at + cut);
  };
  try {
    const { message, targets, warnings } = await readEdxml(chunks(), store, LIMITS, chunks);
    if (message.kind === 'document') {
      message.attachments.forEach((one, i) => {
        const target = targets[i];
        const held = store.targets.find((t) => t === target);
        if (!held || held.discarded) throw new Error('an attachment without its bytes');
        if (createHash('sha256').update(held.bytes).digest('hex') !== one.sha256 || held.bytes.byteLength !== one.size)
          throw new Error('an attachment with other bytes');
        if (safeFileName(one.name) !== one.name || one.name === '') throw new Error('an unsafe name');
      });
    }
    if (store.targets.filter((t) => !t.discarded).length !== targets.length) throw new Error('bytes that belong to nobody');
    if (message.packageSignature === 'verified') throw new Error('a signature of nobody was called true');
    return { message, warnings };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code } = error.error;
    if (!(code in edxmlErrors)) throw new Error(`a refusal without a sentence: ${code}`, { cause: error });
    if (store.targets.some((t) => !t.discarded)) throw new Error('a refusal that left bytes behind');
    return { code };
  }
}

/** What was read and may be sent reads the same again. */
async function survives(message: EdxmlMessage): Promise<void> {
  if (message.kind === 'status') return;
  const document = outgoing(message);
  if (validateDocument(document).length > 0) return;
  const again = await outcome(await collect(documentChunks(document, [])), 997);
  if (again.message?.kind !== 'document') throw new Error(`what was written was refused: ${again.code}`);
  const { subject, documentId, business, to } = again.message;
  const was = JSON.stringify([document.subject, document.documentId, document.business.type, document.to.map((o) => o.organId)]);
  if (JSON.stringify([subject, documentId, business.type, to.map((o) => o.organId)]) !== was)
    throw new Error('written and read again, it differs');
}

function differing(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `${a.slice(Math.max(0, at - 60), at + 60)} | ${b.slice(Math.max(0, at - 60), at + 60)}`;
}

export interface FuzzReport {
  readonly runs: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly read: number;
}

/** Runs until the time is over; throws with the seed and the smallest input that broke a promise. */
export async function fuzzEdxml(milliseconds: number, seed: number): Promise<FuzzReport> {
  const starts = await seeds();
  const refusals: Record<string, number> = {};
  let read = 0;
  let runs = 0;
  const pick = fc.nat(starts.length - 1);
  const property = fc.asyncProperty(
    pick,
    pick,
    fc.array(bend, { maxLength: 4 }),
    encode,
    fc.integer({ min: 1, max: 4000 }),
    async (first, second, bends, encoded, cut) => {
      let text = starts[first] ?? '';
      for (const one of bends) text = one(text, starts[second] ?? '').slice(0, 400_000);
      const bytes = encoded(text);
      const whole = await outcome(bytes, bytes.byteLength + 1);
      const inPieces = await outcome(bytes, cut);
      runs++;
      // Of two defects the one that is met first may differ; that it is refused may not.
      if (!(whole.code && inPieces.code) && JSON.stringify(whole) !== JSON.stringify(inPieces))
        throw new Error(`cut at ${cut} it reads differently: ${differing(JSON.stringify(whole), JSON.stringify(inPieces))}`);
      if (whole.message) {
        read++;
        await survives(whole.message);
      } else if (whole.code) refusals[whole.code] = (refusals[whole.code] ?? 0) + 1;
    },
  );
  await fc.assert(property, { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: milliseconds, maxSkipsPerRun: 100 });
  return { runs, refusals, read };
}
