/**
 * `npm run restore-check -- PATH`: proves a backup by restoring it into a temporary folder, opening it with a passphrase
 * or the recovery code (asked for, or in TRAM_SECRET) and running the whole sanity check on it. The backup is only read.
 * Last line: JSON. Exit code 1 when it does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Failure } from '../../../domain/errors.ts';
import { type OpenProfile, openProfile } from '../../accounts/index.ts';
import { readRecoveryCode } from '../../accounts/recovery-code.ts';
import { systemClock } from '../../clock.ts';
import { type CheckReport, checkStore } from '../check.ts';
import { openStore } from '../index.ts';
import { checkBackup, findBackup, readManifest, restoreBackup } from './index.ts';

const path = process.argv[2];
if (path === undefined) {
  console.error('Cách dùng: npm run restore-check -- THƯ_MỤC_SAO_LƯU   (mật khẩu hoặc mã khôi phục được hỏi sau, hoặc đặt ở TRAM_SECRET)');
  process.exit(2);
}
try {
  await run(path);
} catch (error) {
  const code = error instanceof Failure ? error.error.code : 'unexpected';
  console.error(error instanceof Failure ? `Bản sao lưu KHÔNG dùng được: ${code} ${JSON.stringify(error.error.params ?? {})}` : error);
  console.log(JSON.stringify({ ok: false, code }));
  process.exitCode = 1;
}

async function run(given: string): Promise<void> {
  const generation = findBackup(given);
  const manifest = readManifest(generation);
  console.log(`Bản sao lưu ${basename(generation)}, ${manifest.files} tệp, ${(manifest.databaseBytes / 1e6).toFixed(1)} MB cơ sở dữ liệu.`);
  const dir = mkdtempSync(join(tmpdir(), 'tram-restore-check-'));
  try {
    await restoreBackup({ from: generation, to: dir, mode: manifest.mode, now: Date.now(), trial: true });
    const profile = await opened(dir, process.env.TRAM_SECRET ?? (await ask('Mật khẩu hoặc mã khôi phục: ')));
    await checkBackup(generation, profile.keys);
    const store = openStore({ dir, keys: profile.keys, clock: systemClock, workstationId: profile.workstationId, disposable: true });
    try {
      say(await checkStore(store));
    } finally {
      store.close();
      profile.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The recovery code where it is one, else a passphrase; wrong tries count only in the temporary copy. */
function opened(dir: string, secret: string): Promise<OpenProfile> {
  const way = readRecoveryCode(secret) === undefined ? 'passphrase' : 'recovery';
  return openProfile({ dir, clock: systemClock, secret, way });
}

function say(report: CheckReport): void {
  const { files, documents, numbers, auditRows, findings } = report;
  console.log(`Đã mở và đọc hết: ${documents} văn bản, ${files} tệp, ${numbers} số trong sổ, ${auditRows} dòng nhật ký.`);
  for (const finding of findings) console.log(`– ${finding.code} ${JSON.stringify(finding.params ?? {})}`);
  console.log(findings.length === 0 ? 'Bản sao lưu dùng được.' : `Bản sao lưu có ${findings.length} chỗ cần xem.`);
  console.log(JSON.stringify({ ok: findings.length === 0, files, documents, numbers, auditRows, findings: findings.length }));
  process.exitCode = findings.length === 0 ? 0 : 1;
}

/** Nothing that is typed is shown. */
function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  return new Promise((resolve) =>
    lines.once('line', (line) => {
      lines.close();
      process.stderr.write('\n');
      resolve(line);
    }),
  );
}
