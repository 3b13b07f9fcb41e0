/**
 * Finding and loading PKCS#11 modules: the paths an administrator configured, then known places of the drivers of VGCA's
 * tokens (SafeNet, Bit4id), OpenSC and SoftHSM. A module is code that runs in this process: only configured and known files
 * are loaded, each once, after a look at what kind of file it is.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ModuleReport } from '../contract/token/index.ts';
import type { AppError } from '../domain/errors.ts';
import { CKF_OS_LOCKING_OK, CKR_CANT_LOCK, CKR_CRYPTOKI_ALREADY_INITIALIZED, type Cryptoki, loadAddon, returnCode } from './cryptoki.ts';
import { tokenError } from './errors.ts';

export interface LoadedModule {
  readonly path: string;
  /** File name without its folder. */
  readonly name: string;
  readonly p11: Cryptoki;
}

/** Where drivers put their module, by system. */
export function knownPlaces(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  if (platform === 'win32') {
    const system = join(env.SystemRoot ?? 'C:\\Windows', 'System32');
    const programs = env.ProgramFiles ?? 'C:\\Program Files';
    return [
      ...['bit4xpki.dll', 'bit4ipki.dll', 'bit4opki.dll', 'eTPKCS11.dll', 'vgca_v1.dll', 'gca01.dll'].map((name) => join(system, name)),
      join(programs, 'SafeNet', 'Authentication', 'SAC', 'x64', 'eTPKCS11.dll'),
      join(programs, 'SafeNet', 'Authentication', 'SAC', 'x64', 'IDPrimePKCS1164.dll'),
      join(programs, 'OpenSC Project', 'OpenSC', 'pkcs11', 'opensc-pkcs11.dll'),
    ];
  }
  if (platform === 'darwin') {
    return ['/usr/local/lib/libeTPkcs11.dylib', '/System/Library/Bit4id/pkcs11/libbit4ipki.dylib', '/Library/OpenSC/lib/opensc-pkcs11.so'];
  }
  return [
    '/usr/lib/bit4id/libbit4xpki.so',
    '/usr/lib/libeTPkcs11.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib/softhsm/libsofthsm2.so',
    '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  ];
}

const MACHINES: Readonly<Record<string, { readonly elf: number; readonly pe: number }>> = {
  x64: { elf: 62, pe: 0x8664 },
  arm64: { elf: 183, pe: 0xaa64 },
};

/**
 * Why a file cannot be loaded by a process of `arch`, seen in its bytes before any of its code runs: ELF (`e_ident`,
 * `e_machine`) and PE (COFF `Machine`). Undefined when nothing speaks against it.
 */
export function moduleRefusal(file: Buffer, arch: string = process.arch): string | undefined {
  const machine = MACHINES[arch];
  if (file.length >= 64 && file.readUInt32BE(0) === 0x7f454c46) {
    if (file[4] !== 2) return 'token.module_32bit';
    if (machine !== undefined && file.readUInt16LE(18) !== machine.elf) return 'token.module_other_machine';
  } else if (file.length >= 64 && file.toString('latin1', 0, 2) === 'MZ') {
    const header = file.readUInt32LE(0x3c);
    if (header + 6 > file.length || file.toString('latin1', header, header + 4) !== 'PE\0\0') return 'token.module_not_pkcs11';
    const kind = file.readUInt16LE(header + 4);
    if (kind === 0x14c) return 'token.module_32bit';
    if (machine !== undefined && kind !== machine.pe) return 'token.module_other_machine';
  } else if (process.platform !== 'darwin') {
    return 'token.module_not_pkcs11';
  }
  // The exported name stands in the file's own string table.
  return file.includes('C_GetFunctionList') ? undefined : 'token.module_not_pkcs11';
}

function initialize(p11: Cryptoki): void {
  try {
    p11.C_Initialize({ flags: CKF_OS_LOCKING_OK });
  } catch (error) {
    const code = returnCode(error);
    if (code === CKR_CRYPTOKI_ALREADY_INITIALIZED) return;
    if (code !== CKR_CANT_LOCK) throw error;
    // We call one function at a time, so a module without locks of its own is served as well.
    p11.C_Initialize();
  }
}

export interface ModulesOptions {
  /** From the administrator's configuration: reported even where nothing is there. */
  readonly configured: readonly string[];
  readonly known: readonly string[];
  /** By default the addon pkcs11js. */
  readonly addon?: () => (() => Cryptoki) | undefined;
}

/** The modules of this process. A module stays loaded for its life; one that failed is looked at again next time. */
export class Modules {
  readonly #options: ModulesOptions;
  readonly #loaded = new Map<string, LoadedModule>();
  #make: (() => Cryptoki) | undefined;
  constructor(options: ModulesOptions) {
    this.#options = options;
  }

  /** Loads what is there now. Without the addon no module is touched and one report says so. */
  scan(): { modules: LoadedModule[]; reports: ModuleReport[] } {
    this.#make ??= (this.#options.addon ?? loadAddon)();
    if (this.#make === undefined) {
      return { modules: [], reports: [{ path: 'pkcs11js', loaded: false, error: { code: 'token.addon_missing' } }] };
    }
    const modules: LoadedModule[] = [];
    const reports: ModuleReport[] = [];
    const seen = new Set<string>();
    for (const path of [...this.#options.configured, ...this.#options.known]) {
      if (!existsSync(path)) {
        if (this.#options.configured.includes(path)) reports.push(this.#report(path, { code: 'token.module_missing' }));
        continue;
      }
      // The same file is often reachable by two names.
      const real = realpathSync(path);
      if (seen.has(real)) continue;
      seen.add(real);
      const loaded = this.#load(path, real, this.#make);
      if ('p11' in loaded) modules.push(loaded);
      reports.push('p11' in loaded ? { path, loaded: true } : this.#report(path, loaded));
    }
    return { modules, reports };
  }

  #report(path: string, error: AppError): ModuleReport {
    return { path, loaded: false, error: { code: error.code, params: { ...error.params, module: basename(path) } } };
  }

  #load(path: string, real: string, make: () => Cryptoki): LoadedModule | AppError {
    const known = this.#loaded.get(real);
    if (known) return known;
    const refusal = moduleRefusal(readFileSync(real));
    if (refusal !== undefined) return { code: refusal };
    const p11 = make();
    try {
      p11.load(path);
    } catch {
      return { code: 'token.module_load_failed' };
    }
    try {
      initialize(p11);
    } catch (error) {
      return tokenError(error, basename(path));
    }
    const loaded = { path, name: basename(path), p11 };
    this.#loaded.set(real, loaded);
    return loaded;
  }
}
