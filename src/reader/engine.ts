/**
 * The reading engine: tesseract's LSTM in WebAssembly with the Vietnamese data, loaded from the program's own files. Pictures
 * are decoded inside WebAssembly's memory too, so that a hostile picture reaches nothing outside it. No network, no thread.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Failure } from '../domain/errors.ts';
import type { PageWord } from '../domain/pageText.ts';

/** One letter deep: 0 is black. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
/** As the picture came: three letters deep, a row after the other. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
/** How tesseract cuts the page: 3 whole page, 6 one block, 7 one line, 11 words wherever they stand. */
export type Segmentation = '3' | '4' | '6' | '7' | '11';
export interface ReadWords {
  readonly words: readonly PageWord[];
  /** Index of each line's first word. */
  readonly lines: readonly number[];
}
export interface Engine {
  /** @throws Failure `reader.no_picture` */
  decode(bytes: Uint8Array): Picture;
  read(grey: Grey, how: { readonly segmentation: Segmentation; readonly dpi: number; readonly box?: Box }): ReadWords;
  /** The slope of its lines, in radians; positive where they sink to the right. */
  slope(grey: Grey): number;
}

interface Pix {
  get_w(): number;
  get_h(): number;
  get_d(): number;
  get_wpl(): number;
  get_data(): number;
  get_colormap(): { get_array(): number; get_n(): number };
}
interface Api {
  Init(path: null, language: string, mode: number): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(orientation: number, angle: number): number;
  SetImage(at: number, width: number, height: number, bytesPerPixel: number, bytesPerLine: number): void;
  SetSourceResolution(dpi: number): void;
  SetRectangle(x: number, y: number, w: number, h: number): void;
  GetInputImage(): Pix;
  Recognize(monitor: null): number;
  FindLines(): number;
  GetGradient(): number;
  GetTSVText(page: number): string;
  Clear(): void;
}
interface Core {
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void };
  readonly TessBaseAPI: new () => Api;
  _malloc(bytes: number): number;
  _free(at: number): void;
}
type Start = (options: object) => Promise<Core>;

const LSTM_ONLY = 1;
// Not `require`: the built program has one of its own.
const packages = createRequire(import.meta.url);

/** Where the language's data lies; undefined where it is not on this machine. */
export function languageData(): string | undefined {
  try {
    const path = join(dirname(packages.resolve('@tesseract.js-data/vie/package.json')), '4.0.0_best_int', 'vie.traineddata.gz');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** `(i32.const 0) (f32x4 relaxed madd)`: whether this processor's WebAssembly knows the faster instructions. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11,
];
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
function coreName(): string {
  if (WebAssembly.validate(Uint8Array.from(RELAXED))) return 'tesseract-core-relaxedsimd-lstm';
  return WebAssembly.validate(Uint8Array.from(SIMD)) ? 'tesseract-core-simd-lstm' : 'tesseract-core-lstm';
}

/** @throws Failure `reader.no_data` */
export async function startEngine(): Promise<Engine> {
  const data = languageData();
  if (data === undefined) throw new Failure('reader.no_data');
  const script = packages.resolve(`tesseract.js-core/${coreName()}.js`);
  let memory: WebAssembly.Memory | undefined;
  const start = packages(script) as Start;
  const core = await start({
    // By our own hand: nothing is fetched, and its memory is ours to put pictures into.
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(script.replace(/\.js$/, '.wasm'))), imports);
      memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      done(instance);
      return instance.exports;
    },
    print: () => undefined,
    printErr: () => undefined,
  });
  core.FS.writeFile('./vie.traineddata', gunzipSync(readFileSync(data)));
  const api = new core.TessBaseAPI();
  if (api.Init(null, 'vie', LSTM_ONLY) !== 0 || memory === undefined) throw new Failure('reader.no_data');
  return new Tesseract(core, api, memory);
}

