/** `large.ts MEGABYTES LAYOUT`: writes and reads one large package in sealed files and prints time and memory as JSON. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentChunks } from '../../src/formats/edxml/index.ts';
import { sample } from '../../src/formats/edxml/testing.ts';
import { readEdxmlJob } from '../../src/parser/edxml.ts';
import { createSealed } from '../../src/parser/files.ts';

const [megabytes = '60', layout = 'one line'] = process.argv.slice(2);
const size = Number(megabytes) * 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'edxml-large-'));
const file = (name: string) => ({ path: join(folder, name), key: randomBytes(32) });
const block = randomBytes(1024 * 1024);
const expected = createHash('sha256').update('%PDF-1.7\n');
for (let at = 0; at < size; at += block.byteLength) expected.update(block);
const want = expected.digest('hex');

/** Highest resident set above where it began, asked for as often as bytes pass. */
let peak = 0;
const look = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
globalThis.gc?.();
const start = process.memoryUsage.rss();
const mb = (): number => Math.round((peak - start) / 1024 / 1024);

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('%PDF-1.7\n');
  for (let at = 0; at < size; at += block.byteLength) yield block;
}
const source = file('package');
const out = createSealed(source);
let column = 0;
let content = false;
const t0 = performance.now();
for await (const chunk of documentChunks(sample, [{ name: 'a.pdf', size: size + 9, read: bytes }])) {
  look();
  content = content ? chunk.byteLength > 100 || chunk[0] !== 0x3c : Buffer.from(chunk).toString('latin1').endsWith('QCVN_102_2016">');
  if (layout === 'one line' || !content || chunk[chunk.byteLength - 1] === 0x3e) out.write(chunk);
  else
    for (let at = 0; at < chunk.byteLength; ) {
      const line = chunk.subarray(at, at + 76 - column);
      out.write(line);
      at += line.byteLength;
      column = (column + line.byteLength) % 76;
      if (column === 0) out.write(Buffer.from('\n'));
    }
}
out.finish();
const written = performance.now() - t0;
const writeGrowthMb = mb();

peak = 0;
const timer = setInterval(look, 1);
const t1 = performance.now();
const result = await readEdxmlJob({ source, targets: [file('a'), file('b')], maxAttachmentBytes: 2 * size });
const read = performance.now() - t1;
look();
clearInterval(timer);
// Reading runs in one go, so the system's own record of the peak is what tells; it includes the writing before.
const readGrowthMb = Math.max(mb(), Math.round(process.resourceUsage().maxRSS / 1024 - start / 1024 / 1024));
const same = result.ok && result.message.kind === 'document' && result.message.attachments[0]?.sha256 === want;
process.stdout.write(JSON.stringify({ writeGrowthMb, readGrowthMb, same, writeMs: Math.round(written), readMs: Math.round(read) }));
rmSync(folder, { recursive: true, force: true });
