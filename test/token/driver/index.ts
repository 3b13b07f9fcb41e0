/**
 * The faulty driver: a real PKCS#11 library compiled for the test run, which hands calls on to SoftHSM and misbehaves on
 * command (`faulty.c` lists the commands). A token process loads it like any vendor's driver.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasSoftHsm, softHsmModule } from '../../softhsm/index.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const headers = fileURLToPath(new URL('../../../node_modules/pkcs11js/includes/pkcs11', import.meta.url));

export const hasCompiler: boolean = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;
/** The compiler, SoftHSM and the addon are all here. */
export const hasFaultyDriver: boolean = hasCompiler && hasSoftHsm && existsSync(headers);

function compile(out: string, ...args: string[]): string {
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-I', headers, '-o', out, ...args], { stdio: 'pipe' });
  return out;
}

export interface Faulty {
  /** Path of the module. */
  readonly module: string;
  /** For the process that loads it. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the commands, one a line; none = it behaves. */
  control(...lines: readonly string[]): void;
  /** Calls that used a PIN or signed: `NAME KIND LENGTH RV`. */
  calls(): string[];
  /** Forgets calls and counted tries, and behaves. */
  reset(): void;
}

/** Compiles the driver into `dir`, in front of SoftHSM. */
export function makeFaultyDriver(dir: string): Faulty {
  const control = join(dir, 'control');
  const state = join(dir, 'state');
  const module = compile(join(dir, 'libfaulty.so'), join(here, 'faulty.c'), '-ldl');
  const faulty: Faulty = {
    module,
    env: { FAULTY_REAL: softHsmModule ?? '', FAULTY_CONTROL: control, FAULTY_STATE: state },
    control: (...lines) => writeFileSync(control, `${lines.join('\n')}\n`),
    calls: () => (existsSync(`${state}.log`) ? readFileSync(`${state}.log`, 'utf8').split('\n').filter(Boolean) : []),
    reset() {
      for (const path of [state, `${state}.log`]) rmSync(path, { force: true });
      faulty.control();
    },
  };
  faulty.control();
  return faulty;
}

/** Modules that cannot be used, each for a reason of its own. */
export function makeBrokenModules(dir: string): { readonly needy: string; readonly crashing: string; readonly unrelated: string } {
  const source = join(here, 'needy.c');
  const library = compile(join(dir, 'libneeded-part.so'), '-DLIBRARY', source);
  const needy = compile(join(dir, 'libneedy.so'), source, '-L', dir, '-lneeded-part');
  const crashing = compile(join(dir, 'libcrashing.so'), '-DCRASH', source);
  const unrelated = compile(join(dir, 'libunrelated.so'), '-DLIBRARY', source);
  rmSync(library);
  return { needy, crashing, unrelated };
}
