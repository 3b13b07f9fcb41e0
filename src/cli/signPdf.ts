/**
 * `npm run sign-pdf -- FILE --token LABEL --kind KIND --out FILE`: one signature from the command line, through the token
 * process. The PIN is asked for on a terminal or read from standard input, never an argument. Further options:
 * `--tsa URL` (RFC 3161; without an answer nothing is signed, or with `--without-timestamp mark` B-B), `--signer NAME` (typed name beside which the signature stands), `--code CODE`, `--number N --date YYYY-MM-DD --place P`
 * (an agency's act then also writes the strip with số and ngày), `--image PNG`, `--seal-mm MM`.
 * Exit codes: 0 signed, 1 not signed (nothing was written), 2 wrong use. Modules: TRAM_PKCS11_MODULES and the known places.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { TokenInfo } from '../contract/token/index.ts';
import { Failure } from '../domain/errors.ts';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import { kindLines, kindOf, kindPlace, SIGNATURE_KINDS, type SignatureKind } from '../domain/signatureKinds.ts';
import { sealPlace, stripPlan } from '../domain/signaturePlaces.ts';
import type { LegalDate } from '../domain/time.ts';
import type { PdfVerdict } from '../domain/verdict.ts';
import { readCertificate } from '../formats/cms/index.ts';
import type { AppearanceSpec, FieldSpec } from '../formats/pdf/index.ts';
import type { FileJobs, Trust } from '../parser/jobs.ts';
import { ParserProcess } from './parserProcess.ts';
import { readPin } from './pin.ts';
import { sentenceOf } from './sentence.ts';
import { prepareFile, type SignedFile, type Stamping, signFile, verifySigned } from './signFile.ts';
import { TokenProcess } from './tokenProcess.ts';

const USAGE = `usage: npm run sign-pdf -- FILE --token LABEL --kind KIND --out FILE
  [--tsa URL [--without-timestamp stop|mark]] [--signer NAME] [--code CODE] [--number N --date YYYY-MM-DD [--place P]] [--image PNG] [--seal-mm MM]
kinds: ${Object.entries(SIGNATURE_KINDS)
  .map(([kind, rule]) => `${kind} (${rule.name}; ${rule.aliases.join(', ')})`)
  .join(', ')}`;
const CONTENTS_BYTES = 16_384;
const TRAINING_NOTE = 'TẬP HUẤN';

const OPTIONS = {
  token: { type: 'string' },
  kind: { type: 'string' },
  out: { type: 'string' },
  signer: { type: 'string' },
  code: { type: 'string' },
  number: { type: 'string' },
  date: { type: 'string' },
  place: { type: 'string' },
  image: { type: 'string' },
  'seal-mm': { type: 'string' },
  tsa: { type: 'string' },
  'without-timestamp': { type: 'string' },
} as const;
type Options = { readonly [K in keyof typeof OPTIONS]?: string | undefined };

interface Signer {
  readonly serial: string;
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly name: string;
  readonly organ: string;
  readonly training: boolean;
}
/** The certificate on the token of that label that may make this kind of signature. */
export function chooseSigner(tokens: readonly TokenInfo[], label: string, kind: SignatureKind, now: number): Signer {
  const token = tokens.find((t) => t.label === label);
  if (!token) throw new Failure('token.not_present');
  if (token.flags.pinLocked) throw new Failure('token.pin_locked');
  const wrong = SIGNATURE_KINDS[kind].holder === 'person' ? 'agency' : 'person';
  const usable = token.certificates
    .filter((c) => c.keyId !== '')
    .map((c) => ({ c, facts: readCertificate(c.der) }))
    .filter(({ facts }) => !facts.isCa && facts.notBefore <= now && now <= facts.notAfter);
  const found = usable.find(({ facts }) => facts.holder !== wrong);
  if (!found) {
    if (usable.length === 0) throw new Failure('signing.certificate_gone');
    throw new Failure(wrong === 'agency' ? 'signing.agency_certificate_for_leader' : 'signing.leader_certificate_for_agency');
  }
  const { c, facts } = found;
  return {
    serial: token.serial,
    sha256: c.sha256,
    der: c.der,
    chain: token.certificates.filter((other) => other.keyId === '').map((other) => other.der),
    name: facts.subject.commonName ?? '',
    organ: facts.subject.organization ?? facts.subject.commonName ?? '',
    training: facts.policies.includes(TRAINING_POLICY_OID),
  };
}

