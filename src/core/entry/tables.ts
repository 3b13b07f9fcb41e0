/** Tables that people bring: shown with a guess of their columns, then their rows put on the sheet as they are. */
import {
  DAY_DIRECTION,
  type EntryField,
  type EntryMapping,
  type EntryMode,
  entryFields,
  guessHeaderRow,
  guessMapping,
  layoutOf,
  MAX_ENTRY_CELL,
  MAX_ENTRY_ROWS,
  readTypedDate,
  shownFields,
  takeMapped,
} from '../../domain/entry/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { foldVietnamese, secrecyDegree } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { writeXlsx } from '../../formats/table/index.ts';
import type { Actor } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { type Steps, UNWATCHED } from '../working/index.ts';
import { inBlocks, sheetById, writeWithin } from './sheet.ts';

/** Rows shown before the columns are chosen. */
const SHOWN = 30;
/** Layouts whose columns somebody chose. */
const MAX_LAYOUTS = 40;
const layoutsKey = (direction: BookDirection): string => `entry.layouts.${direction}`;
type Layouts = Readonly<Record<string, EntryMapping>>;
const layoutsOf = (store: Store, direction: BookDirection): Layouts => JSON.parse(store.setting(layoutsKey(direction)) ?? '{}') as Layouts;

export interface MappedTable {
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
  readonly truncated: boolean;
  readonly headerRow: number;
  readonly mapping: EntryMapping;
  /** Its columns were chosen before. */
  readonly remembered: boolean;
  readonly sheets: readonly string[];
  readonly converted?: string;
}
async function tableOf(store: Store, parsing: Parsing, uploadId: string, sheet: string | undefined, steps: Steps) {
  const blob = store.db.prepare<[string], BlobId>('SELECT blob_id FROM upload WHERE id = ?').pluck().get(uploadId);
  if (blob === undefined) throw new Failure('files.no_such_upload');
  await steps.step('read', 0, 0);
  const table = await steps.waitFor(
    parsing.readTable({
      source: store.vault.sealed(blob),
      keepLines: true,
      cell: MAX_ENTRY_CELL,
      ...(sheet === undefined ? {} : { sheet }),
    }),
  );
  await steps.step('read', table.rows.length, table.rows.length);
  return table;
}

/** The head of a table with the columns it seems to have. @throws Failure `table.…` */
export async function readMapped(
  store: Store,
  parsing: Parsing,
  { uploadId, direction, sheet }: { readonly uploadId: string; readonly direction: BookDirection; readonly sheet?: string },
  steps: Steps = UNWATCHED,
): Promise<MappedTable> {
  const table = await tableOf(store, parsing, uploadId, sheet, steps);
  const headerRow = guessHeaderRow(table.rows, direction);
  const headings = table.rows[headerRow] ?? [];
  const before = layoutsOf(store, direction)[layoutOf(headings)];
  return {
    rows: table.rows.slice(0, SHOWN),
    total: Math.max(0, table.rows.length - headerRow - 1),
    truncated: table.truncated,
    headerRow,
    mapping: before ?? guessMapping(headings, direction),
    remembered: before !== undefined,
    sheets: table.sheets ?? [],
    ...(table.converted === undefined ? {} : { converted: table.converted }),
  };
}

/** Where a table says a document's degree of secrecy. */
const secretColumns = (headings: readonly string[]): number[] =>
  headings.flatMap((heading, place) => (/\b(?:do|muc do) mat\b/.test(foldVietnamese(heading)) ? [place] : []));

/**
 * Puts the table's rows behind those of the sheet (or in their place) and forgets the file. Rows that their table calls
 * secret stay out, and nothing of them is kept.
 * @throws Failure `entry.no_columns`, `entry.too_many_rows`, `table.…`
 */
