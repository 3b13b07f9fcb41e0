import { expect, test } from 'vitest';
import { Failure } from '../../domain/errors.ts';
import { definite, hasTrailing } from './ber.ts';
import { octets, sequence, TAG, tlv } from './der.ts';

const value = sequence(octets(Buffer.alloc(300, 7)), tlv(TAG.set, sequence(octets(Buffer.from('abc')))));
/** The same value as signers also write it: of indefinite length, its first string in two pieces. */
const loose = Buffer.concat([
  Buffer.from([0x30, 0x80, 0x24, 0x80]),
  octets(Buffer.alloc(100, 7)),
  octets(Buffer.alloc(200, 7)),
  Buffer.from([0, 0]),
  tlv(TAG.set, sequence(octets(Buffer.from('abc')))),
  Buffer.from([0, 0]),
]);

test('a value keeps its bytes where it is definite, and gets the same ones where it is not', () => {
  expect(Buffer.from(definite(Buffer.concat([value, Buffer.alloc(9)])))).toEqual(value);
  expect(Buffer.from(definite(Buffer.concat([loose, Buffer.alloc(9)])))).toEqual(value);
});

test('one byte behind a value is found wherever it stands in the placeholder, zeros are not', () => {
  for (const head of [value, loose]) {
    for (const room of [0, 1, 16_383, 16_384, 16_385, 40_000]) {
      const contents = Buffer.concat([head, Buffer.alloc(room)]);
      expect(hasTrailing(contents)).toBe(false);
      for (const at of [0, 1, 16_383, 16_384, room - 1].filter((i) => i >= 0 && i < room)) {
        contents[head.byteLength + at] = 1;
        expect(hasTrailing(contents), `${at} of ${room}`).toBe(true);
        contents[head.byteLength + at] = 0;
      }
    }
  }
});

test('what is cut, runs over its frame, nests without end or has a long tag is refused by both', () => {
  const over = Buffer.from(value);
  // The string says that it is longer than the sequence around it.
  over[6] = 0xff;
  let deep = octets(Buffer.from('x'));
  for (let i = 0; i < 40; i++) deep = sequence(deep);
  const bad = [
    value.subarray(0, -1),
    over,
    deep,
    Buffer.from([0x1f, 0x01, 0x00]),
    Buffer.from([0x04, 0x85, 0, 0, 0, 0, 1, 7]),
    Buffer.alloc(0),
  ];
  for (const bytes of bad) {
    expect(() => definite(bytes)).toThrow(Failure);
    expect(() => hasTrailing(bytes)).toThrow(Failure);
  }
});
