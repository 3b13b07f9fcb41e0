/** Pages to scan, made here: Vietnamese text set in the shipped font, as pictures with all that a scanner does to them. */
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

interface Glyphs {
  readonly unitsPerEm: number;
  layout(text: string): { readonly glyphs: readonly { readonly path: { toSVG(): string }; readonly advanceWidth: number }[] };
}
let loaded: Glyphs | undefined;
async function font(): Promise<Glyphs> {
  if (loaded) return loaded;
  const { openSync } = (await import('@cantoo/fontkit')) as unknown as { openSync(path: string): Glyphs };
  loaded = openSync(join(import.meta.dirname, '..', '..', 'resources', 'fonts', 'Tinos-Regular.ttf'));
  return loaded;
}

export interface Wanted {
  readonly dpi?: number;
  readonly lines?: number;
  /** Clockwise, as the sheet lay on the glass. */
  readonly skew?: number;
  readonly turn?: 0 | 90 | 180 | 270;
  /** Standard deviation of the grain. */
  readonly noise?: number;
  readonly colour?: boolean;
  readonly first?: string;
  /** Printed alone in the middle of its head. */
  readonly number?: number;
  readonly seed?: number;
}
const TEXTS = [
  'Thực hiện Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư,',
  'Ủy ban nhân dân xã Ví Dụ đề nghị các thôn, bản rà soát danh sách hộ',
  'nghèo và cận nghèo, hoàn thành trước ngày 30 tháng 11 năm 2026, gửi về',
  'bộ phận văn hóa – xã hội để tổng hợp, báo cáo Ủy ban nhân dân tỉnh Mẫu.',
  'Trong quá trình thực hiện nếu có khó khăn, vướng mắc, kịp thời phản ánh',
];

/** An A4 page's picture before it is written into a file. */
export async function drawPage(wanted: Wanted = {}): Promise<Sharp> {
  const { dpi = 100, lines = 30, skew = 0, turn = 0, colour = true } = wanted;
  const [width, height] = [Math.round(8.27 * dpi), Math.round(11.69 * dpi)];
  const { layout, unitsPerEm } = await font().then((f) => ({ layout: f.layout.bind(f), unitsPerEm: f.unitsPerEm }));
  const size = (13 / 72) * dpi;
  const parts: string[] = [];
  const put = (text: string, from: number, y: number): void => {
    let x = from;
    for (const glyph of layout(text).glyphs) {
      const scale = size / unitsPerEm;
      parts.push(`<path transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale} ${-scale})" d="${glyph.path.toSVG()}"/>`);
      x += glyph.advanceWidth * scale;
    }
  };
  if (wanted.number !== undefined) put(String(wanted.number), width * 0.495, height * 0.06);
  for (let n = 0; n < lines; n++) {
    const text = n === 0 && wanted.first !== undefined ? wanted.first : (TEXTS[(n + (wanted.seed ?? 0)) % TEXTS.length] ?? '');
    put(text, width * 0.14, height * 0.1 + n * size * 1.55);
  }
  const seal =
    colour && lines > 0
      ? `<circle cx="${width * 0.7}" cy="${height * 0.82}" r="${dpi * 0.6}" fill="none" stroke="#d22" stroke-width="${dpi * 0.04}"/>`
      : '';
  const ink = colour ? '#1a1a2e' : '#000';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${colour ? '#fdfcf7' : '#fff'}"/><g fill="${ink}" transform="rotate(${skew} ${width / 2} ${height / 2})">${parts.join('')}${seal}</g></svg>`;
  const drawn = await sharp(Buffer.from(svg)).flatten({ background: '#fff' }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (wanted.noise) grain(drawn.data, wanted.noise, wanted.seed ?? 1);
  const picture = sharp(drawn.data, { raw: { width: drawn.info.width, height: drawn.info.height, channels: 3 } }).withMetadata({
    density: dpi,
  });
  return turn === 0 ? picture : picture.rotate(turn);
}

/** The same grain for the same seed. */
function grain(data: Buffer, deviation: number, seed: number): void {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let i = 0; i < data.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) + ((state / 0xffffffff) * 2 - 1) * deviation * 1.7));
  }
}

