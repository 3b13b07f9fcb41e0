/**
 * Office files to PDF by the program that the machine has (LibreOffice; Word on Windows). The program runs apart, in a folder
 * of its own with a profile of its own, for a limited time, and is ended with everything it started. The plaintext that it
 * needs lies there for that time only; every conversion is in the audit. Where no program is installed, that is said.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from '../../domain/errors.ts';

export interface Converter {
  readonly kind: 'libreoffice' | 'word';
  /** The program's path. */
  readonly path: string;
}
/** Endings of office files → what their bytes must be, and the program's way to PDF. */
export const OFFICE_KINDS: Readonly<Record<string, { readonly detected: string; readonly filter: string }>> = {
  docx: { detected: 'ooxml', filter: 'writer_pdf_Export' },
  xlsx: { detected: 'ooxml', filter: 'calc_pdf_Export' },
  doc: { detected: 'ole', filter: 'writer_pdf_Export' },
  xls: { detected: 'ole', filter: 'calc_pdf_Export' },
  odt: { detected: 'odf', filter: 'writer_pdf_Export' },
  ods: { detected: 'odf', filter: 'calc_pdf_Export' },
  rtf: { detected: 'rtf', filter: 'writer_pdf_Export' },
};
const OF_WORD = ['docx', 'doc', 'rtf'];
export interface ConvertLimits {
  readonly ms?: number;
  readonly maxBytes?: number;
}
const MS = 120_000;
const WATCH_MS = 500;
const MAX_BYTES = 200 * 1024 * 1024;
const PREFIX = 'tvt-doi-pdf-';
const NAME = 'van-ban';
const PROFILE = 'ho-so';

/** Where LibreOffice puts its program, by system; then the folders of PATH. */
function places(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'win32') {
    const programs = [env.ProgramFiles, env['ProgramFiles(x86)']].flatMap((p) => (p ? [p] : []));
    return programs.map((p) => join(p, 'LibreOffice', 'program', 'soffice.com'));
  }
  const path = (env.PATH ?? '').split(delimiter).flatMap((dir) => (dir ? [join(dir, 'soffice'), join(dir, 'libreoffice')] : []));
  const opt = existsSync('/opt') ? readdirSync('/opt').filter((name) => name.startsWith('libreoffice')) : [];
  return [...path, '/usr/lib/libreoffice/program/soffice', ...opt.map((name) => `/opt/${name}/program/soffice`)];
}
const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
export function findConverter(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): Converter | undefined {
  const libre = places(platform, env).find(executable);
  if (libre !== undefined) return { kind: 'libreoffice', path: libre };
  if (platform !== 'win32') return undefined;
  const word = [env.ProgramFiles, env['ProgramFiles(x86)']].flatMap((p) =>
    p
      ? ['Office16', 'Office15'].flatMap((v) => [
          join(p, 'Microsoft Office', 'root', v, 'WINWORD.EXE'),
          join(p, 'Microsoft Office', v, 'WINWORD.EXE'),
        ])
      : [],
  );
  const found = word.find((path) => existsSync(path));
  return found === undefined ? undefined : { kind: 'word', path: found };
}

/**
 * @param kind ending of the file's name, a key of `OFFICE_KINDS`, and what its bytes were found to be
 * @param write the file's bytes, in order
 * @param read is handed the PDF's path while it is there
 * @throws Failure `office.no_program`, `office.kind`, `office.too_long`, `office.failed`, `office.too_large`
 */
export async function convertToPdf<T>(
  converter: Converter | undefined,
  kind: { readonly ending: string; readonly detected: string },
  write: () => AsyncIterable<Uint8Array>,
  read: (path: string) => Promise<T>,
  limits: ConvertLimits = {},
): Promise<T> {
  const ending = kind.ending.toLowerCase();
  const rule = Object.hasOwn(OFFICE_KINDS, ending) ? OFFICE_KINDS[ending] : undefined;
  if (rule?.detected !== kind.detected) throw new Failure('office.kind');
  if (!converter || (converter.kind === 'word' && !OF_WORD.includes(ending))) throw new Failure('office.no_program');
  const dir = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    const source = join(dir, `${NAME}.${ending}`);
    const file = await open(source, 'wx', 0o600);
    try {
      for await (const chunk of write()) await file.write(chunk);
    } finally {
      await file.close();
    }
    const out = join(dir, 'ra');
    await mkdir(out, { mode: 0o700 });
    await guardProfile(join(dir, PROFILE));
    const maxBytes = limits.maxBytes ?? MAX_BYTES;
    await run(converter, rule.filter, { source, out, dir }, { ms: limits.ms ?? MS, maxBytes });
    const made = (await readdir(out)).filter((n) => n.toLowerCase().endsWith('.pdf'));
    const path = join(out, made[0] ?? '');
    // One document in, one out: of several nobody could say which it is.
    if (made.length !== 1 || !(await isPdf(path))) throw new Failure('office.failed');
    if ((await stat(path)).size > maxBytes) throw new Failure('office.too_large');
    return await read(path);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A plain file that begins as a PDF does, whatever the program answered and however it is named. */
async function isPdf(path: string): Promise<boolean> {
  if (!(await lstat(path)).isFile()) return false;
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(5);
    await file.read(head, 0, 5, 0);
    return head.toString('latin1') === '%PDF-';
  } finally {
    await file.close();
  }
}
const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);

