import { describe, expect, it } from 'vitest';
import { FrameReader, MAX_FRAME, toFrame } from './frames.ts';

const values = [{ id: 1, job: 'verify' }, new Uint8Array([0, 62, 255]), { text: 'Ủy ban nhân dân', bytes: Buffer.alloc(70_000, 7) }, null];
const stream = Buffer.concat(values.map(toFrame));

describe('messages over a pipe', () => {
  it.each([1, 3, 4, 5, 65_536, stream.byteLength])('come out whole and in order in pieces of %i bytes', (size) => {
    const reader = new FrameReader();
    const seen: unknown[] = [];
    for (let at = 0; at < stream.byteLength; at += size) seen.push(...reader.push(stream.subarray(at, at + size)));
    expect(seen).toEqual(values);
  });
  it('are read one at a time, and the end of the pipe is told from a message', () => {
    const reader = new FrameReader();
    let at = 0;
    const read = (into: Buffer): number => {
      const got = stream.copy(into, 0, at, Math.min(at + 1000, stream.byteLength));
      at += got;
      return got;
    };
    expect(values.map(() => reader.next(read)?.value)).toEqual(values);
    expect(reader.next(read)).toBeUndefined();
  });
  it('that end within a message are no message', () => {
    const reader = new FrameReader();
    expect([...reader.push(stream.subarray(0, 9))]).toEqual([]);
    expect(reader.next(() => 0)).toBeUndefined();
  });
  it('are refused where a length is beyond the limit, before anything is kept for it', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(MAX_FRAME + 1);
    expect(() => [...new FrameReader().push(head)]).toThrow(RangeError);
  });
});