class Tesseract implements Engine {
  readonly #core: Core;
  readonly #api: Api;
  readonly #memory: WebAssembly.Memory;
  #image = 0;
  constructor(core: Core, api: Api, memory: WebAssembly.Memory) {
    [this.#core, this.#api, this.#memory] = [core, api, memory];
  }

  decode(bytes: Uint8Array): Picture {
    const { FS } = this.#core;
    FS.writeFile('/input', bytes);
    try {
      if (this.#api.SetImageFile(1, 0) !== 0) throw new Failure('reader.no_picture');
      return this.#pixels(this.#api.GetInputImage());
    } catch (error) {
      throw error instanceof Failure ? error : new Failure('reader.no_picture', undefined, { cause: error });
    } finally {
      FS.writeFile('/input', new Uint8Array());
      this.#api.Clear();
    }
  }
  /** Leptonica keeps words of 32 bits: the red letter first of a colour, the leftmost pixel first of fewer bits. */
  #pixels(pix: Pix): Picture {
    const [width, height, depth, stride] = [pix.get_w(), pix.get_h(), pix.get_d(), pix.get_wpl()];
    const from = new Uint32Array(this.#memory.buffer, pix.get_data(), stride * height);
    const grey = new Uint8Array(width * height);
    if (depth === 32) {
      const [green, blue] = [new Uint8Array(grey.length), new Uint8Array(grey.length)];
      for (let y = 0, to = 0; y < height; y++) {
        for (let x = 0, at = y * stride; x < width; x++, to++, at++) {
          const word = from[at] ?? 0;
          grey[to] = word >>> 24;
          green[to] = (word >>> 16) & 255;
          blue[to] = (word >>> 8) & 255;
        }
      }
      return { width, height, red: grey, green, blue };
    }
    if (![1, 2, 4, 8].includes(depth)) throw new Failure('reader.no_picture');
    const shade = this.#shades(pix, depth);
    const mask = 2 ** depth - 1;
    for (let y = 0, to = 0; y < height; y++) {
      for (let x = 0; x < width; x++, to++) {
        const bit = x * depth;
        grey[to] = shade[((from[y * stride + (bit >> 5)] ?? 0) >>> (32 - depth - (bit & 31))) & mask] ?? 0;
      }
    }
    return { width, height, red: grey, green: grey, blue: grey };
  }
  /** How light each value of a pixel is: by its palette where the picture has one; of one bit, 1 is black. */
  #shades(pix: Pix, depth: number): number[] {
    const palette = pix.get_colormap();
    if (palette.get_array() !== 0 && palette.get_n() > 0) {
      const colours = new Uint8Array(this.#memory.buffer, palette.get_array(), palette.get_n() * 4);
      return Array.from({ length: palette.get_n() }, (_, i) => {
        const [blue = 0, green = 0, red = 0] = colours.subarray(i * 4, i * 4 + 3);
        return Math.round(0.3 * red + 0.6 * green + 0.1 * blue);
      });
    }
    const most = 2 ** depth - 1;
    return Array.from({ length: most + 1 }, (_, i) => (depth === 1 ? 255 * (1 - i) : Math.round((255 * i) / most)));
  }

  #give(grey: Grey, dpi: number): void {
    if (this.#image !== 0) this.#core._free(this.#image);
    this.#image = this.#core._malloc(grey.data.byteLength);
    if (this.#image === 0) throw new Failure('reader.too_large');
    new Uint8Array(this.#memory.buffer).set(grey.data, this.#image);
    this.#api.SetImage(this.#image, grey.width, grey.height, 1, grey.width);
    this.#api.SetSourceResolution(Math.round(dpi));
  }
  slope(grey: Grey): number {
    this.#api.SetVariable('tessedit_pageseg_mode', '3');
    this.#give(grey, 150);
    this.#api.FindLines();
    // Tesseract looks upwards.
    const slope = this.#api.GetGradient();
    this.#api.Clear();
    return Number.isFinite(slope) ? -slope : 0;
  }
  read(grey: Grey, how: { segmentation: Segmentation; dpi: number; box?: Box }): ReadWords {
    this.#api.SetVariable('tessedit_pageseg_mode', how.segmentation);
    this.#give(grey, how.dpi);
    const { box } = how;
    if (box) this.#api.SetRectangle(box.x, box.y, box.w, box.h);
    if (this.#api.Recognize(null) !== 0) return { words: [], lines: [] };
    const read = words(this.#api.GetTSVText(0));
    this.#api.Clear();
    return read;
  }
}

/** Level 5 of the table is words, level 4 lines. */
function words(table: string): ReadWords {
  const found: PageWord[] = [];
  const lines: number[] = [];
  let line = '';
  for (const row of table.split('\n')) {
    const [level, , block, paragraph, number, , x, y, w, h, confidence, ...text] = row.split('\t');
    if (level !== '5') continue;
    const word = text.join(' ').normalize('NFC').trim();
    if (word === '') continue;
    const key = `${block} ${paragraph} ${number}`;
    if (key !== line) lines.push(found.length);
    line = key;
    found.push({ text: word, x: Number(x), y: Number(y), w: Number(w), h: Number(h), confidence: Math.round(Number(confidence)) });
  }
  return { words: found, lines };
}
