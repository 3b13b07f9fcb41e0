/**
 * JSON with bytes, for the hop between this process and the page over the browser's debugging protocol, which carries
 * only text. `{"$bytes": "<base64>"}` stands for bytes; an object's own key that begins with `$` gets a second one.
 * Read by Node as a module and put as plain script into the page's isolated world: no imports here.
 */
type Base64Bytes = Uint8Array & { toBase64?(): string };
type FromBase64 = typeof Uint8Array & { fromBase64?(text: string): Uint8Array<ArrayBuffer> };

export function encodeValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.startsWith('$') ? `$${key}` : key, encodeValue(inner)]));
}
export function decodeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== 'object' || value === null) return value;
  const bytes = (value as { $bytes?: unknown }).$bytes;
  if (typeof bytes === 'string') return fromBase64(bytes);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.startsWith('$') ? key.slice(1) : key, decodeValue(inner)]));
}
function toBase64(bytes: Base64Bytes): string {
  if (bytes.toBase64) return bytes.toBase64();
  if (typeof Buffer !== 'undefined') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
function fromBase64(text: string): Uint8Array {
  const native = (Uint8Array as FromBase64).fromBase64;
  if (native) return native.call(Uint8Array, text);
  if (typeof Buffer !== 'undefined') return new Uint8Array(Buffer.from(text, 'base64'));
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
