/** What stands before the markup: byte order marks and UTF-16, turned into plain UTF-8 bytes. */
import { Failure } from '../../domain/errors.ts';

/**
 * The message's bytes as UTF-8 without a byte order mark, chunk by chunk. UTF-16 is known by its mark or, as in XML
 * 1.0 appendix F, by the zero beside the first `<`. Lone surrogates: `edxml.bad_encoding`.
 */
export function* utf8Chunks(chunks: Iterable<Uint8Array>): Iterable<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  let known = false;
  for (const chunk of chunks) {
    let bytes: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (!known) {
      head = head.byteLength === 0 ? bytes : Buffer.concat([head, bytes]);
      if (head.byteLength < 4) {
        head = Buffer.from(head);
        continue;
      }
      ({ decoder, bytes } = begin(head));
      known = true;
    }
    if (bytes.byteLength > 0) yield decoder ? transcode(decoder, bytes) : bytes;
  }
  if (!known && head.byteLength > 0) {
    const begun = begin(head);
    yield begun.decoder ? transcode(begun.decoder, begun.bytes) : begun.bytes;
    decoder = begun.decoder;
  }
  if (decoder) yield transcode(decoder, undefined);
}

function begin(head: Buffer): { decoder: TextDecoder | undefined; bytes: Buffer } {
  const utf16 = (label: string, skip: number) => ({ decoder: new TextDecoder(label, { fatal: true }), bytes: head.subarray(skip) });
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { decoder: undefined, bytes: head.subarray(3) };
  if (head[0] === 0xff && head[1] === 0xfe) return utf16('utf-16le', 2);
  if (head[0] === 0xfe && head[1] === 0xff) return utf16('utf-16be', 2);
  if (head[0] === 0x3c && head[1] === 0) return utf16('utf-16le', 0);
  if (head[0] === 0 && head[1] === 0x3c) return utf16('utf-16be', 0);
  return { decoder: undefined, bytes: head };
}

function transcode(decoder: TextDecoder, bytes: Buffer | undefined): Buffer {
  try {
    return Buffer.from(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode(), 'utf8');
  } catch (error) {
    throw new Failure('edxml.bad_encoding', undefined, { cause: error });
  }
}
