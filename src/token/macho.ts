/** Mach-O libraries (mach-o/loader.h, nlist.h, fat.h): machine and exported symbols. Reads outside of the file throw. */
import type { Library } from './binary.ts';

const FAT = 0xcafebabe;
const MAGIC_32 = 0xfeedface;
const MAGIC_64 = 0xfeedfacf;
const LC_SYMTAB = 2;
const HEADER_64 = 32;
const SYMBOL_BYTES = 16;
const MAX_SLICES = 16;
const MAX_COMMANDS = 4096;
const MAX_SYMBOLS = 200_000;
/** `n_type`: seen from outside, and defined here. */
const N_EXT = 0x01;
const N_TYPE = 0x0e;

/** @param cpu the machine whose part of a file for several machines is taken; the first part where there is none for it */
export function readMachO(file: Buffer, cpu: number): Library | undefined {
  if (file.length < HEADER_64) return undefined;
  if (file.readUInt32BE(0) !== FAT) return readThin(file);
  const count = file.readUInt32BE(4);
  if (count === 0 || count > MAX_SLICES) return undefined;
  const slices = Array.from({ length: count }, (_, i) => {
    const [type, , offset, size] = [0, 4, 8, 12].map((n) => file.readUInt32BE(8 + i * 20 + n)) as [number, number, number, number];
    return { type, offset, size };
  });
  const slice = slices.find((s) => s.type === cpu) ?? slices[0];
  return slice && readThin(file.subarray(slice.offset, slice.offset + slice.size));
}

function readThin(file: Buffer): Library | undefined {
  const magic = file.readUInt32LE(0);
  if (magic !== MAGIC_64 && magic !== MAGIC_32) return undefined;
  const bits = magic === MAGIC_64 ? 64 : 32;
  return { format: 'macho', bits, machine: file.readUInt32LE(4), exports: (name) => bits === 64 && exported(file, `_${name}`) };
}

function exported(file: Buffer, name: string): boolean {
  const wanted = Buffer.from(`${name}\0`, 'latin1');
  const commands = Math.min(file.readUInt32LE(16), MAX_COMMANDS);
  for (let i = 0, at = HEADER_64; i < commands; i++) {
    const size = file.readUInt32LE(at + 4);
    if (size < 8) return false;
    if (file.readUInt32LE(at) === LC_SYMTAB) {
      const [symbols, count, strings] = [8, 12, 16].map((n) => file.readUInt32LE(at + n)) as [number, number, number];
      for (let n = 0, p = symbols; n < Math.min(count, MAX_SYMBOLS); n++, p += SYMBOL_BYTES) {
        const type = file.readUInt8(p + 4);
        if ((type & N_EXT) === 0 || (type & N_TYPE) === 0) continue;
        const text = strings + file.readUInt32LE(p);
        if (file.subarray(text, text + wanted.length).equals(wanted)) return true;
      }
    }
    at += size;
  }
  return false;
}
