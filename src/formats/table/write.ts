/** A workbook of one sheet (ECMA-376): text, numbers and days, a bold head that stays in sight and prints on every page, columns as wide as asked. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { packArchive, writeArchive } from '../zip/index.ts';
import { escaped, XML_HEAD as HEAD } from './xml.ts';

/** Called between two parts of a long sheet with the rows that are written; what it throws ends the making. */
export type BetweenParts = (rows: number) => Promise<unknown>;
/** For work that nobody watches: the others have their turn all the same. */
export const LET_OTHERS: BetweenParts = () => nextTurn();
/** As many rows are put into words at once. */
export const ROWS_AT_ONCE = 400;

export interface Sheet {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Places of rows with a line through what they said: all but the last cell, which says why. */
  readonly struck?: ReadonlySet<number>;
  /** Characters. */
  readonly widths?: readonly number[];
  /** Paper it prints on, lying; A4 upright where absent. */
  readonly landscape?: 'A4' | 'A3';
  /** Columns whose whole numbers are numbers, for a person to sort and add up; what else stands there stays text. */
  readonly figures?: readonly number[];
  /** What the whole workbook is (training): before the sheet's name, and over each printed page. */
  readonly mark?: string;
}
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest > 0 ? letters(rest - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}
const STYLE = { head: 1, text: 2, number: 3, day: 4 };
/** The same three with a line through them stand behind them. */
const STRUCK = 3;
/** Excel counts a 29 February 1900 that never was: days before March of that year stay text. */
const FIRST_SERIAL = 61;
/** `23/11/2026` as the day's number, which Excel sorts and filters by month; undefined of what is no day. */
function serialOf(cell: string): number | undefined {
  const [whole, day = '', month = '', year = ''] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell) ?? [];
  if (whole === undefined) return undefined;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (at.getUTCDate() !== Number(day) || at.getUTCMonth() !== Number(month) - 1) return undefined;
  const serial = (at.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000;
  return serial >= FIRST_SERIAL ? serial : undefined;
}
const WHOLE = /^(?:0|[1-9]\d{0,8})$/;
interface CellWay {
  readonly head: boolean;
  readonly figure: boolean;
  readonly struck: boolean;
}
function cellXml(cell: string | number, at: string, { head, figure, struck }: CellWay): string {
  const as = (style: number): number => style + (struck ? STRUCK : 0);
  if (typeof cell === 'number' || (!head && figure && WHOLE.test(cell))) return `<c r="${at}" s="${as(STYLE.number)}"><v>${cell}</v></c>`;
  const serial = head ? undefined : serialOf(cell);
  if (serial !== undefined) return `<c r="${at}" s="${as(STYLE.day)}"><v>${serial}</v></c>`;
  const style = head ? STYLE.head : as(STYLE.text);
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}
interface RowWay {
  readonly head?: boolean;
  readonly figures?: readonly number[];
  readonly struck?: boolean;
}
function rowXml(cells: readonly (string | number)[], number: number, { head = false, figures = [], struck = false }: RowWay): string {
  const way = (i: number): CellWay => ({ head, figure: figures.includes(i), struck: struck && i < cells.length - 1 });
  return `<row r="${number}">${cells.map((cell, i) => cellXml(cell, `${letters(i)}${number}`, way(i))).join('')}</row>`;
}

function sheetEdges({ headings, widths, landscape, mark }: Sheet): readonly [before: string, after: string] {
  const columns = headings.map((_, i) => `<col min="${i + 1}" max="${i + 1}" width="${widths?.[i] ?? 18}" customWidth="1"/>`).join('');
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const page = `<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="${landscape === 'A3' ? 8 : 9}"${landscape ? ' orientation="landscape"' : ''} fitToHeight="0"/><headerFooter>${mark ? `<oddHeader>&amp;C&amp;B${escaped(mark).replaceAll('&', '&amp;&amp;')}</oddHeader>` : ''}<oddFooter>&amp;CTrang &amp;P/&amp;N</oddFooter></headerFooter>`;
  return [
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>${rowXml(headings, 1, { head: true })}`,
    `</sheetData>${page}</worksheet>`,
  ];
}
const rowsXml = ({ figures = [], struck }: Sheet, rows: Sheet['rows'], from: number): string =>
  rows.map((row, i) => rowXml(row, from + i + 2, { figures, struck: struck?.has(from + i) === true })).join('');
function sheetBytes(sheet: Sheet): Uint8Array {
  const [before, after] = sheetEdges(sheet);
  return Buffer.from(`${before}${rowsXml(sheet, sheet.rows, 0)}${after}`, 'utf8');
}
/** The same bytes, with a pause between two parts. */
async function sheetInParts(sheet: Sheet, between: BetweenParts): Promise<Uint8Array> {
  const [before, after] = sheetEdges(sheet);
  const parts = [Buffer.from(before, 'utf8')];
  for (let at = 0; at < sheet.rows.length; at += ROWS_AT_ONCE) {
    parts.push(Buffer.from(rowsXml(sheet, sheet.rows.slice(at, at + ROWS_AT_ONCE), at), 'utf8'));
    await between(Math.min(sheet.rows.length, at + ROWS_AT_ONCE));
  }
  return Buffer.concat([...parts, Buffer.from(after, 'utf8')]);
}

/** Of one cell: text, a whole number, a day. */
const cellFormats = (font: number): string => {
  const xf = (format: number, alignment: string): string =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" ${format === 0 ? '' : 'applyNumberFormat="1" '}${font === 0 ? '' : 'applyFont="1" '}applyAlignment="1"><alignment ${alignment}/></xf>`;
  return xf(49, 'wrapText="1" vertical="top"') + xf(0, 'vertical="top"') + xf(164, 'horizontal="center" vertical="top"');
};
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="3"><font><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="12"/><name val="Times New Roman"/></font><font><i/><strike/><sz val="12"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="center"/></xf>${cellFormats(0)}${cellFormats(2)}</cellXfs></styleSheet>`;

/** At most 31 characters, none of those Excel refuses. */
const sheetName = ({ name, mark }: Sheet): string =>
  escaped(`${mark ? `${mark} – ` : ''}${name}`.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)) || 'Sheet1';

/** The same content gives the same bytes. */
export const writeXlsx = (sheet: Sheet): Uint8Array => writeArchive(partsOf(sheet, sheetBytes(sheet)));
/** The same for long ones: in parts, and packed off this thread. */
export const packXlsx = async (sheet: Sheet, between: BetweenParts = LET_OTHERS): Promise<Uint8Array> =>
  packArchive(partsOf(sheet, await sheetInParts(sheet, between)));

function partsOf(sheet: Sheet, rows: Uint8Array): { name: string; bytes: Uint8Array }[] {
  const type = (part: string, name: string): string =>
    `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml"/>`;
  const relation = (id: number, name: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${name}" Target="${target}"/>`;
  const parts: readonly (readonly [string, string])[] = [
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('xl/workbook.xml', 'sheet.main')}${type('xl/worksheets/sheet1.xml', 'worksheet')}${type('xl/styles.xml', 'styles')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${sheetName(sheet)}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'${sheetName(sheet).replaceAll("'", "''")}'!$1:$1</definedName></definedNames></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'styles', 'styles.xml')}</Relationships>`,
    ],
    ['xl/styles.xml', STYLES],
  ];
  return [...parts.map(([name, text]) => ({ name, bytes: Buffer.from(text, 'utf8') })), { name: 'xl/worksheets/sheet1.xml', bytes: rows }];
}