interface Where {
  readonly source: string;
  readonly out: string;
  readonly dir: string;
}
function run(converter: Converter, filter: string, { source, out, dir }: Where, { ms, maxBytes }: Required<ConvertLimits>): Promise<void> {
  const [program, args] = converter.kind === 'libreoffice' ? libreOffice(converter.path, filter, source, out, dir) : word(source, out);
  return new Promise((resolve, reject) => {
    // A group of its own, so that what the program starts ends with it. Nothing of the workstation's environment goes along.
    const child = spawn(program, args, {
      cwd: dir,
      detached: process.platform !== 'win32',
      stdio: 'ignore',
      env: quietEnv(dir),
      windowsHide: true,
    });
    let late: 'office.too_long' | 'office.too_large' | undefined;
    const timer = setTimeout(() => {
      late ??= 'office.too_long';
      endGroup(child);
    }, ms);
    // What grows without end is ended before the disk is full.
    const watch = setInterval(() => {
      if (sizeOf(out) <= maxBytes) return;
      late ??= 'office.too_large';
      endGroup(child);
    }, WATCH_MS);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      clearInterval(watch);
      endGroup(child);
      if (late) reject(new Failure(late));
      else if (error) reject(error);
      else resolve();
    };
    child.on('error', (cause) => settle(new Failure('office.failed', undefined, { cause })));
    child.on('exit', (code) => settle(code === 0 ? undefined : new Failure('office.failed')));
  });
}
/**
 * The profile says before the program's first start: no macros, no active content, nothing that the file links to is fetched
 * from the network or the disk. A program that does not know one of these passes over it.
 */
async function guardProfile(profile: string): Promise<void> {
  const item = (path: string, name: string, value: string): string =>
    `<item oor:path="/org.openoffice.Office.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;
  const scripting = 'Common/Security/Scripting';
  const items = [
    item(scripting, 'MacroSecurityLevel', '3'),
    ...['DisableMacrosExecution', 'DisableActiveContent', 'BlockUntrustedRefererLinks'].map((name) => item(scripting, name, 'true')),
    // Never update links.
    ...['Writer', 'Calc'].map((program) => item(`${program}/Content/Update`, 'Link', '2')),
  ];
  const spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"';
  await mkdir(join(profile, 'user'), { recursive: true, mode: 0o700 });
  await writeFile(
    join(profile, 'user', 'registrymodifications.xcu'),
    `<?xml version="1.0" encoding="UTF-8"?>\n<oor:items ${spaces}>\n${items.join('\n')}\n</oor:items>\n`,
  );
}
/** PDF/A-2b, so that what is signed can be kept; macros do not run in a converting LibreOffice. */
function libreOffice(path: string, filter: string, source: string, out: string, dir: string): [string, string[]] {
  const options = '{"SelectPdfVersion":{"type":"long","value":"2"}}';
  const profile = `-env:UserInstallation=${pathToFileURL(join(dir, PROFILE)).href}`;
  const args = ['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nofirststartwizard'];
  return [path, [profile, ...args, '--convert-to', `pdf:${filter}:${options}`, '--outdir', out, source]];
}
/** Word through its automation, macros off (msoAutomationSecurityForceDisable), read only. */
function word(source: string, out: string): [string, string[]] {
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const script = [
    '$ErrorActionPreference = "Stop"',
    '$w = New-Object -ComObject Word.Application',
    'try { $w.Visible = $false; $w.DisplayAlerts = 0; $w.AutomationSecurity = 3',
    `$d = $w.Documents.Open(${quote(source)}, $false, $true, $false)`,
    `$d.ExportAsFixedFormat(${quote(join(out, `${NAME}.pdf`))}, 17, $false, 0, 0, 1, 1, 0, $true, $true, 0, $true, $true, $true)`,
    '$d.Close(0) } finally { $w.Quit(0) }',
  ].join('\n');
  return ['powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]];
}
const KEPT = [
  'PATH',
  'LANG',
  'LC_ALL',
  'SystemRoot',
  'windir',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
];
function quietEnv(dir: string): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(KEPT.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])));
  return { ...kept, HOME: dir, TMPDIR: dir, TEMP: dir, TMP: dir };
}
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Folders that a killed workstation left behind are wiped at the next start. */
export async function wipeLeftovers(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [] as string[]);
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const own = await stat(path).catch(() => undefined);
    if (own && (process.getuid === undefined || own.uid === process.getuid()))
      await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}
