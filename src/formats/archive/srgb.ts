/**
 * A colour profile for sRGB (IEC 61966-2-1), made here from the standard's own figures: an ICC.1:2001-04 (version 2)
 * display profile with the primaries adapted to D50 and the tone curve as a table. Belongs to nobody else.
 */

const fixed = (value: number): number => Math.round(value * 65_536);
/** Red, green and blue primaries and the white of the profile connection space, XYZ under D50 (Bradford). */
const COLUMNS: Readonly<Record<string, readonly [number, number, number]>> = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
  wtpt: [0.9642, 1, 0.8249],
};
const CURVE_POINTS = 1024;
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

const NAME = 'sRGB';
const RIGHTS = 'Made by Tram Van thu; free to use';

function described(text: string): Buffer {
  const ascii = Buffer.from(`${text}\0`, 'latin1');
  const out = Buffer.alloc(12 + ascii.byteLength + 4 + 4 + 2 + 1 + 67);
  out.write('desc', 0, 'latin1');
  out.writeUInt32BE(ascii.byteLength, 8);
  ascii.copy(out, 12);
  return out;
}
function point([x, y, z]: readonly [number, number, number]): Buffer {
  const out = Buffer.alloc(20);
  out.write('XYZ ', 0, 'latin1');
  [x, y, z].forEach((v, n) => {
    out.writeInt32BE(fixed(v), 8 + n * 4);
  });
  return out;
}
function curve(): Buffer {
  const out = Buffer.alloc(12 + CURVE_POINTS * 2);
  out.write('curv', 0, 'latin1');
  out.writeUInt32BE(CURVE_POINTS, 8);
  for (let n = 0; n < CURVE_POINTS; n++) out.writeUInt16BE(Math.round(linear(n / (CURVE_POINTS - 1)) * 65_535), 12 + n * 2);
  return out;
}

/** The profile's bytes; the same at every call. */
export function srgbProfile(): Buffer {
  const tone = curve();
  const copyright = Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(`${RIGHTS}\0`, 'latin1')]);
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', described(NAME)],
    ['cprt', copyright],
    ...Object.entries(COLUMNS).map(([name, xyz]) => [name, point(xyz)] as const),
    ['rTRC', tone],
    ['gTRC', tone],
    ['bTRC', tone],
  ];
  const tableBytes = 4 + tags.length * 12;
  const placed = new Map<Buffer, number>();
  const parts: Buffer[] = [];
  let at = 128 + tableBytes;
  const table = Buffer.alloc(tableBytes);
  table.writeUInt32BE(tags.length, 0);
  tags.forEach(([name, bytes], n) => {
    let offset = placed.get(bytes);
    if (offset === undefined) {
      const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.byteLength % 4)) % 4)]);
      offset = at;
      placed.set(bytes, offset);
      parts.push(padded);
      at += padded.byteLength;
    }
    table.write(name, 4 + n * 12, 'latin1');
    table.writeUInt32BE(offset, 8 + n * 12);
    table.writeUInt32BE(bytes.byteLength, 12 + n * 12);
  });
  const head = Buffer.alloc(128);
  head.writeUInt32BE(at, 0);
  head.writeUInt32BE(0x02400000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((v, n) => {
    head.writeUInt16BE(v, 24 + n * 2);
  });
  head.write('acsp', 36, 'latin1');
  const [x = 0, y = 0, z = 0] = COLUMNS.wtpt ?? [];
  [x, y, z].forEach((v, n) => {
    head.writeInt32BE(fixed(v), 68 + n * 4);
  });
  return Buffer.concat([head, table, ...parts]);
}
