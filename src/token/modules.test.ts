import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cryptoki } from './cryptoki.ts';
import { inspectModule, loadError, Modules, moduleRefusal } from './modules.ts';
import { knownPlaces, modulesOfProviders } from './places.ts';

const edit = (file: Buffer, change: (file: Buffer) => void): Buffer => {
  change(file);
  return file;
};
const nothing = (): void => {};
const NAME = 'C_GetFunctionList';
/** A library of one exported name: program headers, a dynamic section with symbol and string table. */
function elf(bits: 1 | 2, machine: number, name = NAME, section = 1): Buffer {
  const file = Buffer.alloc(512);
  file.writeUInt32BE(0x7f454c46, 0);
  file[4] = bits;
  file[5] = 1;
  file.writeUInt16LE(machine, 18);
  if (bits === 1) return file;
  const put = (at: number, ...words: number[]): void => words.forEach((word, i) => void file.writeBigUInt64LE(BigInt(word), at + i * 8));
  put(32, 64);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(2, 56);
  // PT_LOAD at address 0x1000, PT_DYNAMIC: offset, address, address, size
  for (const [at, type, offset, address, size] of [
    [64, 1, 0, 0x1000, 512],
    [120, 2, 192, 0x10c0, 48],
  ] as const) {
    file.writeUInt32LE(type, at);
    put(at + 8, offset, address, address, size);
  }
  put(192, 5, 0x1000 + 320, 6, 0x1000 + 256, 0, 0);
  file.writeUInt32LE(1, 280);
  file.writeUInt16LE(section, 286);
  file.write(`\0${name}\0`, 320, 'latin1');
  return file;
}
/** A DLL with one section that holds its export directory. */
function pe(machine: number, name = NAME, magic = 0x20b): Buffer {
  const file = Buffer.alloc(1024);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(128, 0x3c);
  file.write('PE\0\0', 128, 'latin1');
  file.writeUInt16LE(machine, 132);
  file.writeUInt16LE(1, 134);
  file.writeUInt16LE(240, 148);
  file.writeUInt16LE(magic, 152);
  file.writeUInt32LE(0x2000, 152 + (magic === 0x20b ? 112 : 96));
  // the section: virtual size, address, raw size, offset
  [512, 0x2000, 512, 512].forEach((word, i) => void file.writeUInt32LE(word, 152 + 240 + 8 + i * 4));
  file.writeUInt32LE(1, 512 + 24);
  file.writeUInt32LE(0x2000 + 64, 512 + 32);
  file.writeUInt32LE(0x2000 + 96, 512 + 64);
  file.write(`${name}\0`, 512 + 96, 'latin1');
  return file;
}

/** A Mach-O library of one symbol, by itself or as the second part of a file for two machines. */
function machO(cpu: number, type = 0x0f, magic = 0xfeedfacf): Buffer {
  const file = Buffer.alloc(256);
  // magic, cputype, …, ncmds; then LC_SYMTAB: command, size, symbols, count, strings
  for (const [at, word] of [
    [0, magic],
    [4, cpu],
    [16, 2],
    [32, 0x1b],
    [36, 24],
    [56, 2],
    [60, 24],
    [64, 128],
    [68, 1],
    [72, 160],
    [128, 1],
  ] as const)
    file.writeUInt32LE(word, at);
  file[132] = type;
  file.write(`\0_${NAME}\0`, 160, 'latin1');
  return file;
}
function fat(...parts: Buffer[]): Buffer {
  const head = Buffer.alloc(256);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(parts.length, 4);
  parts.forEach((part, i) => {
    const offset = 256 * (i + 1);
    [part.readUInt32LE(4), 0, offset, part.length, 12].forEach((word, n) => void head.writeUInt32BE(word, 8 + i * 20 + n * 4));
  });
  return Buffer.concat([head, ...parts]);
}
const [INTEL, ARM] = [0x01000007, 0x0100000c];

