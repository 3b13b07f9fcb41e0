/**
 * A bundle: documents, statuses and receipts from one workstation to another, carried by hand. Sealed for the receiver,
 * signed by the sender over every byte, numbered. What was cut, altered or meant for another is refused before anything
 * of it is read.
 *
 *     0   8  "TVTGOI01"
 *     8  32  key id of the sender
 *    40  32  key id of the receiver
 *    72   8  number of the bundle between the two, big-endian, from 1
 *    80   8  length of the sealed content, big-endian
 *    88  32  ephemeral X25519 public key
 *   120   …  content as a sealed file (`formats/sealed`): 4 bytes length of the manifest, the manifest, the items
 *   end  64  Ed25519 signature over "tram-van-thu/goi/v1\0" and the SHA-512 of everything before it
 *
 * The content's key is HKDF-SHA256 (RFC 5869) of the X25519 secret, salted with both public keys, with the head as info.
 */
import { createHash, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { Failure } from '../../domain/errors.ts';
import { SEALED_HEADER_BYTES, SealBroken, SealedLayout, Sealer } from '../sealed/index.ts';
import { keyId, type PrivateKeys, type PublicKeys, privateKey, publicKey, publicOf } from './keys.ts';

export * from './keys.ts';
export * from './manifest.ts';

const MAGIC = Buffer.from('TVTGOI01', 'latin1');
export const HEAD_BYTES = 120;
const SIGNATURE_BYTES = 64;
const CONTEXT = Buffer.from('tram-van-thu/goi/v1\0', 'latin1');
/** Ends a file's name. */
export const BUNDLE_EXTENSION = '.goi';
export const MAX_BUNDLE_BYTES = 4 * 1024 ** 3;

export interface BundleHead {
  /** Hex key ids. */
  readonly from: string;
  readonly to: string;
  readonly number: number;
}
/** Bytes of a finished file, by position; shorter than asked only at its end. */
export interface AsyncByteSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

const rawPublic = (key: KeyObject): Buffer => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url');
const contentKey = (secret: Buffer, ephemeral: Uint8Array, receiver: Uint8Array, head: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.concat([ephemeral, receiver]), head, 32));
const signed = (digest: Uint8Array): Buffer => Buffer.concat([CONTEXT, digest]);

/** Bytes of a sealed file with this much content. */
const sealedSize = (size: number): number => SEALED_HEADER_BYTES + size + 16 * Math.max(1, Math.ceil(size / 65_536));

export interface NewBundle {
  readonly from: PrivateKeys;
  readonly to: PublicKeys;
  readonly number: number;
  readonly manifest: Uint8Array;
  readonly items: readonly { readonly size: number; read(): AsyncIterable<Uint8Array> }[];
}

/** The bundle's bytes in order. An item that is not as long as it said ends it with an error. */
export async function* writeBundle(bundle: NewBundle): AsyncGenerator<Uint8Array> {
  const ephemeral = generateKeyPairSync('x25519');
  const ephemeralPublic = rawPublic(ephemeral.publicKey);
  const size = 4 + bundle.manifest.byteLength + bundle.items.reduce((sum, item) => sum + item.size, 0);
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head, 0);
  keyId(publicOf(bundle.from)).copy(head, 8);
  keyId(bundle.to).copy(head, 40);
  head.writeBigUInt64BE(BigInt(bundle.number), 72);
  head.writeBigUInt64BE(BigInt(sealedSize(size)), 80);
  ephemeralPublic.copy(head, 88);
  const secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKey('X25519', bundle.to.seal) });
  const hash = createHash('sha512');
  let ready: Uint8Array[] = [];
  const take = function* (): Generator<Uint8Array> {
    const parts = ready;
    ready = [];
    for (const part of parts) {
      hash.update(part);
      yield part;
    }
  };
  hash.update(head);
  yield head;
  const sealer = new Sealer(contentKey(secret, ephemeralPublic, bundle.to.seal, head), (bytes) => ready.push(bytes));
  secret.fill(0);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bundle.manifest.byteLength);
  sealer.push(length);
  sealer.push(bundle.manifest);
  yield* take();
  for (const item of bundle.items) {
    let left = item.size;
    for await (const piece of item.read()) {
      left -= piece.byteLength;
      if (left < 0) break;
      sealer.push(piece);
      yield* take();
    }
    if (left !== 0) throw new Error('an item of a bundle is not as long as it said');
  }
  sealer.finish();
  yield* take();
  yield sign(null, signed(hash.digest()), privateKey(bundle.from.sign));
}

