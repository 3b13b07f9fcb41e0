/** Branded identifiers: a value of one kind cannot be passed where another is meant. */

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Identifier code of an agency on the axis: `H99.242` (Decision 20/2020) or `000.00.15.H51` (QCVN 102:2016). */
export type OrganId = Brand<string, 'OrganId'>;
/** edXML `DocumentId`: opaque, compared exactly after trimming. */
export type EdxmlDocumentId = Brand<string, 'EdxmlDocumentId'>;
/** UUIDv7 of a row of the store. */
export type RecordId = Brand<string, 'RecordId'>;
/** Name of one file of the vault (UUIDv7). */
export type BlobId = Brand<string, 'BlobId'>;

export const organId = (value: string): OrganId => value.trim() as OrganId;
export const edxmlDocumentId = (value: string): EdxmlDocumentId => value.trim() as EdxmlDocumentId;
export const recordId = (value: string): RecordId => value as RecordId;
export const blobId = (value: string): BlobId => value as BlobId;

/**
 * UUID version 7 (RFC 9562 §5.7).
 * @param nowMs Unix time in milliseconds
 * @param random at least 10 random bytes
 */
export function uuidv7(nowMs: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('uuidv7 needs 10 random bytes');
  const bytes = new Uint8Array(16);
  const time = BigInt(nowMs);
  for (let i = 0; i < 6; i++) bytes[i] = Number((time >> BigInt(8 * (5 - i))) & 0xffn);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
