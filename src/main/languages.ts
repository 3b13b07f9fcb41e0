/**
 * Languages of the screens beside Vietnamese: files `<two letters>.json` in one folder of this machine, put there by hand or by
 * an administrator in the window; and those that come with the product, where there is none of that name in the folder. They are
 * served to the page as they are; the page judges every text of them.
 */
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalogue, readCatalogue } from '../domain/catalogue.ts';
import { isLanguageCode, MAX_LANGUAGE_BYTES, MAX_LANGUAGES } from '../domain/languages.ts';
import type { MachineSettings } from './machine-settings.ts';

const codesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch((): string[] => []))
    .flatMap((name) => (name.endsWith('.json') && isLanguageCode(name.slice(0, -5)) ? [name.slice(0, -5)] : []))
    .sort();

export class LanguageFiles {
  readonly folder: string;
  readonly #settings: Pick<MachineSettings, 'get' | 'set'>;
  #heard: () => void = () => undefined;
  readonly #shipped: string | undefined;
  /** @param shipped the folder of those that come with the product */
  constructor(folder: string, settings: Pick<MachineSettings, 'get' | 'set'>, shipped?: string) {
    this.folder = folder;
    this.#shipped = shipped;
    this.#settings = settings;
  }

  /** Called when another language was chosen, or the files are others. */
  onChange(heard: () => void): void {
    this.#heard = heard;
  }

  /** The chosen file, its texts not judged yet; undefined = Vietnamese, or what of a file cannot be read. */
  async catalogue(): Promise<Catalogue | undefined> {
    const code = this.chosen();
    const bytes = code === undefined ? undefined : await this.read(code);
    const { catalogue } = bytes === undefined ? {} : readCatalogue(new TextDecoder().decode(bytes));
    return catalogue?.language === code ? catalogue : undefined;
  }

  /** The language that the page begins in; undefined = Vietnamese. */
  chosen(): string | undefined {
    const { language } = this.#settings.get();
    return language !== undefined && isLanguageCode(language) ? language : undefined;
  }
  choose(language: string): void {
    this.#settings.set({ language: isLanguageCode(language) ? language : 'vi' });
    this.#heard();
  }

  /** Codes of the files that are there, whatever is in them. */
  async list(): Promise<string[]> {
    const shipped = this.#shipped === undefined ? [] : await codesIn(this.#shipped);
    return [...new Set([...(await this.own()), ...shipped])].sort().slice(0, MAX_LANGUAGES);
  }
  /** Of those the ones in this machine's own folder, which can be removed. */
  async own(): Promise<string[]> {
    return (await codesIn(this.folder)).slice(0, MAX_LANGUAGES);
  }
  /** The file's bytes; undefined where there is none, it is too large or no plain file. */
  async read(language: string): Promise<Uint8Array | undefined> {
    if (!isLanguageCode(language)) return undefined;
    const shipped = this.#shipped !== undefined && !(await this.own()).includes(language) ? this.#shipped : undefined;
    try {
      const file = await open(join(shipped ?? this.folder, `${language}.json`));
      try {
        const stat = await file.stat();
        const { size } = stat;
        if (!stat.isFile() || size > MAX_LANGUAGE_BYTES) return undefined;
        const bytes = new Uint8Array(size);
        let got = 0;
        while (got < size) {
          const { bytesRead } = await file.read(bytes, got, size - got, got);
          if (bytesRead === 0) break;
          got += bytesRead;
        }
        return bytes.subarray(0, got);
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  }
  /** Whole or not at all. */
  async put(language: string, text: string): Promise<void> {
    if (!isLanguageCode(language)) throw new Error('no code of a language');
    await mkdir(this.folder, { recursive: true });
    const path = this.#path(language);
    await writeFile(`${path}.new`, text, { mode: 0o644 });
    await rename(`${path}.new`, path);
    this.#heard();
  }
  async remove(language: string): Promise<void> {
    if (!isLanguageCode(language)) return;
    await rm(this.#path(language), { force: true });
    if (this.chosen() === language) this.choose('vi');
  }
  #path(language: string): string {
    return join(this.folder, `${language}.json`);
  }
}
