/** Data of streams as cross-reference and object streams need it: as it stands, and after Flate with its predictors (ISO 32000-2, 7.4.4). */
import { inflateSync } from 'node:zlib';
import { Failure } from '../../domain/errors.ts';
import { damaged, Lexer } from './lexer.ts';
import { Dict, isArray, isName, type PdfObject, type Stream } from './objects.ts';
import type { Bytes } from './source.ts';

const MAX_DECODED = 64 * 1024 * 1024;

export function rawStream(bytes: Bytes, stream: Stream, length: number | undefined): Uint8Array {
  if (length === undefined || length < 0 || stream.start + length > bytes.size) throw damaged('stream_length', stream.start);
  const after = new Lexer(bytes, stream.start + length);
  if (!after.keyword('endstream')) throw damaged('stream_length', stream.start);
  return bytes.slice(stream.start, stream.start + length);
}

export function decode(dict: Dict, raw: Uint8Array, resolve: (v: PdfObject) => PdfObject): Uint8Array {
  const filters = asList(resolve(dict.get('Filter')));
  const parms = asList(resolve(dict.get('DecodeParms')));
  let data = raw;
  for (const [i, filter] of filters.entries()) {
    if (!isName(resolve(filter), 'FlateDecode')) throw damaged('filter');
    data = inflate(data);
    const parm = resolve(parms[i] ?? null);
    if (parm instanceof Dict) data = unpredict(parm, data, resolve);
  }
  return data;
}
const asList = (value: PdfObject): readonly PdfObject[] => (value === null ? [] : isArray(value) ? value : [value]);

function inflate(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: MAX_DECODED });
  } catch (error) {
    throw new Failure('pdf.damaged', { what: 'flate' }, { cause: error });
  }
}

/** PNG predictors of a Flate stream (7.4.4.4). */
function unpredict(parm: Dict, data: Uint8Array, resolve: (v: PdfObject) => PdfObject): Uint8Array {
  const number = (key: string, otherwise: number): number => {
    const v = resolve(parm.get(key));
    return typeof v === 'number' ? v : otherwise;
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return data;
  const bpp = Math.ceil((number('Colors', 1) * number('BitsPerComponent', 8)) / 8);
  const row = Math.ceil((number('Colors', 1) * number('BitsPerComponent', 8) * number('Columns', 1)) / 8);
  if (predictor < 10 || !(row > 0) || row > 65_536 || !(bpp > 0)) throw damaged('predictor');
  const rows = Math.floor(data.length / (row + 1));
  const out = new Uint8Array(rows * row);
  for (let r = 0; r < rows; r++) {
    const kind = data[r * (row + 1)] ?? 0;
    for (let c = 0; c < row; c++) {
      const left = c >= bpp ? (out[r * row + c - bpp] ?? 0) : 0;
      const up = r > 0 ? (out[(r - 1) * row + c] ?? 0) : 0;
      const corner = r > 0 && c >= bpp ? (out[(r - 1) * row + c - bpp] ?? 0) : 0;
      out[r * row + c] = (data[r * (row + 1) + 1 + c] ?? 0) + predicted(kind, left, up, corner);
    }
  }
  return out;
}
function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
