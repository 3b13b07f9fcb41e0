/**
 * Finding and loading PKCS#11 modules: what an administrator allowed (path and bytes), then the known places. A module is
 * code that runs in this process: a file is looked at before it is loaded, each is loaded once, and one that ended this
 * process too often is left alone.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ModuleEntry, ModuleReport } from '../contract/token/index.ts';
import type { AppError } from '../domain/errors.ts';
import { readLibrary } from './binary.ts';
import { CKF_OS_LOCKING_OK, CKR_CANT_LOCK, CKR_CRYPTOKI_ALREADY_INITIALIZED, type Cryptoki, loadAddon, returnCode } from './cryptoki.ts';
import { tokenError } from './errors.ts';

export { knownPlaces } from './places.ts';

export interface LoadedModule {
  readonly path: string;
  /** File name without its folder. */
  readonly name: string;
  readonly p11: Cryptoki;
}

const MACHINES: Readonly<Record<string, { readonly elf: number; readonly pe: number; readonly macho: number }>> = {
  x64: { elf: 62, pe: 0x8664, macho: 0x01000007 },
  arm64: { elf: 183, pe: 0xaa64, macho: 0x0100000c },
};
const MAX_MODULE_BYTES = 256 * 1024 * 1024;

/**
 * Why a file cannot be loaded by a process of `arch`, seen in its bytes before any of its code runs. Undefined when
 * nothing speaks against it.
 */
export function moduleRefusal(file: Buffer, arch: string = process.arch): string | undefined {
  const machine = MACHINES[arch];
  const library = readLibrary(file, machine?.macho);
  if (library === undefined) return 'token.module_not_pkcs11';
  if (library.bits === 32) return 'token.module_32bit';
  if (machine !== undefined && library.machine !== machine[library.format]) return 'token.module_other_machine';
  return library.exports('C_GetFunctionList') ? undefined : 'token.module_not_pkcs11';
}

/** What a file is and whether its module could be loaded, without running any of its code. */
export function inspectModule(path: string): { readonly sha256: string; readonly error?: AppError } {
  const params = { module: basename(path) };
  const none = { sha256: '0'.repeat(64) };
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > MAX_MODULE_BYTES) return { ...none, error: { code: 'token.module_not_pkcs11', params } };
    const file = readFileSync(path);
    const refusal = moduleRefusal(file);
    const sha256 = createHash('sha256').update(file).digest('hex');
    return refusal === undefined ? { sha256 } : { sha256, error: { code: refusal, params } };
  } catch {
    return { ...none, error: { code: 'token.module_missing', params } };
  }
}

/** What the system's loader said, in words: pkcs11js hands on `dlerror` (Linux) or the number of the Windows error. */
export function loadError(error: unknown, path: string): AppError {
  const said = error instanceof Error ? error.message : '';
  const missing = /([^\s:/]+): cannot open shared object file/.exec(said)?.[1];
  if (missing !== undefined && missing !== basename(path)) {
    return { code: 'token.module_needs_library', params: { library: missing } };
  }
  // ERROR_MOD_NOT_FOUND: the file itself is there, so one that it needs is not.
  if (/Win32 error 126\b/.test(said)) return { code: 'token.module_needs_part' };
  // ERROR_BAD_EXE_FORMAT
  if (/Win32 error 193\b/.test(said)) return { code: 'token.module_32bit' };
  return { code: 'token.module_load_failed' };
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
  /** Named by the environment in source runs and tests: reported even where nothing is there. */
  readonly configured: readonly string[];
  readonly known: readonly string[];
  /** Places that take time to find out. */
  readonly discovered?: () => Promise<readonly string[]>;
  /** By default the addon pkcs11js. */
  readonly addon?: () => (() => Cryptoki) | undefined;
}
/** What the supervisor hands over. */
export interface ModuleRules {
  readonly allowed: readonly ModuleEntry[];
  readonly avoided: readonly string[];
  /** Told before a module's code may run, and without a path when it came back. */
  readonly note: (path?: string) => Promise<void>;
}
interface Candidate {
  readonly path: string;
  readonly sha256?: string;
  readonly configured: boolean;
}

