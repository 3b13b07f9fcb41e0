import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cryptoki } from './cryptoki.ts';
import { knownPlaces, Modules, moduleRefusal } from './modules.ts';

const nothing = (): void => {};
const EXPORTED = '\0C_GetFunctionList\0';
function elf(bits: 1 | 2, machine: number, names = EXPORTED): Buffer {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head[4] = bits;
  head.writeUInt16LE(machine, 18);
  return Buffer.concat([head, Buffer.from(names, 'latin1')]);
}
function pe(machine: number): Buffer {
  const head = Buffer.alloc(160);
  head.write('MZ', 0, 'latin1');
  head.writeUInt32LE(128, 0x3c);
  head.write('PE\0\0', 128, 'latin1');
  head.writeUInt16LE(machine, 132);
  return Buffer.concat([head, Buffer.from(EXPORTED, 'latin1')]);
}

describe('a module is looked at before any of its code runs', () => {
  test.each([
    ['a 64-bit ELF for this machine', elf(2, 62), undefined],
    ['a 32-bit ELF', elf(1, 3), 'token.module_32bit'],
    ['an ELF for another machine', elf(2, 183), 'token.module_other_machine'],
    ['a 64-bit DLL', pe(0x8664), undefined],
    ['a 32-bit DLL', pe(0x14c), 'token.module_32bit'],
    ['a DLL for another machine', pe(0xaa64), 'token.module_other_machine'],
    ['a library that is no PKCS#11 module', elf(2, 62, '\0printf\0'), 'token.module_not_pkcs11'],
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

  test('without the addon nothing is touched and one report says so', () => {
    const modules = new Modules({ configured: [file('a.so', elf(2, here))], known: [], addon: () => undefined });
    expect(modules.scan()).toEqual({ modules: [], reports: [{ path: 'pkcs11js', loaded: false, error: { code: 'token.addon_missing' } }] });
  });

  test('each file is loaded once in the life of the process, by whichever name it is reached', () => {
    const real = file('a.so', elf(2, here));
    symlinkSync(real, join(dir, 'b.so'));
    const modules = new Modules({ configured: [real], known: [join(dir, 'b.so')], addon: () => fake });
    modules.scan();
    expect(modules.scan().reports).toEqual([{ path: real, loaded: true }]);
    expect(loads).toEqual([real]);
  });

  test('a configured module that is missing is reported, a known place without one is not', () => {
    const modules = new Modules({ configured: [join(dir, 'gone.so')], known: [join(dir, 'never.so')], addon: () => fake });
    const error = { code: 'token.module_missing', params: { module: 'gone.so' } };
    expect(modules.scan().reports).toEqual([{ path: join(dir, 'gone.so'), loaded: false, error }]);
  });

  test('a 32-bit driver is named as such and never loaded', () => {
    const path = file('old.so', elf(1, 3));
    const modules = new Modules({ configured: [], known: [path], addon: () => fake });
    const error = { code: 'token.module_32bit', params: { module: 'old.so' } };
    expect(modules.scan().reports).toEqual([{ path, loaded: false, error }]);
    expect(loads).toEqual([]);
  });

  test('the drivers of both token families are looked for on Windows and Linux', () => {
    expect(knownPlaces('win32', { SystemRoot: 'C:\\Windows' }).join()).toMatch(/bit4xpki\.dll.*eTPKCS11\.dll/);
    expect(knownPlaces('linux').join()).toMatch(/libbit4xpki\.so.*libeTPkcs11\.so/);
  });
});
