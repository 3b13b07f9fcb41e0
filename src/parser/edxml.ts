/** The job that reads a package: from one sealed file, each attachment into a sealed file of its own. */
import { unlinkSync } from 'node:fs';
import type { ParserCalls, ReadEdxmlResult, SealedFile } from '../contract/parser/index.ts';
import type { InputOf } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { type AttachmentStore, type AttachmentTarget, edxmlLimits, readEdxml } from '../formats/edxml/index.ts';
import { createSealed, type OpenSealed, openSealed } from './files.ts';

/** A job stops itself before the core has to end the process for it. */
const MAX_RSS = 1_000_000_000;
const CHECK_EVERY_CHUNKS = 64;

/** Refusals of the package are its result; trouble with the vault or the disk is thrown. */
export async function readEdxmlJob(input: InputOf<ParserCalls['readEdxml']>): Promise<ReadEdxmlResult> {
  const source = openSealed(input.source);
  const targets = new SealedTargets(input.targets);
  try {
    const chunks = (): Iterable<Buffer> => watched(source.chunks());
    const read = await readEdxml(chunks(), targets, edxmlLimits(input.maxAttachmentBytes), chunks);
    const attachments = read.targets.map((target) => ({ target: targets.indexOf(target) }));
    return { ok: true, message: read.message, attachments, warnings: read.warnings };
  } catch (error) {
    targets.discardAll();
    if (error instanceof Failure) return { ok: false, error: error.error };
    throw error;
  } finally {
    targets.close();
    source.close();
  }
}

function* watched(chunks: Iterable<Buffer>): Iterable<Buffer> {
  let n = 0;
  for (const chunk of chunks) {
    if (++n % CHECK_EVERY_CHUNKS === 0 && process.memoryUsage.rss() > MAX_RSS) throw new Failure('parsing.too_much_memory');
    yield chunk;
  }
}

class SealedTargets implements AttachmentStore {
  readonly #files: readonly SealedFile[];
  readonly #used: Target[] = [];
  constructor(files: readonly SealedFile[]) {
    this.#files = files;
  }
  create(): AttachmentTarget {
    const file = this.#files[this.#used.length];
    if (!file) throw new Failure('edxml.too_many_attachments', { max: this.#files.length });
    const target = new Target(file);
    this.#used.push(target);
    return target;
  }
  indexOf(target: AttachmentTarget): number {
    return this.#used.indexOf(target as Target);
  }
  discardAll(): void {
    for (const target of this.#used) target.discard();
  }
  close(): void {
    for (const target of this.#used) target.close();
  }
}

class Target implements AttachmentTarget {
  readonly #file: SealedFile;
  readonly #out: ReturnType<typeof createSealed>;
  #in: OpenSealed | undefined;
  #state: 'writing' | 'whole' | 'gone' = 'writing';
  constructor(file: SealedFile) {
    this.#file = file;
    this.#out = createSealed(file);
  }
  write(bytes: Uint8Array): void {
    this.#out.write(bytes);
  }
  finish(): { size: number; sha256: string } {
    const result = this.#out.finish();
    this.#state = 'whole';
    return result;
  }
  read(offset: number, length: number): Uint8Array {
    this.#in ??= openSealed(this.#file);
    return this.#in.read(offset, length);
  }
  discard(): void {
    this.close();
    if (this.#state === 'writing') this.#out.abort();
    else if (this.#state === 'whole') unlinkSync(this.#file.path);
    this.#state = 'gone';
  }
  close(): void {
    this.#in?.close();
    this.#in = undefined;
  }
}
