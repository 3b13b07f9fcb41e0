/**
 * Bent PDFs: signed files of several forms with their bytes, numbers and objects changed. Whatever comes out, verifying ends with a verdict
 * in a short time, no bent file is judged intact where a byte that was signed is another, and signing it ends in a code or keeps every byte.
 */
import fc from 'fast-check';
import { Failure } from '../../src/domain/errors.ts';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { checkCms } from '../../src/parser/pdf/cms.ts';
import { verifyPdf } from '../../src/parser/pdf/verify.ts';
import { bases, preparedPdf, spec, twice } from '../attacks/bases.ts';
import { makePdf, makePki, signPdf, WorkDir } from '../signing/kit.ts';

/** Longer than this for a file of some kilobytes is a hang. */
const SLOW_MS = 4_000;

export interface PdfFuzzReport {
  readonly runs: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly slowest: number;
}

interface Seed {
  readonly bytes: Buffer;
  /** What no signature covers: the gaps of `/Contents`. */
  readonly gaps: readonly (readonly [from: number, to: number])[];
}
const gapsOf = (bytes: Buffer): [number, number][] =>
  [...bytes.toString('latin1').matchAll(/\/ByteRange ?\[ ?0 (\d+) (\d+) /g)].map((m) => [Number(m[1]), Number(m[2])]);

/** The place is a share of the file, so that a smaller example stays one. */
type Bend = (bytes: Buffer, other: Buffer) => Buffer;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (bytes: Buffer, share: number): number => Math.min(bytes.byteLength, Math.floor(share * bytes.byteLength));
const bytesBend: fc.Arbitrary<Bend> = fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 12 })).map(([share, put]) => (bytes) => {
  const out = Buffer.from(bytes);
  Buffer.from(put).copy(out, at(bytes, share));
  return out;
});
const cutBend: fc.Arbitrary<Bend> = fc.tuple(place, fc.integer({ min: 1, max: 3_000 })).map(([share, length]) => (bytes) => {
  const from = at(bytes, share);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
});
const spliceBend: fc.Arbitrary<Bend> = fc
  .tuple(place, place, fc.integer({ min: 1, max: 3_000 }))
  .map(([to, from, length]) => (bytes, other) => {
    const [here, there] = [at(bytes, to), at(other, from)];
    return Buffer.concat([bytes.subarray(0, here), other.subarray(there, there + length), bytes.subarray(here)]);
  });
const WORDS = [
  '0',
  '-1',
  '65535',
  '99999999',
  '4294967296',
  'null',
  'R',
  '1 0 R',
  '<<',
  '>>',
  '[',
  ']',
  '(',
  '<',
  'stream',
  'endobj',
  'obj',
];
/** One number or keyword becomes another one. */
const wordBend: fc.Arbitrary<Bend> = fc.tuple(place, fc.constantFrom(...WORDS)).map(([share, word]) => (bytes) => {
  const text = bytes.toString('latin1');
  const words = [...text.matchAll(/\b(?:\d+|obj|endobj|stream|endstream|xref|trailer|R)\b/g)];
  const found = words[Math.min(words.length - 1, Math.floor(share * words.length))];
  if (!found) return bytes;
  return Buffer.from(text.slice(0, found.index) + word + text.slice(found.index + found[0].length), 'latin1');
});
/** The value of one key takes another's. */
const KEYS = [
  'Kids',
  'Parent',
  'Annots',
  'Contents',
  'Length',
  'Prev',
  'Root',
  'Size',
  'W',
  'Index',
  'First',
  'N',
  'Fields',
  'AP',
  'Rect',
  'Filter',
  'V',
];
const keyBend: fc.Arbitrary<Bend> = fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...KEYS)).map(
  ([from, to]) =>
    (bytes) =>
      Buffer.from(bytes.toString('latin1').replace(`/${from} `, `/${to} `), 'latin1'),
);
const tailBend: fc.Arbitrary<Bend> = fc
  .uint8Array({ minLength: 1, maxLength: 300 })
  .map((tail) => (bytes) => Buffer.concat([bytes, Buffer.from(tail)]));
