/** The first sheet of a workbook (ECMA-376 part 1, 18.3), its cells as text; dates as `dd/MM/yyyy`. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Failure } from '../../domain/errors.ts';
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

export async function readXlsx(source: ByteSource, limits: TableLimits): Promise<ReadTable> {
  const entries = new Map(listZip(source, { entries: 5000 }).map((entry) => [entry.name.replace(/^\//, ''), entry]));
  const part = (name: string): ZipEntry | undefined => entries.get(name);
  const parse = async (name: string, handlers: Handlers): Promise<void> => {
    const entry = part(name);
    if (entry === undefined) return;
    await parsePart(source, entry, limits.partBytes, handlers);
  };
  const sheet = await firstSheet(parse);
  if (part(sheet) === undefined) throw unreadable();
  const shared = await sharedStrings(parse, limits);
  const dates = await dateStyles(parse);
  return sheetRows((handlers) => parse(sheet, handlers), shared, dates, limits);
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

async function firstSheet(parse: Parse): Promise<string> {
  let id = '';
  await parse('xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'sheet' && id === '')
        id = Object.entries(attributes).find(([key]) => local(key) === 'id' && key.includes(':'))?.[1] ?? '';
    },
  });
  let target = 'worksheets/sheet1.xml';
  await parse('xl/_rels/workbook.xml.rels', {
    open: (name, attributes) => {
      if (name === 'Relationship' && attributes.Id === id && attributes.Target) target = attributes.Target;
    },
  });
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
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
/** Days since 30 December 1899 (18.17.4.1, without the leap year that never was). */
function dateText(serial: string): string {
  const days = Number(serial);
  if (!Number.isFinite(days) || days < 61 || days > 110_000) return serial;
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * DAY_MS);
  return `${String(date.getUTCDate()).padStart(2, '0')}/${String(date.getUTCMonth() + 1).padStart(2, '0')}/${date.getUTCFullYear()}`;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
}
async function sheetRows(
  parse: (handlers: Handlers) => Promise<void>,
  shared: readonly string[],
  dates: ReadonlySet<number>,
  limits: TableLimits,
): Promise<ReadTable> {
  const out = new Collector(limits);
  let row: (string | undefined)[] = [];
  let cell: Cell | undefined;
  let inValue = false;
  let expected = 1;
  const textOf = ({ type, style, value }: Cell): string => {
    if (type === 's') return shared[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
    return type === '' || type === 'n' ? (dates.has(style) ? dateText(value) : value) : value;
  };
  await parse({
    open(name, attributes) {
      if (name === 'row') {
        row = [];
        const number = Number(attributes.r ?? expected);
        // A gap of rows is one empty row: what is counted is what stands there.
        if (number > expected && out.result().rows.length > 0) out.add([]);
        expected = number + 1;
      } else if (name === 'c') {
        const column = attributes.r === undefined ? row.length : columnOf(attributes.r);
        cell = { column, type: attributes.t ?? '', style: Number(attributes.s ?? -1), value: '' };
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
      } else if (name === 'row') out.add(Array.from(row));
    },
    done: () => out.full,
  });
  return out.result();
}
