/** Packages from a seed, the product's way of reading and writing them, and the floor of the same bytes. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SealedFile } from '../../../src/contract/parser/index.ts';
import { documentChunks } from '../../../src/formats/edxml/index.ts';
import { sample } from '../../../src/formats/edxml/testing.ts';
import { Sealer } from '../../../src/formats/sealed/index.ts';
import { readEdxmlJob } from '../../../src/parser/edxml.ts';
import { createSealed, openSealed } from '../../../src/parser/files.ts';
import { seededBytes } from '../bench.ts';

const PDF = Buffer.from('%PDF-1.7\n');
/** Attachments repeat this block: what a package weighs must not stand in memory. */
const BLOCK = seededBytes(3 * 256 * 1024, 1);

export interface BenchFiles {
  /** Path and key of a sealed file that does not exist yet. */
  fresh(): SealedFile;
}

/** Bytes of the attachment of a package of about `bytes`. */
export const attachmentSize = (bytes: number): number => Math.max(PDF.byteLength, Math.floor(((bytes - 3000) * 3) / 4));

function* content(size: number): Generator<Buffer> {
  yield PDF;
  for (let at = PDF.byteLength; at < size; at += BLOCK.byteLength) yield BLOCK.subarray(0, Math.min(BLOCK.byteLength, size - at));
}
export function sealAttachment(kit: BenchFiles, bytes: number): SealedFile {
  const file = kit.fresh();
  const out = createSealed(file);
  for (const piece of content(attachmentSize(bytes))) out.write(piece);
  out.finish();
  return file;
}

/** The product's writer from a sealed attachment into a sealed package. */
export async function writePackage(attachment: SealedFile, target: SealedFile): Promise<void> {
  const source = openSealed(attachment);
  const out = createSealed(target);
  const read = async function* (): AsyncGenerator<Uint8Array> {
    yield* source.chunks();
  };
  for await (const chunk of documentChunks(sample, [{ name: 'a.pdf', size: source.size, read }])) out.write(chunk);
  out.finish();
  source.close();
}

/** The same package with its base64 in lines. */
export function relaid(kit: BenchFiles, whole: SealedFile): SealedFile {
  const source = openSealed(whole);
  const file = kit.fresh();
  const out = createSealed(file);
  const [from, to] = encodedRange(source);
  let column = 0;
  let at = 0;
  const NEWLINE = Buffer.from('\n');
  for (const chunk of source.chunks()) {
    for (let i = 0; i < chunk.byteLength; ) {
      const inside = at + i >= from && at + i < to;
      const end = inside
        ? Math.min(chunk.byteLength, to - at, i + 76 - column)
        : Math.min(chunk.byteLength, at + i < from ? from - at : chunk.byteLength);
      out.write(chunk.subarray(i, end));
      if (inside) {
        column = (column + end - i) % 76;
        if (column === 0) out.write(NEWLINE);
      }
      i = end;
    }
    at += chunk.byteLength;
  }
  out.finish();
  source.close();
  return file;
}

/** Where the base64 begins and ends. */
function encodedRange(source: { size: number; read(offset: number, length: number): Buffer }): [number, number] {
  const head = source.read(0, 8192).toString('latin1');
  const tail = source.read(Math.max(0, source.size - 512), 512).toString('latin1');
  const from = head.indexOf('>', head.indexOf('ContentTransferEncoded')) + 1;
  return [from, Math.max(0, source.size - 512) + tail.indexOf('</edXML:ContentTransferEncoded')];
}

/** The product's reader; the names of what it wrote are given back so that they can be removed. */
export async function readPackage(kit: BenchFiles, source: SealedFile): Promise<SealedFile[]> {
  const targets = [kit.fresh(), kit.fresh()];
  const result = await readEdxmlJob({ source, targets, maxAttachmentBytes: 512 * 1024 * 1024 });
  if (!result.ok || result.message.kind !== 'document') throw new Error('the package was refused');
  return targets;
}

/** Nothing but what any reader must do: open the seals, decode the base64 that is known to be there, hash, seal, sync. */
export function readFloor(source: SealedFile, target: SealedFile): void {
  const file = openSealed(source);
  const [from, to] = encodedRange(file);
  const out = new FloorFile(target);
  // Whole groups of four characters, or whole lines, so that the runtime's decoder takes each piece as it is.
  const unit = file.read(from, 77).includes(0x0a) ? 77 : 4;
  const decoded = Buffer.allocUnsafeSlow(96 * 1024);
  const decode = (text: Buffer): void => out.write(decoded.subarray(0, decoded.write(text.toString('latin1'), 0, 'base64')));
  const waiting = Buffer.allocUnsafeSlow(96 * 1024);
  let filled = 0;
  let at = 0;
  for (const chunk of file.chunks()) {
    filled += chunk.copy(
      waiting,
      filled,
      Math.min(chunk.byteLength, Math.max(0, from - at)),
      Math.max(0, Math.min(chunk.byteLength, to - at)),
    );
    at += chunk.byteLength;
    const whole = filled - (filled % unit);
    decode(waiting.subarray(0, whole));
    waiting.copyWithin(0, whole, filled);
    filled -= whole;
  }
  decode(waiting.subarray(0, filled));
  out.finish();
  file.close();
}

/** Nothing but what any writer must do: open the seals, encode, hash, seal, sync. */
export function writeFloor(attachment: SealedFile, target: SealedFile): void {
  const file = openSealed(attachment);
  const out = new FloorFile(target);
  let rest = Buffer.alloc(0);
  for (const chunk of file.chunks()) {
    const bytes = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    out.write(Buffer.from(bytes.toString('base64', 0, whole), 'latin1'));
    rest = Buffer.from(bytes.subarray(whole));
  }
  out.write(Buffer.from(rest.toString('base64'), 'latin1'));
  out.finish();
  file.close();
}

/** A sealed file without the product's care for order: seals go to the system as they come, 512 KiB at a time. */
class FloorFile {
  readonly #fd: number;
  readonly #sealer: Sealer;
  readonly #folder: string;
  readonly #gathered = Buffer.allocUnsafe(512 * 1024);
  #filled = 0;
  constructor(file: SealedFile) {
    this.#fd = openSync(file.path, 'w');
    this.#folder = dirname(file.path);
    this.#sealer = new Sealer(file.key, (bytes) => {
      if (this.#filled + bytes.byteLength > this.#gathered.byteLength) this.#flush();
      this.#gathered.set(bytes, this.#filled);
      this.#filled += bytes.byteLength;
    });
  }
  write(bytes: Uint8Array): void {
    this.#sealer.push(bytes);
  }
  finish(): void {
    this.#sealer.finish();
    this.#flush();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    const folder = openSync(this.#folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
  #flush(): void {
    for (let at = 0; at < this.#filled; ) at += writeSync(this.#fd, this.#gathered, at, this.#filled - at);
    this.#filled = 0;
  }
}