/** The fields of the act, in order: one, or an agency's strip and seal. */
async function planFields(
  places: Promise<FileJobs['places']['answer']>,
  kind: SignatureKind,
  options: Options,
  signer: Pick<Signer, 'name' | 'organ' | 'training'>,
  at: number,
): Promise<FieldSpec[]> {
  const rule = SIGNATURE_KINDS[kind];
  const { found, pages } = await places;
  const [first] = pages;
  if (!first) throw new Failure('pdf.page_missing', { page: 1 });
  const note = signer.training ? { note: TRAINING_NOTE } : {};
  const lines = kindLines(kind, { organ: signer.organ, at, ...(options.code ? { code: options.code } : {}) });
  const { image } = options;
  const picture = image
    ? await (await import('../formats/image/index.ts')).decodePng(readFileSync(resolve(process.env.INIT_CWD ?? '.', image)), 500)
    : undefined;
  const appearance: AppearanceSpec = picture
    ? { kind: 'image', ...picture, ...note }
    : {
        kind: 'text',
        lines: lines.map((text) => ({ text, size: rule.size })),
        color: rule.color,
        ...(rule.frame ? { frame: true } : {}),
        ...note,
      };
  const suffix = at.toString(36);
  const common = { signerName: signer.name, signingTime: at, contentsBytes: CONTENTS_BYTES };
  const beside = kindPlace(kind, pages, found);
  const mm = Number(options['seal-mm'] ?? 36);
  const place = kind === 'agency' ? sealPlace(beside, pages[beside.page - 1] ?? first, mm > 0 ? mm : 36, found.signer) : beside;
  const { page, ...rectangle } = place;
  const field: FieldSpec = { fieldName: `${kind}_${suffix}`, page, rectangle, appearance, reason: rule.reason, ...common };
  if (kind !== 'agency' || !options.number || !options.date) return [field];
  const said = {
    number: options.number,
    code: options.code ?? options.number,
    date: options.date as LegalDate,
    place: options.place ?? '',
  };
  const strip = stripPlan(first, found, said);
  const { page: stripPage, ...box } = strip.place;
  const text: AppearanceSpec = { kind: 'text', lines: strip.lines, color: 'black', ...note };
  return [
    { fieldName: `number_${suffix}`, page: stripPage, rectangle: box, appearance: text, reason: 'Số và ngày của văn bản', ...common },
    field,
  ];
}

interface Files {
  readonly source: string;
  readonly out: string;
  /** Written increment by increment, renamed to `out` at the end. */
  readonly working: string;
  /** Written only for a damaged file. */
  readonly mended: string;
}

async function sign(source: string, out: string, label: string, kind: SignatureKind, options: Options): Promise<void> {
  const parser = new ParserProcess();
  const token = new TokenProcess();
  const files = { source, out, working: `${out}.${process.pid}.part`, mended: `${out}.${process.pid}.mended` };
  try {
    const at = Date.now();
    const trust = { anchors: [], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: at };
    // Both processes start at once: the file is judged while the token is looked for.
    const judged = judgeSource(parser, files, trust);
    const places = judged.then(({ start }) => parser.run('places', { path: start, signer: options.signer ?? '' }));
    rehearse(parser, judged, planFields(places, kind, options, UNKNOWN, at));
    places.catch(() => undefined);
    const { tokens } = await token.calls.list({});
    const signer = chooseSigner(tokens, label, kind, at);
    const { start, before } = await judged;
    const planned = planFields(places, kind, options, signer, at);
    const done = await signFields({ parser, token }, { ...files, source: start }, planned, signer, label, options);
    // Success is told only after the file was read again and every signature verified, while the last bytes go to disk.
    const [after] = await Promise.all([verifySigned(parser, files.working, done.last, trust), done.settled]);
    if (after.summary !== 'intact' || after.signatures.length !== before.signatures.length + done.fields)
      throw new Failure('signing.result_not_intact');
    renameSync(files.working, out);
    console.log(`${out}: ${SIGNATURE_KINDS[kind].name}, ${signer.name}${done.missing ? ' (chưa có dấu thời gian)' : ''}`);
  } finally {
    for (const path of [files.working, files.mended]) rmSync(path, { force: true });
    token.close();
    parser.close();
  }
}

/** Who signs is not known before the token was read. */
const UNKNOWN = { name: '', organ: 'Ủy ban nhân dân', training: false };
/**
 * A first increment takes several times as long as the next: one is made and thrown away while the token is looked for. Not
 * of a large file, where it would keep the parser longer than the token does.
 */
