/** A stand-in program with LibreOffice's arguments, run for real: what it is given, its limits, and that nothing is left behind. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { type Converter, convertToPdf, findConverter } from './index.ts';

const DOCX = { ending: 'docx', detected: 'ooxml' };
/** A process that ended and that nobody waited for is a zombie: it runs no more. */
const runs = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('tvt-doi-pdf-'));

describe.skipIf(process.platform === 'win32')('office files become PDF', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'tvt-office-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const program = (name: string, body: string): Converter => {
    const path = join(dir, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return { kind: 'libreoffice', path };
  };
  const OUT = 'while [ "$1" != "--outdir" ]; do shift; done; out="$2"; src="$3";';
  const convert = (converter: Converter | undefined, kind = DOCX, ms = 5_000): Promise<string> =>
    convertToPdf(
      converter,
      kind,
      async function* () {
        yield Buffer.from('PK noi dung');
      },
      async (path) => readFileSync(path, 'latin1'),
      { ms },
    ).catch((error: unknown) => (error instanceof Failure ? error.error.code : String(error)));

  it('by the program of the machine, with a profile and folder of its own, macros and environment left out', async () => {
    const log = join(dir, 'args');
    process.env.TVT_SECRET = 'not to be handed on';
    const good = program('soffice', `echo "$@" > ${log}; env >> ${log}; ${OUT} (printf '%%PDF-1.7 '; cat "$src") > "$out/van-ban.pdf"`);
    expect(await convert(good)).toBe('%PDF-1.7 PK noi dung');
    const said = readFileSync(log, 'utf8');
    expect(said).toMatch(/-env:UserInstallation=file:\/\/\S+tvt-doi-pdf-\S+ --headless/);
    expect(said).toContain('pdf:writer_pdf_Export:');
    expect(said).not.toContain('TVT_SECRET');
    expect(await convert(good, { ending: 'xlsx', detected: 'ooxml' })).toContain('%PDF');
    expect(readFileSync(log, 'utf8')).toContain('calc_pdf_Export');
    delete process.env.TVT_SECRET;
    expect(leftovers()).toEqual([]);
  });
  it('a program that hangs is ended with what it started, one that fails or makes nothing is told', async () => {
    const started = join(dir, 'pid');
    const slow = program('slow', `sleep 60 & echo $! > ${started}; sleep 60`);
    expect(await convert(slow, DOCX, 1_500)).toBe('office.too_long');
    expect(await convert(program('bad', 'exit 3'))).toBe('office.failed');
    expect(await convert(program('nothing', 'exit 0'))).toBe('office.failed');
    expect(await convert({ kind: 'libreoffice', path: join(dir, 'absent') })).toBe('office.failed');
    expect(leftovers()).toEqual([]);
    const pid = Number(readFileSync(started, 'utf8'));
    await expect.poll(() => runs(pid)).toBe(false);
  });
  it('a program that crashes, names something else a PDF, makes two or fills the disk is told, and its folder is gone', async () => {
    expect(await convert(program('crash', 'kill -SEGV $$'))).toBe('office.failed');
    expect(await convert(program('other', `${OUT} echo '<html>' > "$out/van-ban.pdf"`))).toBe('office.failed');
    expect(await convert(program('empty', `${OUT} : > "$out/van-ban.pdf"`))).toBe('office.failed');
    expect(await convert(program('linked', `${OUT} ln -s /etc/hostname "$out/van-ban.pdf"`))).toBe('office.failed');
    expect(await convert(program('two', `${OUT} for n in 1 2; do printf '%%PDF-1.7' > "$out/$n.pdf"; done`))).toBe('office.failed');
    const endless = program('endless', `${OUT} while :; do head -c 200000 /dev/zero >> "$out/van-ban.pdf"; sleep 0.05; done`);
    expect(
      await convertToPdf(
        endless,
        DOCX,
        async function* () {},
        async () => 'read',
        { ms: 20_000, maxBytes: 500_000 },
      ).catch((error: Failure) => error.error.code),
    ).toBe('office.too_large');
    expect(leftovers()).toEqual([]);
  });
  it('macros, active content and what the file links to are switched off in the profile before the program starts', async () => {
    const log = join(dir, 'profile');
    const reads = program(
      'reads',
      `p="\${1#-env:UserInstallation=file://}"; cat "$p/user/registrymodifications.xcu" > ${log}; ls -a "$p" "$p/.." >> ${log}; ${OUT} printf '%%PDF-1.7' > "$out/van-ban.pdf"`,
    );
    expect(await convert(reads)).toBe('%PDF-1.7');
    const said = readFileSync(log, 'utf8');
    for (const name of ['DisableMacrosExecution', 'DisableActiveContent', 'BlockUntrustedRefererLinks'])
      expect(said).toContain(`"${name}" oor:op="fuse"><value>true</value>`);
    expect(said).toContain('Writer/Content/Update');
    // Nothing else lies there: each conversion has a profile and a folder of its own.
    expect(said).toContain('van-ban.docx');
  });
  it('where there is no program, or the file is not what its name says, that is said', async () => {
    expect(await convert(undefined)).toBe('office.no_program');
    expect(await convert(undefined, { ending: 'docx', detected: 'pdf' })).toBe('office.kind');
    expect(await convert(undefined, { ending: 'constructor', detected: 'ooxml' })).toBe('office.kind');
    expect(findConverter('linux', { PATH: dir })?.path).toBe(join(dir, 'soffice'));
  });
});
