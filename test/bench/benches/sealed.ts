/** What sealing costs when a file comes in: against the floor of hashing the same bytes and writing them. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sealer } from '../../../src/formats/sealed/index.ts';
import { type Bench, ratioOfPairs, seededBytes } from '../bench.ts';

const SIZE = 50_000_000;
/** As a transport hands a package over. */
const PIECE = 1 << 20;
/** Ciphertext comes out in small runs; one write for many of them, as the vault does. */
const WRITE = 1 << 20;

function pieces(bytes: Buffer, each: (piece: Buffer) => void): void {
  for (let at = 0; at < bytes.byteLength; at += PIECE) each(bytes.subarray(at, at + PIECE));
}

function writeFile(path: string, fill: (write: (bytes: Uint8Array) => void) => void): void {
  const file = openSync(path, 'w');
  try {
    fill((bytes) => writeSync(file, bytes));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function seal(path: string, key: Buffer, plain: Buffer): void {
  writeFile(path, (write) => {
    const gathered = Buffer.allocUnsafe(WRITE);
    let filled = 0;
    const emit = (bytes: Uint8Array): void => {
      if (filled + bytes.byteLength > WRITE) {
        write(gathered.subarray(0, filled));
        filled = 0;
      }
      gathered.set(bytes, filled);
      filled += bytes.byteLength;
    };
    const sealer = new Sealer(key, emit);
    pieces(plain, (piece) => sealer.push(piece));
    sealer.finish();
    write(gathered.subarray(0, filled));
  });
}

function hashAndWrite(path: string, plain: Buffer): void {
  writeFile(path, (write) => {
    const hash = createHash('sha256');
    pieces(plain, (piece) => {
      hash.update(piece);
      write(piece);
    });
    hash.digest();
  });
}

export const sealed: Bench = {
  name: 'sealed',
  about: 'sealing a file of 50 MB against SHA-256 and a plain write of the same bytes, both synced',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tram-bench-'));
    try {
      const plain = seededBytes(SIZE, 1);
      const key = seededBytes(32, 2);
      const pairs = await ratioOfPairs(
        7,
        () => seal(join(folder, 'sealed'), key, plain),
        () => hashAndWrite(join(folder, 'plain'), plain),
      );
      return {
        figures: {
          seal_over_plain: { value: pairs.ratio, unit: 'ratio', target: '<=2' },
          seal_ms: { value: pairs.aMs, unit: 'ms' },
          plain_ms: { value: pairs.bMs, unit: 'ms' },
        },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
