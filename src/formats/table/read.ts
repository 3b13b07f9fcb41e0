/** The first sheet of a workbook (ECMA-376 part 1, 18.3), its cells as text; dates as `dd/MM/yyyy`. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Failure } from '../../domain/errors.ts';
import { fillMerged, type Merged } from '../../domain/mergedCells.ts';
import { convertOldCells } from '../../domain/oldCells.ts';
import { type ByteSource, listZip, readEntry, type ZipEntry, zipLimits } from '../zip/index.ts';
import { Collector } from './collect.ts';
import type { ReadTable, TableLimits } from './index.ts';

const unreadable = (cause?: unknown): Failure => new Failure('table.unreadable', undefined, cause === undefined ? undefined : { cause });
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

interface Handlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
  /** True: nothing more is wanted. */
  done?(): boolean;
}

/** @param wanted name of the sheet; the first one where it is absent or there is none of that name */
export async function readXlsx(source: ByteSource, limits: TableLimits, wanted?: string): Promise<ReadTable> {
  const entries = new Map(listZip(source, { entries: 5000 }).map((entry) => [entry.name.replace(/^\//, ''), entry]));
  const part = (name: string): ZipEntry | undefined => entries.get(name);
  const parse = async (name: string, handlers: Handlers): Promise<void> => {
    const entry = part(name);
    if (entry === undefined) return;
    await parsePart(source, entry, limits.partBytes, handlers);
  };
  const book = await sheetsOf(parse);
  const sheet = book.sheets.find((one) => one.name === wanted)?.part ?? book.sheets[0]?.part ?? 'xl/worksheets/sheet1.xml';
  if (part(sheet) === undefined) throw unreadable();
  const shared = await sharedStrings(parse, limits);
  const styles = await dateStyles(parse);
  const table = await sheetRows((handlers) => parse(sheet, handlers), { shared, styles, since1904: book.since1904 }, limits);
  const cells = convertOldCells(table.rows);
  const sheets = book.sheets.map(({ name }) => name);
  return {
    ...table,
    ...(sheets.length < 2 ? {} : { sheets }),
    ...(cells.converted === undefined ? {} : { rows: cells.rows, converted: cells.converted }),
  };
}

type Parse = (name: string, handlers: Handlers) => Promise<void>;

async function parsePart(source: ByteSource, entry: ZipEntry, maxBytes: number, handlers: Handlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const decoder = new TextDecoder();
  let failed: unknown;
  parser.on('error', (error) => {
    failed ??= error;
  });
  parser.on('doctype', () => {
    failed ??= new Error('a document type');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open?.(local(tag.name), tag.attributes as Record<string, string>));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  for await (const piece of readEntry(source, entry, zipLimits(maxBytes))) {
    parser.write(decoder.decode(piece, { stream: true }));
    if (failed !== undefined) throw unreadable(failed);
    if (handlers.done?.()) return;
  }
}

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** Its days are counted from 1904 (18.2.28, `date1904`). */
  readonly since1904: boolean;
}
const MAX_SHEETS = 100;
/** Visible sheets of a workbook in their order; charts and macros are none. */
async function sheetsOf(parse: Parse): Promise<Workbook> {
  const listed: { name: string; id: string }[] = [];
  const parts = new Map<string, string>();
  let since1904 = false;
  await parse('xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet' || attributes.state === 'hidden' || attributes.state === 'veryHidden' || listed.length >= MAX_SHEETS) return;
      const id = Object.entries(attributes).find(([key]) => local(key) === 'id' && key.includes(':'))?.[1] ?? '';
      listed.push({ name: (attributes.name ?? '').slice(0, 100), id });
    },
  });
  await parse('xl/_rels/workbook.xml.rels', {
    open: (name, attributes) => {
      const { Id: id, Target: target, Type: type = '' } = attributes;
      if (name !== 'Relationship' || !id || !target || parts.size >= 1_000 || /chartsheet|dialogsheet/.test(type)) return;
      parts.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  const sheets = listed.flatMap(({ name, id }) => {
    const part = parts.get(id);
    return part === undefined ? [] : [{ name, part }];
  });
  return { sheets, since1904 };
}

async function sharedStrings(parse: Parse, limits: TableLimits): Promise<string[]> {
  const strings: string[] = [];
  let current: string | undefined;
  let inText = false;
  let characters = 0;
  await parse('xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') current = '';
      // The reading aid over Asian text is no part of the text.
      inText = name === 't';
    },
    text: (text) => {
      if (inText && current !== undefined && current.length < limits.cell) current += text.slice(0, limits.cell);
    },
    close: (name) => {
      inText = false;
      if (name !== 'si' || current === undefined) return;
      characters += current.length;
      strings.push(current);
      current = undefined;
    },
    done: () => characters > limits.total * 4 || strings.length > 1_000_000,
  });
  return strings;
}

/** Indexes of cell styles that show a date (18.8.30: numbers 14–17, 22; own formats with day and month). */
async function dateStyles(parse: Parse): Promise<ReadonlySet<number>> {
  const own = new Set<number>();
  const styles = new Set<number>();
  let inCells = false;
  let index = 0;
  await parse('xl/styles.xml', {
    open: (name, attributes) => {
      const code = (attributes.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
      if (name === 'numFmt' && /d/i.test(code) && /[my]/i.test(code)) own.add(Number(attributes.numFmtId));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const format = Number(attributes.numFmtId);
      if ((format >= 14 && format <= 17) || format === 22 || own.has(format)) styles.add(index);
      index++;
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** `BC12` → 54. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};
const DAY_MS = 86_400_000;
const DAYS_TO_1904 = 1_462;
/** Days since 30 December 1899 (18.17.4.1, without the leap year that never was). */
function dateText(serial: string, since1904: boolean): string {
  const days = Number(serial) + (since1904 ? DAYS_TO_1904 : 0);
  if (!Number.isFinite(days) || days < 61 || days > 110_000) return serial;
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * DAY_MS);
  return `${String(date.getUTCDate()).padStart(2, '0')}/${String(date.getUTCMonth() + 1).padStart(2, '0')}/${date.getUTCFullYear()}`;
}

/** `1.2E+3` and `7.0000000000000004E-2` as a person would see them. */
function plainNumber(value: string): string {
  if (!/^-?\d+(?:\.\d+)?(?:[Ee][+-]?\d+)?$/.test(value) || (value.length < 16 && !/[Ee]/.test(value))) return value;
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? String(Number(number.toPrecision(15))) : value;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
}
async function sheetRows(
  parse: (handlers: Handlers) => Promise<void>,
  { shared, styles, since1904 }: { readonly shared: readonly string[]; readonly styles: ReadonlySet<number>; readonly since1904: boolean },
  limits: TableLimits,
): Promise<ReadTable> {
  const out = new Collector(limits);
  let row: (string | undefined)[] = [];
  let cell: Cell | undefined;
  let inValue = false;
  let expected = 1;
  /** Place of a row of the sheet among those that are kept. */
  const places = new Map<number, number>();
  const merged: Merged[] = [];
  let kept = 0;
  const add = (cells: readonly (string | undefined)[], number?: number): void => {
    if (!out.full) {
      if (number !== undefined) places.set(number, kept);
      kept++;
    }
    out.add(cells);
  };
  const textOf = ({ type, style, value }: Cell): string => {
    if (type === 's') return shared[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    return type === '' || type === 'n' ? (styles.has(style) ? dateText(value, since1904) : plainNumber(value)) : value;
  };
  await parse({
    open(name, attributes) {
      if (name === 'row') {
        row = [];
        const number = Number(attributes.r ?? expected);
        // A gap of rows is one empty row: what is counted is what stands there.
        if (number > expected && out.result().rows.length > 0) add([]);
        expected = number + 1;
      } else if (name === 'c') {
        const column = attributes.r === undefined ? row.length : columnOf(attributes.r);
        cell = { column, type: attributes.t ?? '', style: Number(attributes.s ?? -1), value: '' };
      } else if (name === 'mergeCell') {
        const range = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(attributes.ref ?? '');
        const place = places.get(Number(range?.[2]));
        if (range && place !== undefined && merged.length < limits.rows)
          merged.push({ row: place, column: columnOf(range[1] ?? ''), rows: Number(range[3]) - Number(range[2]) + 1 });
      } else inValue = name === 'v' || name === 't';
    },
    text(text) {
      if (inValue && cell !== undefined && cell.value.length < limits.cell) cell.value += text.slice(0, limits.cell);
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'c' && cell !== undefined) {
        if (cell.column >= 0 && cell.column < limits.columns) row[cell.column] = textOf(cell);
        cell = undefined;
      } else if (name === 'row') add(Array.from(row), expected - 1);
    },
    done: () => out.full,
  });
  const table = out.result();
  return { ...table, rows: fillMerged(table.rows, merged, limits.total) };
}