/** The modules of this process. A module stays loaded for its life; one that failed is looked at again next time. */
export class Modules {
  readonly #options: ModulesOptions;
  readonly #loaded = new Map<string, LoadedModule>();
  readonly #inspected = new Map<string, { readonly stamp: string; readonly found: ReturnType<typeof inspectModule> }>();
  #rules: ModuleRules = { allowed: [], avoided: [], note: async () => {} };
  #make: (() => Cryptoki) | undefined;
  #discovered: readonly string[] | undefined;
  constructor(options: ModulesOptions) {
    this.#options = options;
  }
  setRules(rules: ModuleRules): void {
    this.#rules = rules;
  }

  /**
   * Runs `use` on every module that is there now, one after the other, loading what is new. What `use` throws stands in
   * the module's report. Without the addon no module is touched and one report says so.
   */
  async visit(use: (module: LoadedModule) => void): Promise<ModuleReport[]> {
    this.#make ??= (this.#options.addon ?? loadAddon)();
    if (this.#make === undefined) return [{ path: 'pkcs11js', loaded: false, error: { code: 'token.addon_missing' } }];
    const reports: ModuleReport[] = [];
    const seen = new Set<string>();
    for (const candidate of await this.#candidates()) {
      const report = await this.#visitOne(candidate, seen, this.#make, use);
      if (report !== undefined) reports.push(candidate.configured ? { ...report, configured: true } : report);
    }
    return reports;
  }

  async #candidates(): Promise<Candidate[]> {
    this.#discovered ??= (await this.#options.discovered?.()) ?? [];
    return [
      ...this.#rules.allowed.map((entry) => ({ ...entry, configured: true })),
      ...this.#options.configured.map((path) => ({ path, configured: true })),
      ...[...this.#options.known, ...this.#discovered].map((path) => ({ path, configured: false })),
    ];
  }

  async #visitOne(
    candidate: Candidate,
    seen: Set<string>,
    make: () => Cryptoki,
    use: (module: LoadedModule) => void,
  ): Promise<ModuleReport | undefined> {
    const { path, configured } = candidate;
    const refuse = (error: AppError): ModuleReport => ({
      path,
      loaded: false,
      error: { code: error.code, params: { ...error.params, module: basename(path) } },
    });
    if (!existsSync(path)) return configured ? refuse({ code: 'token.module_missing' }) : undefined;
    // The same file is often reachable by two names.
    const real = realpathSync(path);
    if (seen.has(real)) return undefined;
    seen.add(real);
    if (this.#rules.avoided.includes(path)) return refuse({ code: 'token.module_avoided' });
    const error = this.#loaded.has(real) ? undefined : this.#refusalOfFile(real, candidate.sha256);
    if (error !== undefined) return refuse(error);
    await this.#rules.note(path);
    try {
      const loaded = this.#loaded.get(real) ?? this.#load(path, real, make);
      if (!('p11' in loaded)) return refuse(loaded);
      try {
        use(loaded);
        return { path, loaded: true };
      } catch (thrown) {
        return { path, loaded: true, error: tokenError(thrown, loaded.name) };
      }
    } finally {
      await this.#rules.note();
    }
  }

  #load(path: string, real: string, make: () => Cryptoki): LoadedModule | AppError {
    const p11 = make();
    try {
      p11.load(real);
    } catch (error) {
      return returnCode(error) === undefined ? loadError(error, path) : tokenError(error, basename(path));
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

  /** Kind of file, and for an allowed one the very bytes that were allowed. A file is read again only when it changed. */
  #refusalOfFile(real: string, allowed: string | undefined): AppError | undefined {
    const { mtimeMs, size } = statSync(real);
    const stamp = `${mtimeMs} ${size}`;
    const known = this.#inspected.get(real);
    const { sha256, error } = known?.stamp === stamp ? known.found : inspectModule(real);
    this.#inspected.set(real, { stamp, found: { sha256, ...(error ? { error } : {}) } });
    if (error !== undefined) return error;
    return allowed !== undefined && allowed !== sha256 ? { code: 'token.module_changed' } : undefined;
  }
}
