/**
 * Reading files that are protected against changes but open without a password: the standard security handler (ISO
 * 32000-2, 7.6.4) with the empty user password, RC4, AESV2 and AESV3. For reading only; nothing is ever written encrypted.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { Dict, isArray, isName, type PdfObject, PdfString, Stream } from './objects.ts';

/** The padding of passwords (algorithm 2, step a). */
const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
type Method = 'none' | 'rc4' | 'aes128' | 'aes256';
const md5 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export class Decryption {
  readonly #key: Uint8Array;
  readonly #strings: Method;
  readonly #streams: Method;
  private constructor(key: Uint8Array, strings: Method, streams: Method) {
    this.#key = key;
    this.#strings = strings;
    this.#streams = streams;
  }

  /** @returns undefined for another handler, an unknown algorithm, or where a password is asked for */
  static open(dict: Dict, id: Uint8Array, resolve: (value: PdfObject) => PdfObject): Decryption | undefined {
    const number = (key: string): number | undefined => {
      const value = resolve(dict.get(key));
      return typeof value === 'number' ? value : undefined;
    };
    const bytes = (key: string): Uint8Array => {
      const value = resolve(dict.get(key));
      return value instanceof PdfString ? value.bytes : new Uint8Array(0);
    };
    const [version, revision, permissions] = [number('V') ?? 0, number('R') ?? 0, number('P') ?? 0];
    if (!isName(resolve(dict.get('Filter')), 'Standard')) return undefined;
    const method = (name: string): Method | undefined => filterMethod(dict, name, version, resolve);
    const [strings, streams] = [method('StrF'), method('StmF')];
    if (strings === undefined || streams === undefined) return undefined;
    if (version === 5) {
      const key = newKey(revision, bytes('U'), bytes('UE'));
      return key && new Decryption(key, strings, streams);
    }
    if (version !== 1 && version !== 2 && version !== 4) return undefined;
    const length = version === 1 ? 5 : Math.min(16, Math.max(5, (version === 4 ? 128 : (number('Length') ?? 40)) / 8));
    const hidden = resolve(dict.get('EncryptMetadata')) === false && revision >= 4;
    const key = oldKey({ owner: bytes('O'), permissions, id, revision, length, hidden });
    return checks(key, bytes('U'), id, revision) ? new Decryption(key, strings, streams) : undefined;
  }

  /** The values of an object that stands in the file by itself; those of an object stream are not encrypted again. */
  object(value: PdfObject, num: number, gen: number): PdfObject {
    if (value instanceof PdfString) return new PdfString(this.#open(value.bytes, this.#strings, num, gen));
    if (isArray(value)) return value.map((item) => this.object(item, num, gen));
    if (value instanceof Stream) return new Stream(this.#dict(value.dict, num, gen), value.start);
    return value instanceof Dict ? this.#dict(value, num, gen) : value;
  }
  #dict(dict: Dict, num: number, gen: number): Dict {
    const open = new Dict(undefined, dict.spans);
    // The signature itself is never encrypted (7.6.2).
    const signature = dict.entries.has('ByteRange');
    for (const [key, value] of dict.entries) open.entries.set(key, signature && key === 'Contents' ? value : this.object(value, num, gen));
    return open;
  }
  stream(data: Uint8Array, dict: Dict, num: number, gen: number): Uint8Array {
    if (isName(dict.get('Type'), 'XRef')) return data;
    const filter = dict.get('Filter');
    const own = isArray(filter) ? filter[0] : filter;
    return own !== undefined && isName(own, 'Crypt') ? data : this.#open(data, this.#streams, num, gen);
  }

  #open(data: Uint8Array, method: Method, num: number, gen: number): Uint8Array {
    if (method === 'none') return data;
    if (method === 'aes256') return aes('aes-256-cbc', this.#key, data);
    const salt = Buffer.from([num, num >> 8, num >> 16, gen, gen >> 8]);
    const parts = [this.#key, salt, ...(method === 'aes128' ? [Buffer.from('sAlT', 'latin1')] : [])];
    const key = md5(...parts).subarray(0, Math.min(16, this.#key.byteLength + 5));
    return method === 'aes128' ? aes('aes-128-cbc', key, data) : rc4(key, data);
  }
}

/** The crypt filter of strings or streams (7.6.6). */
function filterMethod(dict: Dict, which: string, version: number, resolve: (v: PdfObject) => PdfObject): Method | undefined {
  if (version < 4) return 'rc4';
  const name = resolve(dict.get(which));
  if (name === null || isName(name, 'Identity')) return 'none';
  const filters = resolve(dict.get('CF'));
  const filter = filters instanceof Dict && typeof name === 'object' && 'name' in name ? resolve(filters.get(name.name)) : null;
  const method = filter instanceof Dict ? resolve(filter.get('CFM')) : null;
  if (isName(method, 'V2')) return 'rc4';
  if (isName(method, 'AESV2')) return 'aes128';
  if (isName(method, 'AESV3')) return 'aes256';
  return isName(method, 'None') ? 'none' : undefined;
}

interface OldKey {
  readonly owner: Uint8Array;
  readonly permissions: number;
  readonly id: Uint8Array;
  readonly revision: number;
  readonly length: number;
  readonly hidden: boolean;
}
/** Algorithm 2, for revisions 2 to 4. */
function oldKey({ owner, permissions, id, revision, length, hidden }: OldKey): Uint8Array {
  const p = Buffer.alloc(4);
  p.writeInt32LE(permissions | 0);
  let key = md5(PAD, owner.subarray(0, 32), p, id, ...(hidden ? [Buffer.from([255, 255, 255, 255])] : []));
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length));
  return key.subarray(0, length);
}
/** Algorithms 4 to 6: whether the empty password is the right one. */
function checks(key: Uint8Array, user: Uint8Array, id: Uint8Array, revision: number): boolean {
  if (revision === 2) return Buffer.compare(rc4(key, PAD), user.subarray(0, 32)) === 0;
  let value: Uint8Array = rc4(key, md5(PAD, id));
  for (let i = 1; i <= 19; i++)
    value = rc4(
      key.map((b) => b ^ i),
      value,
    );
  return Buffer.compare(value.subarray(0, 16), user.subarray(0, 16)) === 0;
}
/** Algorithm 2.A, for revisions 5 and 6. */
function newKey(revision: number, user: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (user.byteLength < 48 || wrapped.byteLength < 32) return undefined;
  const hash = (salt: Uint8Array): Buffer => (revision === 5 ? createHash('sha256').update(salt).digest() : hardened(salt));
  if (Buffer.compare(hash(user.subarray(32, 40)), user.subarray(0, 32)) !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()]);
}
/** Algorithm 2.B with an empty password. */
function hardened(salt: Uint8Array): Buffer {
  let key = createHash('sha256').update(salt).digest();
  for (let round = 0; ; round++) {
    const block = Buffer.concat(Array.from({ length: 64 }, () => key));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const made = Buffer.concat([cipher.update(block), cipher.final()]);
    const rest = made.subarray(0, 16).reduce((sum, b) => sum + b, 0) % 3;
    key = createHash(rest === 0 ? 'sha256' : rest === 1 ? 'sha384' : 'sha512')
      .update(made)
      .digest();
    if (round >= 63 && (made.at(-1) ?? 0) <= round - 31) return key.subarray(0, 32);
  }
}

/** CBC with the vector in front and padding behind; what is no such thing gives nothing. */
function aes(name: 'aes-128-cbc' | 'aes-256-cbc', key: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.byteLength < 32 || data.byteLength % 16 !== 0) return new Uint8Array(0);
  try {
    const decipher = createDecipheriv(name, key, data.subarray(0, 16));
    return Buffer.concat([decipher.update(data.subarray(16)), decipher.final()]);
  } catch {
    return new Uint8Array(0);
  }
}
/** RC4 by hand: the machine's libraries do not offer it any more. */
function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.byteLength] ?? 0)) & 255;
    [state[i], state[j]] = [state[j] ?? 0, state[i] ?? 0];
  }
  const out = new Uint8Array(data.byteLength);
  for (let n = 0, i = 0, j = 0; n < data.byteLength; n++) {
    i = (i + 1) & 255;
    j = (j + (state[i] ?? 0)) & 255;
    [state[i], state[j]] = [state[j] ?? 0, state[i] ?? 0];
    out[n] = (data[n] ?? 0) ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
  }
  return out;
}
