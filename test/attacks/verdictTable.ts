/**
 * `npm run verdict-table`: our verdicts beside poppler's over the corpus of foreign files, with each difference explained,
 * into `docs/verdicts.md`. Does nothing where the corpus is absent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRAINING_POLICY_OID } from '../../src/domain/profile.ts';
import type { PdfVerdict, SignatureVerdict } from '../../src/domain/verdict.ts';
import { bytesSource } from '../../src/formats/pdf/index.ts';
import { verifyPdf } from '../../src/parser/pdf/index.ts';

const CORPUS = '../shared/corpus/pdf';

/** What pdfsig says of each signature, in its own words, or why it says nothing. */
function pdfsig(path: string): string[] {
  const { stdout, stderr } = spawnSync('pdfsig', ['-nocert', path], { encoding: 'utf8', timeout: 20_000 });
  const blocks = stdout.split(/^Signature #\d+:/m).slice(1);
  if (blocks.length === 0) return [/does not contain any signatures/.test(stdout + stderr) ? 'no signature' : 'unreadable'];
  return blocks.map((block) => {
    const said = /- Signature Validation: (.*)/.exec(block)?.[1] ?? (/not signed/.test(block) ? 'field without signature' : 'nothing said');
    return said.replace(/\.$/, '');
  });
}

const holds = (s: SignatureVerdict): boolean => s.bytes === 'intact' || s.bytes === 'intact_with_allowed_additions';
/** Why two judges differ on one signature; undefined where they agree. */
function difference(ours: SignatureVerdict, theirs: string | undefined): string | undefined {
  const valid = theirs === 'Signature is Valid';
  if (holds(ours) && valid) return undefined;
  if (!holds(ours) && theirs !== undefined && /Mismatch|Invalid|Failure|not yet been verified/.test(theirs)) return undefined;
  if (holds(ours)) {
    if (ours.subFilter === 'ETSI.RFC3161')
      return 'pdfsig does not verify document timestamps; the imprint and the signature of this one hold';
    return 'pdfsig does not support this algorithm or structure; digest and signature value were checked here and hold';
  }
  const reason = ours.reasons.find((code) => !/weak|not_named|several|quirk/.test(code));
  if (ours.bytes === 'changed_after')
    return `pdfsig checks the signed bytes alone; compared with the signed revision the file was changed (${reason})`;
  if (reason === 'verify.byte_range_gap')
    return 'pdfsig accepts a range whose gap is not exactly the `/Contents` of this dictionary; anything could stand there';
  if (reason === 'verify.byte_range') return 'the range is impossible or does not start at the first byte';
  if (ours.bytes === 'not_checked') return `not judged here rather than guessed (${reason})`;
  return `refused here (${reason})`;
}

const lineOf = (s: SignatureVerdict): string => `${s.bytes}, ${s.signer}, ${s.time}`;
function rows(name: string, verdict: PdfVerdict, theirs: readonly string[]): string[] {
  const spoken = theirs.filter((t) => t !== 'field without signature');
  if (verdict.signatures.length === 0) {
    const agree = verdict.summary === 'unsigned' && spoken.every((t) => t === 'no signature' || t === 'unreadable');
    const why =
      agree || spoken.every((t) => t === 'unreadable')
        ? ''
        : 'the lists of the file are damaged or lead in a ring: refused as a whole, since two readers could see two files';
    return [`| ${name} | – | ${verdict.summary} | ${spoken.join('; ') || '–'} | ${why} |`];
  }
  const gone = verdict.signatures.filter((s) => s.reasons.includes('verify.signature_removed')).length;
  return verdict.signatures.map((s, at) => {
    const i = at - gone;
    const why = difference(s, spoken[i]) ?? '';
    return `| ${at === 0 ? name : ''} | ${s.field.slice(0, 28)} | ${lineOf(s)} | ${spoken[i] ?? 'not found'} | ${why} |`;
  });
}

async function main(): Promise<void> {
  if (!existsSync(CORPUS)) {
    console.log(`${CORPUS} is not here: docs/verdicts.md stays as it is`);
    return;
  }
  const table: string[] = [];
  const count = { files: 0, signatures: 0, differences: 0 };
  for (const name of readdirSync(CORPUS).filter((f) => f.endsWith('.pdf'))) {
    const path = join(CORPUS, name);
    const trust = { anchors: [], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
    const verdict = await verifyPdf(bytesSource(readFileSync(path)), trust);
    const made = rows(name, verdict, pdfsig(path));
    count.files++;
    count.signatures += verdict.signatures.length;
    count.differences += made.filter((row) => !row.endsWith('|  |')).length;
    table.push(...made);
  }
  const version = /version ([\d.]+)/.exec(spawnSync('pdfsig', ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[1] ?? 'unknown';
  const text = `# Verdicts beside pdfsig's

Made by \`npm run verdict-table\` over the corpus of foreign files, with no trust anchor given (so that no signer is trusted), beside
\`pdfsig -nocert\` of poppler ${version}. pdfsig is a second opinion, not the truth. ${count.files} files, ${count.signatures} signatures, ${count.differences} differences,
each explained in its row.

| file | field | bytes, signer, time | pdfsig | why they differ |
| --- | --- | --- | --- | --- |
${table.join('\n')}
`;
  writeFileSync('docs/verdicts.md', text);
  console.log(`docs/verdicts.md: ${count.files} files, ${count.signatures} signatures, ${count.differences} differences`);
}
await main();
