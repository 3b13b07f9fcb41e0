import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { has, makePki, type TestPki } from '../../../test/signing/kit.ts';
import { openTestStore, type TestStore } from '../../../test/support/store.ts';
import { createPerson } from '../accounts/people.ts';
import { auditRows } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { allowModule, forbidModule, importCertificate, importedCertificates, keptModules, removeCertificate } from './kept.ts';

describe.skipIf(!has('openssl'))('what the store keeps of signing devices [needs openssl]', () => {
  let kept: TestStore;
  let pki: TestPki;
  let actor: Actor;
  beforeEach(() => {
    kept = openTestStore();
    pki = makePki();
    const { store } = kept;
    const person = store.tx(() => createPerson(store, { name: 'Nguyễn Thị Mẫu', position: 'Văn thư', roles: ['clerk', 'administrator'] }));
    actor = { personId: person.id, name: person.name, roles: person.roles };
  });
  afterEach(() => {
    kept.remove();
    pki.remove();
  });
  const audit = () =>
    [...auditRows(kept.store)].filter(({ act }) => act.startsWith('token.')).map(({ act, object, result }) => [act, object, result]);

  test('a module is kept with the hash of its bytes, allowed anew with new ones, and each change is audited', () => {
    const [first, second] = ['ab'.repeat(32), 'cd'.repeat(32)];
    allowModule(kept.store, actor, { path: '/x/a.so', sha256: first });
    allowModule(kept.store, actor, { path: '/x/a.so', sha256: second });
    expect(keptModules(kept.reopen()).map(({ path, sha256, by }) => [path, sha256, by])).toEqual([['/x/a.so', second, 'Nguyễn Thị Mẫu']]);
    forbidModule(kept.store, actor, '/x/a.so');
    forbidModule(kept.store, actor, '/x/never.so');
    expect(keptModules(kept.store)).toEqual([]);
    expect(audit()).toEqual([
      ['token.module_allowed', '/x/a.so', first],
      ['token.module_allowed', '/x/a.so', second],
      ['token.module_removed', '/x/a.so', 'ok'],
    ]);
  });

  test('a certificate is imported once, from DER or PEM; nothing else is taken', () => {
    const { certificate } = pki.issue('/C=VN/O=UBND xã Ví Dụ/CN=UBND xã Ví Dụ');
    importCertificate(kept.store, actor, certificate);
    importCertificate(kept.store, actor, Buffer.from(new X509Certificate(certificate).toString()));
    expect(importedCertificates(kept.store).map((der) => Buffer.from(der).equals(certificate))).toEqual([true]);
    const refused = (data: Uint8Array) => expect(() => importCertificate(kept.store, actor, data));
    refused(pki.root).toThrow('token.certificate_of_authority');
    for (const data of [Buffer.from('không phải'), new Uint8Array(0), Buffer.alloc(20_000, 0x30)])
      refused(data).toThrow('token.not_a_certificate');
    const sha256 = new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();
    removeCertificate(kept.store, actor, sha256);
    expect(importedCertificates(kept.store)).toEqual([]);
    expect(audit().map(([act]) => act)).toEqual(['token.certificate_imported', 'token.certificate_imported', 'token.certificate_removed']);
  });
});