export const jpegPage = async (wanted: Wanted = {}): Promise<Buffer> => (await drawPage(wanted)).jpeg({ quality: 80 }).toBuffer();
export const pngPage = async (wanted: Wanted = {}): Promise<Buffer> => (await drawPage(wanted)).png().toBuffer();
/** A black-and-white page as fax and office scanners write it: one bit a pixel, CCITT group 4. */
export async function bilevelTiff(wanted: Wanted = {}): Promise<Buffer> {
  const { data, info } = await (await drawPage({ ...wanted, colour: false }))
    .greyscale()
    .threshold(160)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grid = (wanted.dpi ?? 100) / 25.4;
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .toColourspace('b-w')
    .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: grid, yres: grid })
    .toBuffer();
}
export const colourTiff = async (wanted: Wanted = {}): Promise<Buffer> =>
  (await drawPage(wanted)).tiff({ compression: 'lzw', xres: (wanted.dpi ?? 100) / 25.4, yres: (wanted.dpi ?? 100) / 25.4 }).toBuffer();

/** Several little-endian TIFF files of one page as one file of several: offsets moved, tables chained. */
export function joinTiffs(files: readonly Buffer[]): Buffer {
  const out: Buffer[] = [];
  let at = 0;
  let link: { in: Buffer; at: number } | undefined;
  for (const [n, file] of files.entries()) {
    const part = Buffer.from(file);
    const shift = at;
    const table = part.readUInt32LE(4);
    const count = part.readUInt16LE(table);
    for (let i = 0; i < count; i++) {
      const entry = table + 2 + i * 12;
      const [tag, type, values] = [part.readUInt16LE(entry), part.readUInt16LE(entry + 2), part.readUInt32LE(entry + 4)];
      const bytes = ([0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][type] ?? 0) * values;
      const place = part.readUInt32LE(entry + 8);
      if (tag === 273 && bytes > 4)
        for (let v = 0; v < values; v++) part.writeUInt32LE(part.readUInt32LE(place + v * 4) + shift, place + v * 4);
      if (bytes > 4 || tag === 273) part.writeUInt32LE(place + shift, entry + 8);
    }
    if (link) link.in.writeUInt32LE(table + shift, link.at);
    link = { in: part, at: table + 2 + count * 12 };
    const padded = n === files.length - 1 ? part : Buffer.concat([part, Buffer.alloc(part.length % 2)]);
    // The link of a part that was padded lies in the padded copy.
    link.in = padded;
    out.push(padded);
    at += padded.length;
  }
  return Buffer.concat(out);
}

/** A PDF of plain scanned pages, as a scanner writes it. */
export async function pdfOf(pages: readonly Buffer[], dpi: number): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve) => {
    doc.on('data', (b: Buffer) => parts.push(b));
    doc.on('end', () => resolve(Buffer.concat(parts)));
  });
  for (const page of pages) {
    const { width = 1, height = 1 } = await sharp(page).metadata();
    const size: [number, number] = [(width / dpi) * 72, (height / dpi) * 72];
    doc.addPage({ size, margin: 0 });
    doc.image(page, 0, 0, { width: size[0] });
  }
  doc.end();
  return done;
}

/** A TIFF that says it has so many pages: one small picture, named again and again by a chain of tables. */
export function manyPages(count: number): Buffer {
  const tags = [
    [256, 3, 8],
    [257, 3, 1],
    [258, 3, 1],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 3, 1],
    [279, 4, 1],
  ] as const;
  const size = 2 + tags.length * 12 + 4;
  const out = Buffer.alloc(10 + (count + 1) * size);
  out.write('II');
  out.writeUInt16LE(42, 2);
  out.writeUInt32LE(10, 4);
  for (let n = 0; n <= count; n++) {
    const at = 10 + n * size;
    out.writeUInt16LE(tags.length, at);
    for (const [i, [tag, type, value]] of tags.entries()) {
      out.writeUInt16LE(tag, at + 2 + i * 12);
      out.writeUInt16LE(type, at + 4 + i * 12);
      out.writeUInt32LE(1, at + 6 + i * 12);
      out.writeUInt32LE(value, at + 10 + i * 12);
    }
    out.writeUInt32LE(n === count ? 0 : at + size, at + size - 4);
  }
  return out;
}