export async function takeTable(
  store: Store,
  parsing: Parsing,
  actor: Actor,
  input: {
    readonly uploadId: string;
    readonly sheetId: string;
    readonly sheet?: string;
    readonly headerRow: number;
    readonly mapping: EntryMapping;
    readonly append: boolean;
  },
  steps: Steps = UNWATCHED,
): Promise<{ taken: number; secret: number }> {
  const { direction } = sheetById(store, actor, input.sheetId);
  const fields = entryFields(direction);
  if (Object.keys(input.mapping).length === 0) throw new Failure('entry.no_columns');
  const table = await tableOf(store, parsing, input.uploadId, input.sheet, steps);
  const headings = table.rows[input.headerRow] ?? [];
  const secrets = secretColumns(headings);
  const open = table.rows.filter(
    (row, i) => i <= input.headerRow || !secrets.some((place) => secrecyDegree(row[place] ?? '') !== undefined),
  );
  const rows = takeMapped(open, input.headerRow, input.mapping, fields).map((cells) =>
    datesWritten(cells, fields, legalDateOf(store.now())),
  );
  await steps.step('write', 0, rows.length);
  store.tx(() => {
    const sheet = sheetById(store, actor, input.sheetId);
    const kept = input.append ? sheet.rows.filter((cells) => cells.some((cell) => cell !== '')) : [];
    const all = [...kept, ...rows];
    if (all.length > MAX_ENTRY_ROWS) throw new Failure('entry.too_many_rows', { max: MAX_ENTRY_ROWS });
    const mode: EntryMode = bringsNumbers(direction, input.mapping) ? 'paper_book' : sheet.mode;
    writeWithin(store, actor, input.sheetId, { count: all.length, blocks: inBlocks(all), mode });
    remember(store, direction, layoutOf(headings), input.mapping);
  }, 'entry:take');
  return { taken: rows.length, secret: table.rows.length - open.length };
}
/** Day numbers and short dates as they are written out; what is no date stays, to be shown as a fault. */
const datesWritten = (cells: readonly string[], fields: readonly EntryField[], today: LegalDate): string[] =>
  cells.map((cell, i) => {
    const field = fields[i] ?? 'subject';
    const date = field in DAY_DIRECTION ? readTypedDate(cell, today, DAY_DIRECTION[field]) : undefined;
    return date === undefined ? cell : screenDate(date);
  });
const bringsNumbers = (direction: BookDirection, mapping: EntryMapping): boolean =>
  (direction === 'incoming' ? mapping.arrivalNumber : mapping.code) !== undefined;

/** The newest stand last; the oldest goes. */
function remember(store: Store, direction: BookDirection, layout: string, mapping: EntryMapping): void {
  const { [layout]: _before, ...others } = layoutsOf(store, direction);
  const kept = Object.entries(others).slice(-(MAX_LAYOUTS - 1));
  store.setSetting(layoutsKey(direction), JSON.stringify({ ...Object.fromEntries(kept), [layout]: mapping }));
}

const HEADINGS: Readonly<Record<EntryField, string>> = {
  arrivalNumber: 'Số đến',
  arrivalDate: 'Ngày đến',
  channel: 'Kênh đến',
  sender: 'Tác giả',
  code: 'Số, ký hiệu văn bản',
  date: 'Ngày tháng văn bản',
  typeName: 'Tên loại',
  subject: 'Trích yếu nội dung',
  signerPosition: 'Chức vụ người ký',
  signer: 'Người ký',
  recipients: 'Nơi nhận',
  priority: 'Độ khẩn',
  dueDate: 'Thời hạn',
  unit: 'Đơn vị hoặc người nhận',
  note: 'Ghi chú',
};
const WIDE: readonly EntryField[] = ['sender', 'subject', 'recipients'];

/** An empty workbook with our columns, whose rows come back as they are. */
export function templateOf(direction: BookDirection, mode: EntryMode): { readonly name: string; readonly bytes: Uint8Array } {
  const fields = shownFields(direction, mode);
  const name = direction === 'incoming' ? 'Van ban den' : 'Van ban di';
  return {
    name: `${name} - mau nhap${mode === 'paper_book' ? ' tu so giay' : ''}.xlsx`,
    bytes: writeXlsx({
      name: direction === 'incoming' ? 'Văn bản đến' : 'Văn bản đi',
      headings: fields.map((field) => HEADINGS[field]),
      rows: [],
      widths: fields.map((field) => (WIDE.includes(field) ? 45 : 18)),
    }),
  };
}
