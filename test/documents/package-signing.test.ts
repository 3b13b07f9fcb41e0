/** Our own packages under a signature, where an administrator wants it: written by the documents room, judged by the reader and by xmlsec1. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineKey, machinePublicKey } from '../../src/core/accounts/index.ts';
import type { Actor } from '../../src/core/context.ts';
import { issueOutgoing, packageSigning, setPackageSigning } from '../../src/core/documents/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { recordId } from '../../src/domain/ids.ts';
import { readBytes } from '../../src/formats/edxml/testing.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const admin: Actor = { name: 'Người quản trị', roles: ['administrator'] };
const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const has = (tool: string, ask = '--version'): boolean => spawnSync(tool, [ask]).status === 0;
let kit: TestStore;
let folder: string;
beforeEach(() => {
  kit = openTestStore();
  folder = mkdtempSync(join(tmpdir(), 'package-signing-'));
  const { store } = kit;
  store.tx(() => {
    createMachineKey(store);
    store.db.prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.01', 'Sở Mẫu', 'Mẫu', 'SM')`).run();
    store.db.prepare(`INSERT INTO agency (organ_id, name, folded, seen_at) VALUES ('H99.242', 'UBND xã Ví Dụ', '', 0)`).run();
    openDefaultBooks(store, 'H99.01', 'SM');
  });
});
afterEach(() => {
  kit.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The package of a document that was issued just now. */
async function issued(): Promise<Buffer> {
  const { store } = kit;
  const blob = await store.vault.put(Buffer.from('%PDF-1.4\nnội dung'));
  const id = recordId(store.newId());
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, type_name, subject, recipients, folded, updated_at, seq, workstation_id, number, code, notation, date, document_id)
         VALUES (?, 'H99.01', 'agency_signed', 0, 'Công văn', 'Về việc thử nghiệm', ?, '', 0, ?, '', 1, '1/SM-VP', 'SM-VP', '2025-11-20', 'H99.01,2025/11/20,1/SM-VP')`,
      )
      .run(id, JSON.stringify([{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }]), store.nextSeq());
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'a.pdf', 'pdf', 1, ?, 0, ?)`,
      )
      .run(store.newId(), id, blob.id, store.nextSeq());
  });
  await issueOutgoing(store, clerk, id);
  const row = store.db.prepare('SELECT blob_id FROM dispatch WHERE blob_id IS NOT NULL').get() as { blob_id: never };
  return Buffer.from(await store.vault.readAll(row.blob_id));
}
function certificate(name: string): { key: string; certificates: string } {
  const at = (kind: string): string => join(folder, `${name}.${kind}.pem`);
  const args = [
    'req',
    '-x509',
    '-nodes',
    '-days',
    '365',
    '-subj',
    '/CN=Ket noi H99.01',
    '-newkey',
    'rsa:2048',
    '-keyout',
    at('key'),
    '-out',
    at('cert'),
  ];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { key: readFileSync(at('key'), 'utf8'), certificates: readFileSync(at('cert'), 'utf8') };
}
const xmlsec = (bytes: Buffer, option: string, pem: string): boolean => {
  writeFileSync(join(folder, 'p.edxml'), bytes);
  writeFileSync(join(folder, 'k.pem'), pem);
  return spawnSync('xmlsec1', ['--verify', option, join(folder, 'k.pem'), join(folder, 'p.edxml')]).status === 0;
};

describe('packages of ours', () => {
  it('go out unsigned unless an administrator wants it', async () => {
    expect(packageSigning(kit.store)).toEqual({ kind: 'none' });
    expect((await readBytes(await issued())).message.packageSignature).toBe('absent');
  });

  it.skipIf(!has('xmlsec1'))('carry the machine key’s signature [needs xmlsec1]', async () => {
    setPackageSigning(kit.store, admin, { kind: 'machine' });
    const bytes = await issued();
    expect((await readBytes(bytes)).message).toMatchObject({ packageSignature: 'verified', packageSigner: { algorithm: 'ECDSA-SHA256' } });
    expect(xmlsec(bytes, '--pubkey-pem', machinePublicKey(kit.store))).toBe(true);
  });

  it.skipIf(!has('xmlsec1') || !has('openssl', 'version'))('carry the connection’s signature [needs xmlsec1, openssl]', async () => {
    const own = certificate('own');
    setPackageSigning(kit.store, admin, { kind: 'certificate', ...own });
    expect(packageSigning(kit.store)).toMatchObject({ kind: 'certificate', subject: 'CN=Ket noi H99.01' });
    const bytes = await issued();
    expect((await readBytes(bytes)).message).toMatchObject({
      packageSignature: 'verified',
      packageSigner: { subject: 'CN=Ket noi H99.01' },
    });
    expect(xmlsec(bytes, '--trusted-pem', own.certificates)).toBe(true);
  });

  it.skipIf(!has('openssl', 'version'))('never under a key that is not the certificate’s [needs openssl]', () => {
    const [one, two] = [certificate('one'), certificate('two')];
    const code = (input: { key: string; certificates: string }): string => {
      try {
        setPackageSigning(kit.store, admin, { kind: 'certificate', ...input });
        return 'taken';
      } catch (error) {
        return error instanceof Failure ? error.error.code : String(error);
      }
    };
    expect(code({ key: one.key, certificates: two.certificates })).toBe('edxml.signing_key_not_of_certificate');
    expect(code({ key: 'x', certificates: two.certificates })).toBe('edxml.signing_key_unreadable');
    expect(packageSigning(kit.store)).toEqual({ kind: 'none' });
  });
});
