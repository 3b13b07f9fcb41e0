/**
 * Where the drivers of signing devices put their module: the families that government bodies are given (SafeNet, Bit4id),
 * names met with public certificate authorities, OpenSC, SoftHSM; on Windows also what the registry says of the installed
 * cryptographic providers. Files are only looked for here; whether one may be loaded is decided from its bytes.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** In `System32`. The last three names could be confirmed nowhere; they cost one look. */
const WINDOWS_NAMES: readonly string[] = [
  ...['bit4xpki.dll', 'bit4ipki.dll', 'bit4opki.dll', 'bit4npki.dll', 'bit4cpki.dll', 'bit4p11.dll'],
  ...['eTPKCS11.dll', 'IDPrimePKCS1164.dll', 'eToken.dll'],
  ...versions('viettel-ca_v', 1, 6),
  ...versions('vnptca_p11_v', 6, 10),
  ...['vnpt-ca_csp11.dll', 'vnpt-ca_cl_v1.dll', 'vnpt-ca_v34.dll'],
  ...['fpt-ca.dll', ...versions('fptca_v', 3, 6)],
  ...['BkavCA.dll', 'BkavCAv2S.dll', 'st3csp11.dll', 'CA2_csp11.dll', 'CA2_v34.dll', 'ncca_csp11_v1.dll'],
  ...[...versions('nca_v', 4, 9), 'newca_v4.dll', ...versions('Safe-ca_v', 1, 2), 'efy-ca_v1.dll', ...versions('vina-ca_v', 1, 4)],
  ...['misaca_csp11_v2.dll', 'fca_v1.dll', 'eps2003csp11.dll', 'ShuttleCsp11_3003.dll', 'gclib.dll', 'ngp11v211.dll', 'psapkcs.dll'],
  ...['ostc1_csp11.dll', 'U1000AUTO.dll', 'WDPKCS.dll', 'aetpkss1.dll', 'opensc-pkcs11.dll'],
  ...['vgca_v1.dll', 'vgca_csp11.dll', 'gca01.dll'],
];

/** Names that differ in their version, the newest first. */
function versions(name: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${name}${to - i}.dll`);
}

/** Where drivers put their module, by system. */
export function knownPlaces(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  if (platform === 'win32') {
    const system = join(env.SystemRoot ?? 'C:\\Windows', 'System32');
    const programs = env.ProgramFiles ?? 'C:\\Program Files';
    return [
      ...WINDOWS_NAMES.map((name) => join(system, name)),
      join(programs, 'SafeNet', 'Authentication', 'SAC', 'x64', 'eTPKCS11.dll'),
      join(programs, 'SafeNet', 'Authentication', 'SAC', 'x64', 'IDPrimePKCS1164.dll'),
      join(programs, 'OpenSC Project', 'OpenSC', 'pkcs11', 'opensc-pkcs11.dll'),
    ];
  }
  if (platform === 'darwin') {
    return [
      '/usr/local/lib/libeTPkcs11.dylib',
      '/System/Library/Bit4id/pkcs11/libbit4ipki.dylib',
      '/Library/bit4id/pkcs11/libbit4xpki.dylib',
      '/Library/OpenSC/lib/opensc-pkcs11.so',
    ];
  }
  return [
    '/usr/lib/bit4id/libbit4xpki.so',
    '/usr/lib/bit4id/libbit4ipki.so',
    '/usr/lib/libeTPkcs11.so',
    '/usr/lib64/libeTPkcs11.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib/softhsm/libsofthsm2.so',
    '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  ];
}

/** Of both kinds: cryptographic service providers, and the key storage providers that came after them. */
const PROVIDERS = [
  ['HKLM\\SOFTWARE\\Microsoft\\Cryptography\\Defaults\\Provider', 'Image Path'],
  ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Providers', 'Image'],
] as const;
/** Windows' own providers, which have no module beside them. */
const OF_WINDOWS = /\\(rsaenh|dssenh|basecsp|gpkcsp|sccbase|slbcsp|bcryptprimitives|ncrypt|ncryptprov|ngcksp|pcpksp)[^\\]*$/i;

/**
 * Modules beside the providers that `reg query … /s` printed: a provider `X_s.dll` or `X.dll` stands beside its module
 * `X.dll`, which survives a maker's new name. Written from descriptions; it never ran on Windows.
 */
export function modulesOfProviders(printed: string, systemRoot = 'C:\\Windows'): string[] {
  const found = new Set<string>();
  for (const line of printed.split(/\r?\n/)) {
    const given = /^\s*Image(?: Path)?\s+REG_(?:EXPAND_)?SZ\s+(.+?)\s*$/i.exec(line)?.[1];
    if (given === undefined || !/\.dll$/i.test(given)) continue;
    const full = given.replace(/^%SystemRoot%/i, systemRoot);
    const path = /^[a-z]:\\/i.test(full) ? full : `${systemRoot}\\System32\\${full}`;
    if (OF_WINDOWS.test(path)) continue;
    found.add(path.replace(/_s\.dll$/i, '.dll'));
  }
  return [...found];
}

/** What the registry adds; empty where there is none or it cannot be asked. */
export function registryPlaces(platform: NodeJS.Platform = process.platform): Promise<readonly string[]> {
  if (platform !== 'win32') return Promise.resolve([]);
  const reg = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe');
  const asked = PROVIDERS.map(
    ([key, value]) =>
      new Promise<string>((resolve) =>
        execFile(reg, ['query', key, '/s', '/v', value], { timeout: 5_000, windowsHide: true }, (error, printed) =>
          resolve(error ? '' : printed),
        ),
      ),
  );
  return Promise.all(asked).then((printed) => modulesOfProviders(printed.join('\n'), process.env.SystemRoot));
}