const bend = fc.oneof(bytesBend, cutBend, spliceBend, wordBend, wordBend, keyBend, tailBend);

/** Whether every byte that a signature covers is what it was, and nothing but space was added. */
function sameButGaps(bent: Buffer, { bytes, gaps }: Seed): boolean {
  if (bent.byteLength < bytes.byteLength || bent.subarray(bytes.byteLength).some((c) => ![0, 9, 10, 13, 32].includes(c))) return false;
  for (let i = 0; i < bytes.byteLength; i++) if (bent[i] !== bytes[i] && !gaps.some(([from, to]) => i >= from && i < to)) return false;
  return true;
}

/** Runs until the time is over; throws with the seed and the smallest input that broke a promise. */
export async function fuzzPdf(milliseconds: number, seed: number): Promise<PdfFuzzReport> {
  const pki = makePki();
  const work = new WorkDir();
  try {
    const leader = pki.issue('/CN=Nguyễn Văn Mẫu/O=Ủy ban nhân dân xã Ví Dụ');
    const agency = pki.issue('/CN=Ủy ban nhân dân xã Ví Dụ/O=Ủy ban nhân dân xã Ví Dụ');
    const plain = await makePdf([0, 90]);
    const files = [
      ...bases(work, leader).map(({ pdf }) => pdf),
      twice(plain, leader, agency),
      twice(work.qpdf(plain, '--object-streams=generate'), leader, agency),
      signPdf(work.qpdf(plain, '--linearize'), spec(), leader),
      signPdf(preparedPdf(), spec(), agency),
    ];
    const seeds = files.map((bytes): Seed => ({ bytes, gaps: gapsOf(bytes) }));
    const judge = (bytes: Uint8Array) =>
      verifyPdf(bytesSource(bytes), { anchors: [pki.root], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() });
    const verdicts: Record<string, number> = {};
    let [runs, slowest] = [0, 0];
    const pick = fc.nat(seeds.length - 1);
    const property = fc.asyncProperty(pick, pick, fc.array(bend, { minLength: 1, maxLength: 4 }), async (first, second, bends) => {
      const start = seeds[first] as Seed;
      let bent = start.bytes;
      for (const one of bends) bent = one(bent, seeds[second]?.bytes ?? bent);
      runs++;
      const begun = performance.now();
      const verdict = await judge(bent);
      verdicts[verdict.summary] = (verdicts[verdict.summary] ?? 0) + 1;
      if (verdict.summary === 'intact' && !sameButGaps(bent, start) && !seeds.some((other) => sameButGaps(bent, other)))
        throw new Error(`judged intact: ${JSON.stringify(verdict.signatures.map((s) => [s.field, s.bytes, s.additions, s.reasons]))}`);
      try {
        const signed = signPdf(bent, spec({ fieldName: 'Fuzz' }), agency);
        if (!signed.subarray(0, bent.byteLength).equals(bent)) throw new Error('signing changed what was there');
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
      for (const [from, to] of gapsOf(bent).slice(0, 2)) {
        const hex = bent.subarray(from + 1, Math.max(from + 1, to - 1)).toString('latin1');
        checkCms(Buffer.from(hex, 'hex'), 'ETSI.CAdES.detached', { digest: () => new Uint8Array(32), feed: () => undefined });
      }
      const took = performance.now() - begun;
      slowest = Math.max(slowest, took);
      if (took > SLOW_MS) throw new Error(`took ${Math.round(took)} ms`);
    });
    await fc.assert(property, { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: milliseconds, maxSkipsPerRun: 100 });
    return { runs, verdicts, slowest: Math.round(slowest) };
  } finally {
    pki.remove();
    work.remove();
  }
}
