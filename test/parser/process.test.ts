import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { attachment, outgoing, sample, write } from '../../src/formats/edxml/testing.ts';
import { type ParserKit, parserKit } from './kit.ts';

const kits: ParserKit[] = [];
const start = (...args: Parameters<typeof parserKit>): ParserKit => {
  const kit = parserKit(...args);
  kits.push(kit);
  return kit;
};
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.stop();
});
const code = async (job: Promise<unknown>): Promise<string> => {
  try {
    await job;
    return 'done';
  } catch (error) {
    return error instanceof Failure ? error.error.code : String(error);
  }
};
const targetsOf = (kit: ParserKit, n: number): SealedFile[] => Array.from({ length: n }, () => kit.fresh());
const MAX = 64 * 1024 * 1024;

describe('the parser process', () => {
  it('reads a package into sealed files of their own, under the permissions it ships with', async () => {
    const kit = start();
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)]);
    const note = Buffer.from('ghi chú '.repeat(20_000));
    const source = kit.sealed(
      await write(sample, [attachment('a.pdf', pdf), attachment('ghi chú.txt', note), attachment('rỗng.pdf', Buffer.alloc(0))]),
    );
    const targets = targetsOf(kit, 10);
    const before = readdirSync(kit.folder).length;
    const read = await kit.parsing.readEdxml({ source, targets, maxAttachmentBytes: MAX });
    if (!read.ok || read.message.kind !== 'document') throw new Error(JSON.stringify(read));
    expect(outgoing(read.message)).toEqual(sample);
    const files = read.attachments.map(({ target }) => kit.opened(targets[target] ?? source));
    expect(files.map((f) => createHash('sha256').update(f).digest('hex'))).toEqual(read.message.attachments.map((a) => a.sha256));
    expect(files[0]?.equals(pdf) && files[1]?.equals(note) && files[2]?.byteLength === 0).toBe(true);
    // The archive around the note was a step on the way and is gone.
    expect(readdirSync(kit.folder).length - before).toBe(3);
    expect(read.warnings).toEqual([{ code: 'edxml.attachment_empty', params: { name: 'rỗng.pdf' } }]);
  });

  it('a refusal is a result with its code and leaves no files', async () => {
    const kit = start();
    const whole = await write(sample, [attachment('a.pdf', randomBytes(100_000))]);
    const source = kit.sealed(whole.subarray(0, whole.byteLength - 100));
    const before = readdirSync(kit.folder);
    const targets = targetsOf(kit, 4);
    expect(await kit.parsing.readEdxml({ source, targets, maxAttachmentBytes: MAX })).toEqual({
      ok: false,
      error: { code: 'edxml.not_well_formed' },
    });
    expect(readdirSync(kit.folder)).toEqual(before);
    expect(await code(kit.parsing.inspect({ source: { ...source, key: randomBytes(32) } }))).toBe('parsing.file_unreadable');
    expect(await kit.parsing.inspect({ source })).toEqual({ detected: 'xml', size: whole.byteLength - 100 });
    expect((await kit.parsing.ping({})).rssBytes).toBeGreaterThan(1_000_000);
    expect(kit.starts()).toBe(1);
  });

  it('reaches no file outside its folders', async () => {
    const kit = start();
    const inside = kit.sealed(Buffer.from('nội dung'));
    const outside = { ...inside, path: join(dirname(kit.folder), 'outside') };
    copyFileSync(inside.path, outside.path);
    expect((await kit.parsing.inspect({ source: inside })).detected).toBe('text');
    expect(await code(kit.parsing.inspect({ source: outside }))).toBe('parsing.file_unreadable');
    const target = { ...kit.fresh(), path: join(dirname(kit.folder), 'written') };
    const source = kit.sealed(await write(sample, [attachment('a.pdf', randomBytes(10))]));
    expect(await code(kit.parsing.readEdxml({ source, targets: [target], maxAttachmentBytes: MAX }))).toBe('parsing.file_unreadable');
    expect(existsSync(target.path)).toBe(false);
  });

  it('a process at rest that stayed large is replaced, and the next job is answered; a small one stays, and none is taken from a job', async () => {
    const kit = start({ restMs: 30, restRssBytes: 1 });
    const source = kit.sealed(await write(sample));
    const first = kit.process();
    const ended = once(first, 'exit');
    // Asked again and again it has no rest.
    for (let i = 0; i < 3; i++) expect((await kit.parsing.inspect({ source })).detected).toBe('xml');
    expect(kit.starts()).toBe(1);
    await ended;
    expect((await kit.parsing.inspect({ source })).detected).toBe('xml');
    expect(kit.process()).not.toBe(first);
    expect(kit.parsing.renewals()).toBeGreaterThan(0);
    const small = start({ restMs: 1 });
    await small.parsing.inspect({ source: small.sealed(await write(sample)) });
    // One look after the other has gone by.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    await small.parsing.ping({});
    expect([small.starts(), small.parsing.renewals()]).toEqual([1, 0]);
  });

  it('a job that passes its time is ended with its process, and the next one works', async () => {
    const kit = start({ ms: { readEdxml: 1_500 } });
    await kit.parsing.ping({});
    const source = kit.sealed(await write(sample));
    const pid = kit.process().pid;
    if (pid === undefined) throw new Error('no process');
    process.kill(pid, 'SIGSTOP');
    const targets = targetsOf(kit, 2);
    const hung = code(kit.parsing.readEdxml({ source, targets, maxAttachmentBytes: MAX }));
    const queued = kit.parsing.inspect({ source });
    expect(await hung).toBe('parsing.too_long');
    expect((await queued).detected).toBe('xml');
    expect(kit.starts()).toBe(2);
    expect((await kit.parsing.readEdxml({ source, targets, maxAttachmentBytes: MAX })).ok).toBe(true);
  });

  it('a process that dies under a job fails that job only; a file that ended it twice is refused', async () => {
    const kit = start();
    const source = kit.sealed(await write(sample));
    const other = kit.sealed(await write(sample));
    for (let i = 0; i < 2; i++) {
      await kit.parsing.ping({});
      const pid = kit.process().pid;
      if (pid === undefined) throw new Error('no process');
      process.kill(pid, 'SIGSTOP');
      const job = code(kit.parsing.readEdxml({ source, targets: [], maxAttachmentBytes: MAX }));
      // Only once the job stands before the stopped process.
      await new Promise((resolve) => setImmediate(resolve));
      process.kill(pid, 'SIGKILL');
      expect(await job).toBe('parsing.process_died');
    }
    expect(await kit.parsing.readEdxml({ source, targets: [], maxAttachmentBytes: MAX })).toEqual({
      ok: false,
      error: { code: 'parsing.refused' },
    });
    expect(await code(kit.parsing.inspect({ source }))).toBe('parsing.refused');
    expect((await kit.parsing.readEdxml({ source: other, targets: [], maxAttachmentBytes: MAX })).ok).toBe(true);
    expect(kit.starts()).toBe(3);
  });

  it('a job whose process takes too much memory is ended', async () => {
    const kit = start({ rssBytes: 1, watchMs: 1 });
    await kit.parsing.ping({});
    // Unwrapping gives way to other calls, so that the watch is answered.
    const source = kit.sealed(await write(sample, [attachment('a.bin', randomBytes(30_000_000))]));
    expect(await code(kit.parsing.readEdxml({ source, targets: targetsOf(kit, 3), maxAttachmentBytes: MAX }))).toBe(
      'parsing.too_much_memory',
    );
    expect((await kit.parsing.ping({})).rssBytes).toBeGreaterThan(1);
    expect(kit.starts()).toBe(2);
  });

  it('closing ends what waits with a code', async () => {
    const kit = start();
    await kit.parsing.ping({});
    const source = kit.sealed(await write(sample));
    const job = code(kit.parsing.inspect({ source }));
    kit.parsing.close();
    expect(await job).toBe('parsing.closed');
  });
});