const REHEARSED_BYTES = 8_000_000;
function rehearse(parser: ParserProcess, judged: Promise<{ readonly start: string }>, planned: Promise<readonly FieldSpec[]>): void {
  Promise.all([judged, planned])
    .then(async ([{ start }, [field]]) => {
      if (field && statSync(start).size <= REHEARSED_BYTES) await parser.run('prepare', { path: start, field });
    })
    // Whoever needs the file and the place says what is wrong with them.
    .catch(() => undefined);
}

/** The file that is signed: as given, or a mended copy where its cross-reference table is damaged. */
async function judgeSource(parser: ParserProcess, files: Files, trust: Trust): Promise<{ start: string; before: PdfVerdict }> {
  let before = await parser.run('verify', { path: files.source, ...trust });
  let start = files.source;
  if (!before.readable || before.rebuilt) {
    // The fallback for a damaged cross-reference table; whoever asked keeps the file as it was.
    writeFileSync(files.mended, (await parser.run('repair', { path: files.source })).bytes, { mode: 0o600 });
    before = await parser.run('verify', { path: files.mended, ...trust });
    start = files.mended;
    console.error(`${files.source}: pdf.damaged: a mended copy is signed`);
  }
  if (before.summary !== 'unsigned' && before.summary !== 'intact') throw new Failure('signing.earlier_signature_not_intact');
  return { start, before };
}

interface Signed {
  readonly fields: number;
  readonly last: SignedFile;
  /** A timestamp was asked for and there was none. */
  readonly missing: boolean;
  /** The act is ended at the token and the bytes are on disk. */
  readonly settled: Promise<unknown>;
}
/** One act, one PIN, the fields in order. */
async function signFields(
  { parser, token }: { readonly parser: ParserProcess; readonly token: TokenProcess },
  { source, working }: Files,
  planned: Promise<readonly FieldSpec[]>,
  signer: Signer,
  label: string,
  options: Options,
): Promise<Signed> {
  // What the first signature needs of the file is made ready while the token waits for its PIN.
  const ready = planned.then(async ([first]) => (first ? prepareFile(parser, source, first) : undefined));
  ready.catch(() => undefined);
  const stamping: Stamping = {
    ...(options.tsa ? { service: { url: options.tsa } } : {}),
    without: options['without-timestamp'] === 'mark' ? 'mark' : 'stop',
  };
  const actId = await token.begin(signer.serial, signer.sha256, await readPin(label));
  const common = { parser, token, actId, target: working, signer, stamping };
  const outcomes: SignedFile[] = [];
  let ended: Promise<unknown>;
  try {
    for (const field of await planned) {
      const first = outcomes.length === 0 ? await ready : undefined;
      const from = first ? { source, prepared: first } : { source: working };
      outcomes.push(await signFile({ ...common, ...from, field }));
    }
  } finally {
    ended = token.calls.endAct({ actId });
    ended.catch(() => undefined);
  }
  const last = outcomes.at(-1);
  if (!last) throw new Failure('signing.not_done');
  return {
    fields: outcomes.length,
    last,
    missing: outcomes.some(({ stamp }) => stamp === 'missing'),
    settled: Promise.all([ended, ...outcomes.map(({ synced }) => synced)]),
  };
}

export async function main(): Promise<number> {
  let parsed: { values: Options; positionals: string[] };
  try {
    parsed = parseArgs({ args: process.argv.slice(2), options: OPTIONS, allowPositionals: true });
  } catch {
    console.error(USAGE);
    return 2;
  }
  const [file, more] = parsed.positionals;
  const { token, kind: asked, out } = parsed.values;
  const kind = asked === undefined ? undefined : kindOf(asked);
  const from = process.env.INIT_CWD ?? process.cwd();
  if (file === undefined || more !== undefined || !token || !out || !kind || !existsSync(resolve(from, file))) {
    console.error(file !== undefined && !existsSync(resolve(from, file)) ? `${file}: no such file` : USAGE);
    return 2;
  }
  try {
    await sign(resolve(from, file), resolve(from, out), token, kind, parsed.values);
    return 0;
  } catch (error) {
    const code = error instanceof Failure ? error.error.code : String(error);
    console.error(`${file}: ${code}: ${await sentence(error)}`);
    return 1;
  }
}
/** The clerk's sentence for a code: rooms keep theirs in a file of their name. */
async function sentence(error: unknown): Promise<string> {
  if (!(error instanceof Failure)) return '';
  const { code, params } = error.error;
  return (await sentenceOf(code)).replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(params?.[key] ?? ''));
}

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1]) {
  void main().then((code) => {
    process.exitCode = code;
  });
}
