/** Invented signing devices' calls for the page on an invented core: drivers, imported certificates, change of PIN. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { ImportedCertificate, ModuleRow } from '../../src/contract/page/tokens.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { NOW } from './fakeData.ts';

const YEAR = 365 * 86_400_000;

export function fakeTokens(): Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `token.${string}`>> {
  let modules: ModuleRow[] = [
    {
      path: '/opt/vi-du/libvidu-pkcs11.so',
      name: 'libvidu-pkcs11.so',
      allowed: true,
      loaded: false,
      sha256: 'ab'.repeat(32),
      at: NOW,
      by: 'Lê Thị Ví Dụ',
      error: { code: 'token.module_needs_library', params: { module: 'libvidu-pkcs11.so', library: 'libvidu-usb.so.2' } },
    },
    { path: '/usr/lib/bit4id/libbit4xpki.so', name: 'libbit4xpki.so', allowed: false, loaded: true },
  ];
  let certificates: ImportedCertificate[] = [
    {
      sha256: 'c'.repeat(64),
      commonName: 'Ủy ban nhân dân xã Ví Dụ',
      organization: 'Ủy ban nhân dân xã Ví Dụ',
      issuer: 'CA thử nghiệm',
      validFrom: NOW - YEAR,
      validTo: NOW + 20 * 86_400_000,
      expiry: { days: 20, step: 30 },
    },
  ];
  return {
    'token.plugged': () => ({ tokens: [{ serial: '0412', label: 'USB ký số 0412', pinLocked: false, pinFinalTry: false }] }),
    'token.modules.list': () => ({ modules }),
    'token.modules.add': () => {
      const path = '/opt/khac/libkhac.so';
      modules = [
        ...modules,
        { path, name: 'libkhac.so', allowed: true, loaded: true, sha256: 'cd'.repeat(32), at: NOW, by: 'Lê Thị Ví Dụ' },
      ];
      return { path };
    },
    'token.modules.remove': ({ path }) => {
      modules = modules.filter((module) => module.path !== path);
      return {};
    },
    'token.restart': () => ({}),
    'token.certificates.list': () => ({ certificates }),
    'token.certificates.import': () => {
      const certificate: ImportedCertificate = {
        sha256: 'd'.repeat(64),
        commonName: 'Phạm Văn Thử',
        organization: 'Ủy ban nhân dân xã Ví Dụ',
        issuer: 'CA thử nghiệm',
        validFrom: NOW,
        validTo: NOW + YEAR,
      };
      certificates = [...certificates, certificate];
      return { certificate };
    },
    'token.certificates.remove': ({ sha256 }) => {
      certificates = certificates.filter((certificate) => certificate.sha256 !== sha256);
      return {};
    },
    'token.pin.begin': () => ({ actId: crypto.randomUUID() }),
    'token.pin.end': () => ({ changed: true }),
  };
}
