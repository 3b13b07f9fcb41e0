/** Pictures that say they are larger than any machine's memory. */
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of a few hundred bytes that says it is so large. */
export function hugePng(side: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(8 + data.length + 4);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), 8 + data.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(4_000_000), { level: 9 });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
/** The frame's own height and width, and nothing else, changed. */
export function hugeJpeg(from: Buffer): Buffer {
  const out = Buffer.from(from);
  for (let at = 2; at + 9 < out.length; ) {
    const marker = out.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) {
      out.writeUInt16BE(65_000, at + 5);
      out.writeUInt16BE(65_000, at + 7);
      return out;
    }
    at += 2 + out.readUInt16BE(at + 2);
  }
  throw new Error('no frame');
}
