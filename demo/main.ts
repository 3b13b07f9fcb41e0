/**
 * `npm run demo [-- --json] [--out DIR]`: the main job without a screen, on the very processes of the workstation.
 * Prints each step; leaves the signed PDFs, the edXML messages and the printed registers in `demo-out/`; ends with
 * code 0 only if nothing was lost, doubled or found invalid.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { count } from './count.ts';
import { newPassphrase, openDesk } from './desk.ts';
import { leavePapers } from './papers.ts';
import { prepareTokens } from './tokens.ts';
import { walk } from './walk.ts';
import { keysFolder } from './world.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    out: { type: 'string', default: 'demo-out' },
    verbose: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => console.log(line);

const profilesDir = mkdtempSync(join(tmpdir(), 'tram-van-thu-demo-'));
const outDir = resolve(values.out);
rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });

const worldDir = join(profilesDir, 'training', 'world');
const tokens = prepareTokens(profilesDir);
const desk = openDesk({ profilesDir, env: tokens.env, documents: 36, autoReply: true, verbose: values.verbose });
let figures: Awaited<ReturnType<typeof count>> | undefined;
try {
  const walked = await walk(desk, tokens, keysFolder(worldDir), newPassphrase(), say);
  await leavePapers(desk, outDir, worldDir, say);
  figures = await count(desk, { ...walked, outDir: values.out });
} finally {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
}

const good =
  figures !== undefined &&
  figures.lost === 0 &&
  figures.duplicates === 0 &&
  figures.signed > 0 &&
  figures.signed === figures.signaturesValid;
if (figures) {
  say(`Đã nhận ${figures.received} văn bản, vào sổ ${figures.registered}; ký ${figures.signed} chữ ký, hợp lệ ${figures.signaturesValid}.`);
  say(
    `Khi mất mạng có ${figures.queuedOffline} gói chờ gửi; đã đến nơi nhận ${figures.delivered}; trùng ${figures.duplicates}, mất ${figures.lost}.`,
  );
}
say(good ? `Hoàn thành. Tệp kết quả ở ${values.out}/` : 'Chưa đạt: có văn bản mất, trùng hoặc chữ ký không hợp lệ.');
if (values.json && figures) console.log(JSON.stringify(figures));
process.exit(good ? 0 : 1);