/** @throws Failure `folder.not_a_bundle`, `folder.newer_version`, `folder.torn` (shorter or longer than it says) */
export async function readHead(source: AsyncByteSource): Promise<BundleHead> {
  const head = Buffer.from(await source.read(0, HEAD_BYTES));
  if (head.byteLength < 8) throw new Failure('folder.not_a_bundle');
  if (!MAGIC.equals(head.subarray(0, 8)))
    throw new Failure(head.subarray(0, 6).equals(MAGIC.subarray(0, 6)) ? 'folder.newer_version' : 'folder.not_a_bundle');
  if (head.byteLength < HEAD_BYTES) throw new Failure('folder.torn');
  const number = head.readBigUInt64BE(72);
  const length = head.readBigUInt64BE(80);
  if (number < 1n || number > 1_000_000_000n) throw new Failure('folder.tampered');
  if (BigInt(source.size) !== BigInt(HEAD_BYTES + SIGNATURE_BYTES) + length) throw new Failure('folder.torn');
  return { from: head.toString('hex', 8, 40), to: head.toString('hex', 40, 72), number: Number(number) };
}

const READ_BYTES = 256 * 1024;
async function digestOf(source: AsyncByteSource): Promise<Buffer> {
  const hash = createHash('sha512');
  const end = source.size - SIGNATURE_BYTES;
  for (let at = 0; at < end; ) {
    const piece = await source.read(at, Math.min(READ_BYTES, end - at));
    if (piece.byteLength === 0) throw new Failure('folder.torn');
    hash.update(piece);
    at += piece.byteLength;
  }
  return hash.digest();
}

/**
 * Checks the signature over the whole bundle; call it before anything of the content is opened.
 * @returns hex SHA-512 of the signed bytes: what was checked, to be compared with what is then read
 * @throws Failure `folder.tampered`, `folder.torn`
 */
export async function verifyBundle(source: AsyncByteSource, sender: PublicKeys): Promise<string> {
  const digest = await digestOf(source);
  const signature = await source.read(source.size - SIGNATURE_BYTES, SIGNATURE_BYTES);
  if (!verify(null, signed(digest), publicKey('Ed25519', sender.sign), signature)) throw new Failure('folder.tampered');
  return digest.toString('hex');
}

/**
 * The content of a verified bundle, in pieces; ends with `folder.tampered` where a byte is not what `verifyBundle` saw:
 * the medium may have changed between the two.
 */
export async function* openBundle(source: AsyncByteSource, keys: PrivateKeys, digest: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha512');
  const head = Buffer.from(await source.read(0, HEAD_BYTES));
  hash.update(head);
  const ephemeral = head.subarray(88, 120);
  const length = source.size - HEAD_BYTES - SIGNATURE_BYTES;
  try {
    const secret = diffieHellman({ privateKey: privateKey(keys.seal), publicKey: publicKey('X25519', ephemeral) });
    const key = contentKey(secret, ephemeral, publicOf(keys).seal, head);
    secret.fill(0);
    const layout = new SealedLayout(length);
    const sealedHead = await source.read(HEAD_BYTES, SEALED_HEADER_BYTES);
    SealedLayout.checkHeader(sealedHead);
    hash.update(sealedHead);
    for (let index = 0; index < layout.chunks; index++) {
      const { offset, length: bytes } = layout.place(index);
      const sealed = await source.read(HEAD_BYTES + offset, bytes);
      if (sealed.byteLength !== bytes) throw new Failure('folder.torn');
      hash.update(sealed);
      yield layout.open(key, index, sealed);
    }
  } catch (error) {
    if (error instanceof SealBroken || (error as NodeJS.ErrnoException).code?.startsWith('ERR_OSSL') === true)
      throw new Failure('folder.tampered', undefined, { cause: error });
    throw error;
  }
  if (hash.digest('hex') !== digest) throw new Failure('folder.tampered');
}