describe('a module is looked at before any of its code runs', () => {
  test.each([
    ['a 64-bit ELF for this machine', elf(2, 62), undefined],
    ['a 32-bit ELF', elf(1, 3), 'token.module_32bit'],
    ['an ELF for another machine', elf(2, 183), 'token.module_other_machine'],
    ['a 64-bit DLL', pe(0x8664), undefined],
    ['a 32-bit DLL', pe(0x14c, NAME, 0x10b), 'token.module_32bit'],
    ['a DLL for another machine', pe(0xaa64), 'token.module_other_machine'],
    ['a library that is no PKCS#11 module', elf(2, 62, 'printf'), 'token.module_not_pkcs11'],
    ['a library that only uses such a module', elf(2, 62, NAME, 0), 'token.module_not_pkcs11'],
    ['a DLL that is no PKCS#11 module', pe(0x8664, 'DllMain'), 'token.module_not_pkcs11'],
    ['a library cut off', elf(2, 62).subarray(0, 200), 'token.module_not_pkcs11'],
    ['a DLL cut off', pe(0x8664).subarray(0, 560), 'token.module_not_pkcs11'],
    ['a DLL whose offsets lead outside', Buffer.concat([pe(0x8664).subarray(0, 0x3c), Buffer.alloc(64, 0xff)]), 'token.module_not_pkcs11'],
    ['a Mach-O library', machO(INTEL), undefined],
    ['a 32-bit Mach-O library', machO(7, 0x0f, 0xfeedface), 'token.module_32bit'],
    ['a Mach-O library for another machine', machO(ARM), 'token.module_other_machine'],
    ['a Mach-O library that only uses such a module', machO(INTEL, 0x01), 'token.module_not_pkcs11'],
    ['a Mach-O library cut off', machO(INTEL).subarray(0, 140), 'token.module_not_pkcs11'],
    ['a Mach-O file for both machines', fat(machO(ARM), machO(INTEL)), undefined],
    ['a Mach-O file for other machines', fat(machO(ARM)), 'token.module_other_machine'],
    ['a DLL of sixty thousand sections', edit(pe(0x8664), (f) => f.writeUInt16LE(0xffff, 134)), 'token.module_not_pkcs11'],
    ['an ELF of sixty thousand segments', edit(elf(2, 62), (f) => f.writeUInt16LE(0xffff, 56)), 'token.module_not_pkcs11'],
    ['a text file', Buffer.from('C_GetFunctionList is what this text speaks of, at some length, to be read'), 'token.module_not_pkcs11'],
    ['an empty file', Buffer.alloc(0), 'token.module_not_pkcs11'],
  ])('%s', (_name, file, refusal) => {
    expect(moduleRefusal(file, 'x64')).toBe(refusal);
  });
});

