/** What the store keeps of signing devices: modules an administrator allowed, certificates imported by hand. All changes are audited. */
import { createHash, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type ModuleEntry, moduleEntry } from '../../contract/token/index.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

const MODULES = 'token.modules';
const CERTIFICATES = 'token.certificates';
const MAX_MODULES = 20;
const MAX_CERTIFICATES = 40;
const MAX_CERTIFICATE_BYTES = 16_384;

const keptModule = moduleEntry.extend({ at: z.number(), by: z.string() });
export type KeptModule = z.infer<typeof keptModule>;
const keptCertificate = z.strictObject({ sha256: z.string(), der: z.string(), at: z.number() });

function read<T>(store: Store, key: string, schema: z.ZodType<T>): T[] {
  const text = store.setting(key);
  return text === undefined ? [] : z.array(schema).parse(JSON.parse(text));
}

export const keptModules = (store: Store): KeptModule[] => read(store, MODULES, keptModule);

/** Allows this file with these bytes; the same path again takes the new bytes. */
export function allowModule(store: Store, actor: Actor, { path, sha256 }: ModuleEntry): void {
  store.tx(() => {
    const others = keptModules(store).filter((kept) => kept.path !== path);
    if (others.length >= MAX_MODULES) throw new Failure('token.too_many_modules', { max: MAX_MODULES });
    store.setSetting(MODULES, JSON.stringify([...others, { path, sha256, at: store.now(), by: actor.name }]));
    record(store, actor, 'token.module_allowed', path, sha256);
  }, 'token:module');
}
export function forbidModule(store: Store, actor: Actor, path: string): void {
  store.tx(() => {
    const modules = keptModules(store);
    const left = modules.filter((kept) => kept.path !== path);
    if (left.length === modules.length) return;
    store.setSetting(MODULES, JSON.stringify(left));
    record(store, actor, 'token.module_removed', path);
  }, 'token:module');
}

/** Certificates (DER) for keys whose token holds none. */
export const importedCertificates = (store: Store): Uint8Array[] =>
  read(store, CERTIFICATES, keptCertificate).map(({ der }) => new Uint8Array(Buffer.from(der, 'base64')));

/** DER or PEM of one signer's certificate; anything else is refused. */
export function importCertificate(store: Store, actor: Actor, data: Uint8Array): Uint8Array {
  const der = certificateIn(data);
  const sha256 = createHash('sha256').update(der).digest('hex');
  store.tx(() => {
    const others = read(store, CERTIFICATES, keptCertificate).filter((kept) => kept.sha256 !== sha256);
    if (others.length >= MAX_CERTIFICATES) throw new Failure('token.too_many_certificates', { max: MAX_CERTIFICATES });
    const kept = { sha256, der: Buffer.from(der).toString('base64'), at: store.now() };
    store.setSetting(CERTIFICATES, JSON.stringify([...others, kept]));
    record(store, actor, 'token.certificate_imported', sha256);
  }, 'token:certificate');
  return der;
}
export function removeCertificate(store: Store, actor: Actor, sha256: string): void {
  store.tx(() => {
    const all = read(store, CERTIFICATES, keptCertificate);
    const left = all.filter((kept) => kept.sha256 !== sha256);
    if (left.length === all.length) return;
    store.setSetting(CERTIFICATES, JSON.stringify(left));
    record(store, actor, 'token.certificate_removed', sha256);
  }, 'token:certificate');
}

function certificateIn(data: Uint8Array): Uint8Array {
  let certificate: X509Certificate;
  try {
    if (data.byteLength > MAX_CERTIFICATE_BYTES) throw new RangeError('too long');
    certificate = new X509Certificate(data);
  } catch (cause) {
    throw new Failure('token.not_a_certificate', undefined, { cause });
  }
  if (certificate.ca) throw new Failure('token.certificate_of_authority');
  return new Uint8Array(certificate.raw);
}
