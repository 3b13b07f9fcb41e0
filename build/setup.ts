/**
 * `npm run setup`: what the tests and the token addon need from the system. On Debian as root it is installed; elsewhere
 * the missing packages are named. Running the workstation itself needs none of it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildPkcs11, reportPkcs11 } from './native.ts';

/** Debian package → what it is for. */
const PACKAGES: Readonly<Record<string, string>> = {
  chromium: 'the window of the end-to-end tests',
  softhsm2: 'software tokens behind PKCS#11',
  'poppler-utils': 'pdfsig, pdftotext, pdftoppm: signatures and pages seen by others',
  qpdf: 'structure of our PDF files seen by others',
  'libxml2-utils': 'xmllint: our XML seen by others',
  xmlsec1: 'signatures of packages made and seen by others',
  'fonts-croscore': 'Tinos, the face of the forms',
  openssl: 'certificates of the test tokens, CMS seen by others',
  git: 'the list of files for the clean install',
  'g++': 'compiling the token addon',
  make: 'compiling the token addon',
  python3: 'compiling the token addon',
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills these in
const DPKG_LINE = '${binary:Package} ${db:Status-Status}\\n';

function missingPackages(): string[] {
  const asked = spawnSync('dpkg-query', ['-W', '-f', DPKG_LINE, ...Object.keys(PACKAGES)], {
    encoding: 'utf8',
  });
  const installed = new Set<string>();
  for (const line of asked.stdout.split('\n')) {
    const [name, status] = line.split(' ');
    // A package of several architectures is listed as `name:arch`.
    if (name !== undefined && status === 'installed') installed.add(name.split(':')[0] ?? name);
  }
  return Object.keys(PACKAGES).filter((name) => !installed.has(name));
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** True when every package is there afterwards, or cannot be installed by us and was named instead. */
function installPackages(): boolean {
  if (!existsSync('/etc/debian_version')) {
    console.log('Máy này không phải Debian. Để chạy đủ các phép thử, hãy cài các chương trình tương đương với:');
    console.log('This is not Debian. For all tests to run, install the equivalents of:');
    for (const [name, purpose] of Object.entries(PACKAGES)) console.log(`  ${name}: ${purpose}`);
    return true;
  }
  const missing = missingPackages();
  if (missing.length === 0) {
    console.log('Gói hệ thống: đủ / system packages: all present');
    return true;
  }
  if (process.getuid?.() !== 0) {
    console.log(`Cần quyền quản trị để cài. Hãy chạy / Root is needed, please run:\n  sudo apt-get install ${missing.join(' ')}`);
    return true;
  }
  console.log(`Đang cài / installing: ${missing.join(' ')}`);
  // A stale or partly unreachable package list may still hold what is needed, so only the installation itself decides.
  apt(['update', '-qq']);
  return apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]) && missingPackages().length === 0;
}

const packagesReady = installPackages();
if (!packagesReady) console.error('Không cài được đủ gói hệ thống / not every system package could be installed');
const addonReady = reportPkcs11(buildPkcs11());
// On the machine that runs the tests both are promised; elsewhere the missing part has been named above.
if (!packagesReady || (!addonReady && process.getuid?.() === 0 && existsSync('/etc/debian_version'))) process.exitCode = 1;