describe('the modules of a process', () => {
  let dir = '';
  const loads: string[] = [];
  const fake = (): Cryptoki => ({ load: (path: string) => loads.push(path), C_Initialize: nothing }) as unknown as Cryptoki;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tram-modules-'));
    loads.length = 0;
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const file = (name: string, content: Buffer): string => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  const here = process.arch === 'arm64' ? 183 : 62;

  const nobody = (): void => {};

  test('without the addon nothing is touched and one report says so', async () => {
    const modules = new Modules({ configured: [file('a.so', elf(2, here))], known: [], addon: () => undefined });
    expect(await modules.visit(nobody)).toEqual([{ path: 'pkcs11js', loaded: false, error: { code: 'token.addon_missing' } }]);
  });

  test('each file is loaded once in the life of the process, by whichever name it is reached', async () => {
    const real = file('a.so', elf(2, here));
    symlinkSync(real, join(dir, 'b.so'));
    const modules = new Modules({ configured: [real], known: [join(dir, 'b.so')], addon: () => fake });
    await modules.visit(nobody);
    expect(await modules.visit(nobody)).toEqual([{ path: real, loaded: true, configured: true }]);
    expect(loads).toEqual([real]);
  });

  test('a configured module that is missing is reported, a known place without one is not', async () => {
    const modules = new Modules({ configured: [join(dir, 'gone.so')], known: [join(dir, 'never.so')], addon: () => fake });
    const error = { code: 'token.module_missing', params: { module: 'gone.so' } };
    expect(await modules.visit(nobody)).toEqual([{ path: join(dir, 'gone.so'), loaded: false, configured: true, error }]);
  });

  test('a 32-bit driver is named as such and never loaded', async () => {
    const path = file('old.so', elf(1, 3));
    const modules = new Modules({ configured: [], known: [path], addon: () => fake });
    const error = { code: 'token.module_32bit', params: { module: 'old.so' } };
    expect(await modules.visit(nobody)).toEqual([{ path, loaded: false, error }]);
    expect(loads).toEqual([]);
  });

  test('an allowed module is loaded with the bytes that were allowed and no others', async () => {
    const path = file('a.so', elf(2, here));
    const modules = new Modules({ configured: [], known: [], addon: () => fake });
    const rules = { avoided: [], note: async () => {} };
    modules.setRules({ ...rules, allowed: [{ path, sha256: 'ab'.repeat(32) }] });
    const error = { code: 'token.module_changed', params: { module: 'a.so' } };
    expect(await modules.visit(nobody)).toEqual([{ path, loaded: false, configured: true, error }]);
    expect(loads).toEqual([]);
    modules.setRules({ ...rules, allowed: [{ path, sha256: inspectModule(path).sha256 }] });
    expect(await modules.visit(nobody)).toEqual([{ path, loaded: true, configured: true }]);
  });

  test('one that ended the process too often is left alone, and the supervisor hears of each before its code runs', async () => {
    const [bad, good] = [file('bad.so', elf(2, here)), file('good.so', Buffer.concat([elf(2, here), Buffer.alloc(1)]))];
    const noted: (string | undefined)[] = [];
    const modules = new Modules({ configured: [bad, good], known: [], addon: () => fake });
    modules.setRules({ allowed: [], avoided: [bad], note: async (path) => void noted.push(path) });
    const reports = await modules.visit(() => expect(noted).toEqual([good]));
    expect(reports.map(({ loaded, error }) => [loaded, error?.code])).toEqual([
      [false, 'token.module_avoided'],
      [true, undefined],
    ]);
    expect(loads).toEqual([good]);
    expect(noted).toEqual([good, undefined]);
  });

  test.each([
    [
      'libx.so: cannot open shared object file: No such file or directory',
      { code: 'token.module_needs_library', params: { library: 'libx.so' } },
    ],
    ['Win32 error 126', { code: 'token.module_needs_part' }],
    ['Win32 error 193', { code: 'token.module_32bit' }],
    ['/x/a.so: undefined symbol: strange', { code: 'token.module_load_failed' }],
  ])('what the system says of a file it cannot load is told in words: %s', (said, error) => {
    expect(loadError(new Error(said), '/x/a.so')).toEqual(error);
  });

  test('the drivers of both token families are looked for on Windows and Linux', () => {
    expect(knownPlaces('win32', { SystemRoot: 'C:\\Windows' }).join()).toMatch(/bit4xpki\.dll.*eTPKCS11\.dll/);
    expect(knownPlaces('linux').join()).toMatch(/libbit4xpki\.so.*libeTPkcs11\.so/);
  });

  test('a provider in the registry leads to the module beside it; Windows’ own providers do not', () => {
    const printed = [
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Defaults\\Provider\\Example CSP v1.0',
      '    Image Path    REG_SZ    C:\\Windows\\System32\\example_csp11_s.dll',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Cryptography\\Defaults\\Provider\\Other CSP',
      '    Image Path    REG_EXPAND_SZ    %SystemRoot%\\system32\\other.dll',
      '    Image Path    REG_SZ    short.dll',
      '    Image Path    REG_SZ    C:\\Windows\\System32\\rsaenh.dll',
      // Of a key storage provider, and Windows' own.
      '    Image    REG_SZ    maker_ksp.dll',
      '    Image    REG_SZ    ncryptprov.dll',
    ].join('\r\n');
    expect(modulesOfProviders(printed)).toEqual([
      'C:\\Windows\\System32\\example_csp11.dll',
      'C:\\Windows\\system32\\other.dll',
      'C:\\Windows\\System32\\short.dll',
      'C:\\Windows\\System32\\maker_ksp.dll',
    ]);
  });
});
