/**
 * The trust bundle: pins of the roots (SHA-256), the certificates that are at hand, and the hosts they live on. It ships as
 * data; an update comes as a file signed by a key that the product pins, and only a higher version takes effect.
 */
import { createHash, createPublicKey, verify as cryptoVerify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../domain/errors.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const host = z.string().regex(/^[a-z0-9.-]{3,200}$/);
const pin = z.strictObject({
  name: z.string().max(200),
  role: z.enum(['root', 'intermediate']),
  sha256,
  /** Where the owner publishes it; fetched only as what the pin says. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
});
export type Pin = z.infer<typeof pin>;
const bundle = z.strictObject({
  version: z.number().int().min(1).max(1_000_000),
  issuedAt: z.iso.date(),
  note: z.string().max(2000).optional(),
  pins: z.array(pin).max(100),
  /** Base64 of DER; each must be one of the pins. */
  certificates: z.array(z.base64().max(20_000)).max(100),
  hosts: z.array(host).max(50),
  aliases: z.record(host, host),
});
export type Bundle = z.infer<typeof bundle>;

export const UPDATE_FORMAT = 'tram-van-thu-trust/1';
const envelope = z.strictObject({
  format: z.literal(UPDATE_FORMAT),
  /** Base64 of the bundle's JSON, byte for byte as it was signed. */
  payload: z.base64().max(4_000_000),
  /** Ed25519 (RFC 8032) over the format's name, a line feed and the payload's bytes. */
  signatures: z
    .array(z.strictObject({ key: z.string().max(64), value: z.base64().max(200) }))
    .min(1)
    .max(8),
});
const keyFile = z.strictObject({
  note: z.string().optional(),
  keys: z.array(z.strictObject({ id: z.string().max(64), spki: z.base64().max(200) })).max(8),
});
export type UpdateKeys = z.infer<typeof keyFile>['keys'];

/** What is signed of an update. */
export const signedText = (payload: Uint8Array): Uint8Array => Buffer.concat([Buffer.from(`${UPDATE_FORMAT}\n`), payload]);
const digest = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

/** The bundle that ships, with whatever certificates lie beside it and match their pins. */
export function shippedBundle(resourcesDir: string): Bundle {
  const dir = join(resourcesDir, 'trust');
  const read = bundle.parse(JSON.parse(readFileSync(join(dir, 'pins.json'), 'utf8')));
  const beside = readdirSync(dir)
    .filter((name) => /\.(?:der|cer|crt)$/.test(name))
    .map((name) => readFileSync(join(dir, name)))
    .filter((der) => read.pins.some((p) => p.sha256 === digest(der)));
  return { ...read, certificates: [...read.certificates, ...beside.map((der) => der.toString('base64'))] };
}
/** Keys by which updates are signed; none until the release's owner put one there. */
export function updateKeys(resourcesDir: string): UpdateKeys {
  return keyFile.parse(JSON.parse(readFileSync(join(resourcesDir, 'trust', 'update-keys.json'), 'utf8'))).keys;
}
export const readBundle = (json: string): Bundle => bundle.parse(JSON.parse(json));

/**
 * A signed update as it came.
 * @throws Failure `trust.update_unreadable`, `trust.update_no_key`, `trust.update_signature`, `trust.update_version`,
 * `trust.update_pin_differs`
 */
export function openUpdate(bytes: Uint8Array, keys: UpdateKeys, current: number): { bundle: Bundle; json: string; keyId: string } {
  if (keys.length === 0) throw new Failure('trust.update_no_key');
  const read = parsed(() => envelope.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))));
  const payload = Buffer.from(read.payload, 'base64');
  const keyId = read.signatures.find(({ key, value }) => {
    const known = keys.find((k) => k.id === key);
    return known !== undefined && holds(known.spki, payload, Buffer.from(value, 'base64'));
  })?.key;
  // Nothing of the content is looked at before the signature holds.
  if (keyId === undefined) throw new Failure('trust.update_signature');
  const json = payload.toString('utf8');
  const offered = parsed(() => readBundle(json));
  if (offered.version <= current) throw new Failure('trust.update_version', { current, offered: offered.version });
  const stranger = offered.certificates.find((c) => !offered.pins.some((p) => p.sha256 === digest(Buffer.from(c, 'base64'))));
  if (stranger !== undefined) throw new Failure('trust.update_pin_differs');
  return { bundle: offered, json, keyId };
}
function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Failure('trust.update_unreadable', undefined, { cause: error });
  }
}
function holds(spki: string, payload: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && cryptoVerify(null, signedText(payload), key, signature);
  } catch {
    return false;
  }
}
