/**
 * What a start of the program asks for: a place to go to (`--go=draft`, from the jump list) and files opened by double
 * click. Main alone knows where they lie; the page is given their bytes, piece by piece, once somebody is signed in.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { DESTINATIONS, type Destination, PIECE, type Told } from '../contract/page/talk.ts';

/** What the upload door takes (`core/documents/uploads`). */
const MAX_BYTES = 200 * 1024 * 1024;
const EXTENSIONS: readonly string[] = ['.edxml', '.pdf'];
const MAX_FILES = 10;

export interface Asked {
  readonly go?: Destination;
  readonly paths: readonly string[];
}
/** @param argv of the start, this program's own switches and entry among it */
export function askedOf(argv: readonly string[], cwd: string): Asked {
  const go = argv.map((arg) => /^--go=([a-z]+)$/.exec(arg)?.[1]).find((to): to is Destination => DESTINATIONS.includes(to as Destination));
  const paths = argv
    .filter((arg) => !arg.startsWith('-') && EXTENSIONS.includes(extname(arg).toLowerCase()))
    .slice(0, MAX_FILES)
    .map((arg) => resolve(cwd, arg));
  return { ...(go ? { go } : {}), paths };
}

interface Held {
  readonly name: string;
  readonly size: number;
  readonly handle: FileHandle;
}
export class OpenedFiles {
  readonly #tell: (told: Told) => void;
  readonly #held = new Map<number, Held>();
  /** What waits until somebody is signed in. */
  #waiting: Told[] = [];
  #ready = false;
  #last = 0;
  constructor(tell: (told: Told) => void) {
    this.#tell = tell;
  }
  /** Somebody is signed in, or no more. */
  setReady(ready: boolean): void {
    this.#ready = ready;
    if (!ready) return;
    for (const told of this.#waiting.splice(0)) this.#tell(told);
  }
  /** The page began anew: what it held of files is gone. */
  async forget(): Promise<void> {
    this.#ready = false;
    const handles = [...this.#held].filter(([file]) => !this.#waiting.some((told) => told.tell === 'file' && told.file === file));
    for (const [file, { handle }] of handles) {
      this.#held.delete(file);
      await handle.close().catch(() => undefined);
    }
  }
  async take({ go, paths }: Asked): Promise<void> {
    if (go) this.#say({ tell: 'go', to: go });
    for (const path of paths) this.#say(await this.#open(path));
  }
  #say(told: Told): void {
    if (this.#ready) this.#tell(told);
    else if (this.#waiting.length < MAX_FILES * 2) this.#waiting.push(told);
  }
  async #open(path: string): Promise<Told> {
    const name = basename(path);
    const refused = (code: string): Told => ({ tell: 'fileRefused', name, code });
    if (this.#held.size >= MAX_FILES) return refused('shell.too_many_files');
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      const facts = await handle.stat();
      const code = !facts.isFile()
        ? 'shell.file_unreadable'
        : facts.size === 0
          ? 'files.empty'
          : facts.size > MAX_BYTES
            ? 'files.too_large'
            : undefined;
      if (code !== undefined) {
        await handle.close();
        return refused(code);
      }
      const file = ++this.#last;
      this.#held.set(file, { name, size: facts.size, handle });
      return { tell: 'file', file, name, size: facts.size };
    } catch {
      await handle?.close().catch(() => undefined);
      return refused('shell.file_unreadable');
    }
  }
  /** A piece of a file that was told, for the page that asks. */
  async piece(file: number, offset: number): Promise<void> {
    const held = this.#held.get(file);
    if (!held || offset < 0 || offset >= held.size) return;
    const bytes = new Uint8Array(Math.min(PIECE, held.size - offset));
    try {
      const { bytesRead } = await held.handle.read(bytes, 0, bytes.byteLength, offset);
      if (bytesRead !== bytes.byteLength) throw new Error('cut');
      this.#tell({ tell: 'piece', file, offset, bytes });
    } catch {
      this.#tell({ tell: 'fileRefused', name: held.name, code: 'shell.file_unreadable' });
      await this.done(file);
    }
  }
  async done(file: number): Promise<void> {
    const held = this.#held.get(file);
    this.#held.delete(file);
    await held?.handle.close().catch(() => undefined);
  }
}
