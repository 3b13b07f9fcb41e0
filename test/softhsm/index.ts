/**
 * Software tokens for tests and the demo: SoftHSM in a folder of its own, filled through PKCS#11 itself, so that no other
 * tool is needed. The filling runs in a process of its own: a module that is loaded keeps the configuration it saw first.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SoftHsmToken {
  /** At most 32 bytes of UTF-8. */
  readonly label: string;
  readonly pin: string;
  /** RSA private key, PKCS#8 PEM. */
  readonly keyPem: string;
  /** X.509 certificate of that key, DER. */
  readonly certDer: Uint8Array;
  /** CKA_ID of the certificate where it is to differ from the key's. */
  readonly certificateId?: string;
  /** The token holds the keys alone, as some cards do; its public key is readable. */
  readonly withoutCertificate?: true;
  /** Its key only signs, as many signers' keys do. */
  readonly onlySigns?: true;
}
export interface SoftHsm {
  /** Path of the module. */
  readonly module: string;
  /** To be added to the environment of the process that loads the module. */
  readonly env: { readonly SOFTHSM2_CONF: string; readonly TRAM_PKCS11_MODULES: string };
  /** Serial numbers, in the order of the tokens asked for. */
  readonly serials: readonly string[];
}

/** SoftHSM's module where the system has it. */
export const softHsmModule: string | undefined = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find((path) => existsSync(path));

/** SoftHSM and the addon are both here. */
export const hasSoftHsm: boolean =
  softHsmModule !== undefined &&
  existsSync(fileURLToPath(new URL('../../node_modules/pkcs11js/build/Release/pkcs11.node', import.meta.url)));

/** Makes the tokens under `dir` (which the caller removes). Needs Node with type stripping, as everything here does. */
export function createSoftHsmTokens(dir: string, tokens: readonly SoftHsmToken[]): SoftHsm {
  if (softHsmModule === undefined) throw new Error('SoftHSM is not installed');
  const store = join(dir, 'tokens');
  mkdirSync(store, { recursive: true });
  const conf = join(dir, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${store}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const env = { SOFTHSM2_CONF: conf, TRAM_PKCS11_MODULES: softHsmModule };
  const asked = tokens.map((t) => ({ ...t, certDer: Buffer.from(t.certDer).toString('base64') }));
  const script = fileURLToPath(new URL('./fill.ts', import.meta.url));
  const out = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, softHsmModule], {
    env: { ...process.env, ...env },
    input: JSON.stringify(asked),
    encoding: 'utf8',
  });
  return { module: softHsmModule, env, serials: JSON.parse(out) as string[] };
}
