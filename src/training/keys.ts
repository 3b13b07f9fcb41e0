/**
 * The training CA and the keys of the three offices, made at the first start and kept in the training folder
 * (never shipped, mode 600). Every certificate carries the training policy: real mode refuses it.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TRAINING_POLICY_OID } from '../domain/profile.ts';
import type { TimestampKey } from './tsa.ts';
import { OFFICES, type OfficeFacts, writePrivate } from './world.ts';
import { certificate, type Subject } from './x509.ts';

export type Role = 'leader' | 'agency';
export const ROLES: readonly Role[] = ['leader', 'agency'];
export interface TrainingKey {
  readonly organId: string;
  readonly role: Role;
  readonly certificate: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `data`. */
  sign(data: Uint8Array): Uint8Array;
}
export interface TrainingKeys {
  /** DER of the training CA. */
  readonly ca: Uint8Array;
  key(organId: string, role: Role): TrainingKey;
  /** Of the timestamp service. */
  readonly timestamp: TimestampKey;
}

const CA_SUBJECT: Subject = { country: 'VN', organization: 'TẬP HUẤN', commonName: 'CA TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ' };
const DAY_MS = 86_400_000;
const CA_BITS = 3072;
const KEY_BITS = 2048;
const newKey = promisify(generateKeyPair);
const spki = (key: KeyObject): Buffer =>
  createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' });

/** The key in `<path>.key.pem`, made if it is not there. */
async function privateKey(path: string, bits: number): Promise<KeyObject> {
  const file = `${path}.key.pem`;
  if (existsSync(file)) return createPrivateKey(readFileSync(file));
  const { privateKey: made } = await newKey('rsa', { modulusLength: bits });
  writePrivate(file, made.export({ type: 'pkcs8', format: 'pem' }));
  return made;
}

async function ensureCa(dir: string): Promise<{ key: KeyObject; der: Uint8Array }> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const key = await privateKey(join(dir, 'ca'), CA_BITS);
  const file = join(dir, 'ca.cer');
  if (!existsSync(file)) {
    const publicKey = spki(key);
    const now = Date.now();
    writePrivate(
      file,
      certificate({
        subject: CA_SUBJECT,
        issuer: CA_SUBJECT,
        publicKey,
        issuerPublicKey: publicKey,
        issuerKey: key,
        ca: true,
        notBefore: now - 800 * DAY_MS,
        notAfter: now + 20 * 365 * DAY_MS,
        policyOid: TRAINING_POLICY_OID,
      }),
    );
  }
  return { key, der: readFileSync(file) };
}

export interface IssueRequest {
  /** SubjectPublicKeyInfo of an RSA key, DER. */
  readonly publicKey: Uint8Array;
  readonly subject: Omit<Subject, 'country'>;
  /** Unix milliseconds; by default from 400 days ago, so that sample documents of the past days are covered. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly timestamping?: boolean;
}
/**
 * Issues a training certificate (DER) for a key that lives elsewhere, e.g. on a test token; makes the CA in `caDir`
 * if there is none.
 */
export async function issueCertificate(caDir: string, request: IssueRequest): Promise<Uint8Array> {
  const ca = await ensureCa(caDir);
  const now = Date.now();
  return certificate({
    subject: { country: 'VN', ...request.subject },
    issuer: CA_SUBJECT,
    publicKey: request.publicKey,
    issuerPublicKey: spki(ca.key),
    issuerKey: ca.key,
    ca: false,
    notBefore: request.notBefore ?? now - 400 * DAY_MS,
    notAfter: request.notAfter ?? now + 5 * 365 * DAY_MS,
    policyOid: TRAINING_POLICY_OID,
    ...(request.timestamping ? { timestamping: true } : {}),
  });
}

/** How the certificate names its holder: the person with position, or the agency. */
export function subjectOf(office: OfficeFacts, role: Role): Omit<Subject, 'country'> {
  if (role === 'agency') return { organization: office.name, commonName: office.name };
  const position = office.leaderPosition.charAt(0) + office.leaderPosition.slice(1).toLowerCase();
  return { organization: office.name, title: position, commonName: office.leader };
}

async function ensureKey(dir: string, office: OfficeFacts, role: Role): Promise<TrainingKey> {
  const path = join(dir, `${office.organId}.${role}`);
  const key = await privateKey(path, KEY_BITS);
  const file = `${path}.cer`;
  if (!existsSync(file)) writePrivate(file, await issueCertificate(dir, { publicKey: spki(key), subject: subjectOf(office, role) }));
  return { organId: office.organId, role, certificate: readFileSync(file), sign: (data) => sign('sha256', data, key) };
}

const TSA_SUBJECT = { organization: 'TẬP HUẤN', commonName: 'Dấu thời gian TẬP HUẤN' } as const;
async function ensureTimestampKey(dir: string): Promise<TimestampKey> {
  const path = join(dir, 'tsa');
  const key = await privateKey(path, KEY_BITS);
  const file = `${path}.cer`;
  if (!existsSync(file))
    writePrivate(file, await issueCertificate(dir, { publicKey: spki(key), subject: TSA_SUBJECT, timestamping: true }));
  return { key, certificate: readFileSync(file) };
}

/** Opens the keys in `dir`, making what is missing. */
export async function openKeys(dir: string): Promise<TrainingKeys> {
  const { der } = await ensureCa(dir);
  const timestamp = await ensureTimestampKey(dir);
  const keys = await Promise.all(OFFICES.flatMap((office) => ROLES.map((role) => ensureKey(dir, office, role))));
  return {
    ca: der,
    timestamp,
    key(organId, role) {
      const found = keys.find((k) => k.organId === organId && k.role === role);
      if (found === undefined) throw new RangeError(`no training key of ${organId}`);
      return found;
    },
  };
}
export const fingerprint = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');
