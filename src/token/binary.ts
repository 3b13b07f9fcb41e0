/**
 * What kind of library a file is, read from its bytes before any of its code may run: machine, exported names, libraries it
 * needs. ELF (System V gABI: program headers, dynamic section, symbol table), PE (Microsoft PE format: COFF header, export
 * directory) and Mach-O (`macho.ts`). Every offset comes from the file, so every read is checked by Buffer itself; a file that leads outside throws.
 */

import { readMachO } from './macho.ts';

/** Absent for a file that is none of these, or is damaged. */
export interface Library {
  readonly format: 'elf' | 'pe' | 'macho';
  readonly bits: 32 | 64;
  /** `e_machine`, COFF `Machine` or Mach-O `cputype`. */
  readonly machine: number;
  exports(name: string): boolean;
}

/** @param cpu `cputype` of this machine: the part of a Mach-O file for several machines that is looked at */
export function readLibrary(file: Buffer, cpu = 0): Library | undefined {
  const library = guarded(() => {
    if (file.length >= 64 && file.readUInt32BE(0) === 0x7f454c46) return readElf(file);
    if (file.length >= 64 && file.toString('latin1', 0, 2) === 'MZ') return readPe(file);
    return readMachO(file, cpu);
  });
  return library && { ...library, exports: (name) => guarded(() => library.exports(name)) ?? false };
}
/** Undefined where an offset led outside: the file is damaged. */
function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A zero-terminated ASCII string, at most 256 bytes of it. */
function stringAt(file: Buffer, offset: number): string {
  const text = file.subarray(offset, offset + 256);
  const end = text.indexOf(0);
  return text.toString('latin1', 0, end < 0 ? text.length : end);
}
/** A 64-bit field as an offset; no file of ours is longer than what a number holds exactly. */
const word = (file: Buffer, offset: number): number => Number(file.readBigUInt64LE(offset));

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_STRTAB = 5;
const DT_SYMTAB = 6;
const SYMBOL_BYTES = 24;
const MAX_SYMBOLS = 200_000;
/** Program headers and sections of a library that is one: each symbol is looked for in all of them. */
const MAX_PARTS = 128;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

function readElf(file: Buffer): Library | undefined {
  const bits = file[4] === 2 ? 64 : 32;
  // EI_DATA 2 is big-endian: no machine of ours.
  const machine = file[5] === 2 ? 0 : file.readUInt16LE(18);
  if (bits === 32 || machine === 0) return { format: 'elf', bits, machine, exports: () => true };
  const at = word(file, 32);
  const entry = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  if (count > MAX_PARTS) return undefined;
  const segments = Array.from({ length: count }, (_, i): Segment => {
    const p = at + i * entry;
    return { type: file.readUInt32LE(p), offset: word(file, p + 8), address: word(file, p + 16), size: word(file, p + 32) };
  });
  return { format: 'elf', bits, machine, exports: (name) => exportedByElf(file, segments, name) };
}

function exportedByElf(file: Buffer, segments: readonly Segment[], name: string): boolean {
  const dynamic = segments.find((s) => s.type === PT_DYNAMIC);
  if (dynamic === undefined) return false;
  const tags = new Map<number, number>();
  for (let p = dynamic.offset; p < dynamic.offset + dynamic.size; p += 16) tags.set(word(file, p), word(file, p + 8));
  const fileOffset = (address: number | undefined): number | undefined => {
    if (address === undefined) return undefined;
    const segment = segments.find((s) => s.type === PT_LOAD && address >= s.address && address < s.address + s.size);
    return segment && segment.offset + address - segment.address;
  };
  const symbols = fileOffset(tags.get(DT_SYMTAB));
  const strings = fileOffset(tags.get(DT_STRTAB));
  if (symbols === undefined || strings === undefined) return false;
  // The table names no length of its own; linkers put the strings behind it.
  const end = strings > symbols ? strings : file.length;
  for (let i = 0, p = symbols; i < MAX_SYMBOLS && p + SYMBOL_BYTES <= end; i++, p += SYMBOL_BYTES) {
    const section = file.readUInt16LE(p + 6);
    if (section !== 0 && stringAt(file, strings + file.readUInt32LE(p)) === name) return true;
  }
  return false;
}

function readPe(file: Buffer): Library | undefined {
  const coff = file.readUInt32LE(0x3c);
  if (file.toString('latin1', coff, coff + 4) !== 'PE\0\0') return undefined;
  const machine = file.readUInt16LE(coff + 4);
  const optional = coff + 24;
  const magic = file.readUInt16LE(optional);
  if (magic !== 0x10b && magic !== 0x20b) return undefined;
  return { format: 'pe', bits: magic === 0x20b ? 64 : 32, machine, exports: (name) => exportedByPe(file, coff, name) };
}

function exportedByPe(file: Buffer, coff: number, name: string): boolean {
  const optional = coff + 24;
  const directories = optional + (file.readUInt16LE(optional) === 0x20b ? 112 : 96);
  const sectionsAt = optional + file.readUInt16LE(coff + 20);
  const parts = file.readUInt16LE(coff + 6);
  if (parts > MAX_PARTS) return false;
  const sections = Array.from({ length: parts }, (_, i) => {
    const p = sectionsAt + i * 40;
    const [size, address, raw, offset] = [8, 12, 16, 20].map((n) => file.readUInt32LE(p + n)) as [number, number, number, number];
    return { address, size: Math.max(size, raw), offset };
  });
  const fileOffset = (address: number): number => {
    const section = sections.find((s) => address >= s.address && address < s.address + s.size);
    if (section === undefined) throw new RangeError('outside of every section');
    return section.offset + address - section.address;
  };
  const directory = file.readUInt32LE(directories);
  if (directory === 0) return false;
  const exportsAt = fileOffset(directory);
  const names = fileOffset(file.readUInt32LE(exportsAt + 32));
  const count = Math.min(file.readUInt32LE(exportsAt + 24), MAX_SYMBOLS);
  for (let i = 0; i < count; i++) if (stringAt(file, fileOffset(file.readUInt32LE(names + i * 4))) === name) return true;
  return false;
}
