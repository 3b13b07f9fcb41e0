/**
 * A Word document of one table (ECMA-376 part 1, 17): cover, title, a table whose heads come again on every page, what
 * follows it, page numbers. Only what registers and reports need, and nothing that runs: no macro, no link, no field but
 * the page's number. Promise: the same content gives the same bytes, and what XML cannot hold is left out.
 */
import { type BetweenParts, LET_OTHERS, ROWS_AT_ONCE } from '../table/write.ts';
import { escaped, XML_HEAD } from '../table/xml.ts';
import { packArchive } from '../zip/index.ts';

export interface WordSheet {
  readonly title: string;
  readonly subtitle?: string;
  readonly officeName: string;
  readonly parentName: string;
  readonly paper: 'A4' | 'A3';
  readonly landscape: boolean;
  readonly cover?: { readonly lines: readonly string[] };
  /** Between title and table. */
  readonly notes?: readonly string[];
  readonly columns: readonly { readonly heading: string; readonly share: number; readonly center?: true }[];
  /** What the whole document is (training): over the title, on the cover, at the foot of every page. */
  readonly mark?: string;
  /** The law's column numbers under the heads. */
  readonly numbered: boolean;
  readonly rows: readonly { readonly cells: readonly string[]; readonly struck?: boolean }[];
  readonly closing?: { readonly paragraphs: readonly string[]; readonly placeAndDate?: string; readonly signers: readonly string[] };
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
/** Twentieths of a point. */
const MM = 1440 / 25.4;
const PAPER = { A4: [210, 297], A3: [297, 420] } as const;
const MARGIN = { top: 17, bottom: 16, left: 25, right: 14 };

interface Look {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  /** Half points. */
  readonly size?: number;
}
interface Place {
  readonly align?: 'center' | 'right';
  /** Twentieths of a point. */
  readonly before?: number;
  readonly after?: number;
}
const run = (text: string, { bold, italic, strike, size }: Look): string => {
  const look = `${bold ? '<w:b/>' : ''}${italic ? '<w:i/>' : ''}${strike ? '<w:strike/>' : ''}${size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : ''}`;
  const lines = escaped(text).split('\n');
  const body = lines.map((part, i) => `${i > 0 ? '<w:br/>' : ''}<w:t xml:space="preserve">${part}</w:t>`).join('');
  return `<w:r>${look ? `<w:rPr>${look}</w:rPr>` : ''}${body}</w:r>`;
};
const paragraph = (text: string, look: Look = {}, { align, before = 0, after = 0 }: Place = {}): string =>
  `<w:p><w:pPr><w:spacing w:before="${before}" w:after="${after}"/>${align ? `<w:jc w:val="${align}"/>` : ''}</w:pPr>${text === '' ? '' : run(text, look)}</w:p>`;

function cell(text: string, width: number, look: Look, center: boolean, shade = false): string {
  const shading = shade ? '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>' : '';
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${shading}</w:tcPr>${paragraph(text, look, center ? { align: 'center' } : {})}</w:tc>`;
}
const tableRow = (cells: string, head: boolean): string =>
  `<w:tr><w:trPr><w:cantSplit/>${head ? '<w:tblHeader/>' : ''}</w:trPr>${cells}</w:tr>`;
const line = (name: string): string => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`;
const BORDERS = `<w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('')}</w:tblBorders>`;

interface WordTable {
  readonly before: string;
  readonly after: string;
  row(row: WordSheet['rows'][number]): string;
}
function table({ columns, numbered, paper }: WordSheet, full: number): WordTable {
  const size = paper === 'A3' ? 24 : 19;
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((share / total) * full));
  const width = (i: number): number => widths[i] ?? 0;
  const head = columns.map(({ heading }, i) => cell(heading, width(i), { bold: true, size }, true, true)).join('');
  const numbers = columns.map((_, i) => cell(`(${i + 1})`, width(i), { italic: true, size }, true, true)).join('');
  const grid = widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('');
  const edge = (name: string): string => `<w:${name} w:w="60" w:type="dxa"/>`;
  const props = `<w:tblPr><w:tblW w:w="${full}" w:type="dxa"/>${BORDERS}<w:tblLayout w:type="fixed"/><w:tblCellMar>${edge('left')}${edge('right')}</w:tblCellMar></w:tblPr>`;
  return {
    before: `<w:tbl>${props}<w:tblGrid>${grid}</w:tblGrid>${tableRow(head, true)}${numbered ? tableRow(numbers, true) : ''}`,
    after: '</w:tbl>',
    row: ({ cells, struck = false }) =>
      tableRow(
        columns
          .map(({ center }, i) =>
            cell(cells[i] ?? '', width(i), { size, italic: struck, strike: struck && i < columns.length - 1 }, center === true),
          )
          .join(''),
        false,
      ),
  };
}

function signers(titles: readonly string[], full: number): string {
  const width = Math.floor(full / Math.max(1, titles.length));
  const grid = titles.map(() => `<w:gridCol w:w="${width}"/>`).join('');
  const cells = titles
    .map(
      (title) =>
        `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${paragraph(title, { bold: true }, { align: 'center', after: 1400 })}</w:tc>`,
    )
    .join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${full}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>${cells}</w:tr></w:tbl>${paragraph('')}`;
}

function coverOf({ cover, title, officeName, parentName, paper, mark }: WordSheet): string {
  if (cover === undefined) return '';
  const grow = paper === 'A3' ? 1.35 : 1;
  const big = (half: number): number => Math.round(half * grow);
  return [
    mark ? paragraph(mark, { bold: true, size: big(40) }, { align: 'center' }) : '',
    parentName ? paragraph(parentName.toUpperCase(), { size: big(30) }, { align: 'center', before: 600 }) : '',
    paragraph(officeName.toUpperCase(), { bold: true, size: big(32) }, { align: 'center', before: parentName ? 60 : 600 }),
    paragraph(title.toUpperCase(), { bold: true, size: big(60) }, { align: 'center', before: 1800, after: 400 }),
    ...cover.lines.map((text) => paragraph(text, { size: big(34) }, { align: 'center', before: 120 })),
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
  ].join('');
}

/** In parts, with a pause between two of them. */
async function documentBytes(sheet: WordSheet, between: BetweenParts): Promise<Uint8Array> {
  const [short, long] = PAPER[sheet.paper];
  const [width, height] = (sheet.landscape ? [long, short] : [short, long]).map((mm) => Math.round(mm * MM)) as [number, number];
  const margin = (side: keyof typeof MARGIN): number => Math.round(MARGIN[side] * MM);
  const full = width - margin('left') - margin('right');
  const head = [
    sheet.parentName ? paragraph(sheet.parentName.toUpperCase(), { size: 22 }) : '',
    paragraph(sheet.officeName.toUpperCase(), { bold: true, size: 22 }),
    sheet.mark ? paragraph(sheet.mark, { bold: true, size: 30 }, { align: 'center', before: 120 }) : '',
    paragraph(sheet.title.toUpperCase(), { bold: true, size: 30 }, { align: 'center', before: 160 }),
    sheet.subtitle ? paragraph(sheet.subtitle, { size: 24 }, { align: 'center' }) : '',
    ...(sheet.notes ?? []).map((note) => paragraph(note, { italic: true, size: 21 }, { align: 'center', before: 60 })),
    paragraph('', {}, { after: 60 }),
  ].join('');
  const { closing } = sheet;
  const tail =
    closing === undefined
      ? paragraph('')
      : [
          ...closing.paragraphs.map((text) => paragraph(text, {}, { before: 100 })),
          closing.placeAndDate
            ? paragraph(closing.placeAndDate, { italic: true }, { align: 'right', before: 120, after: 60 })
            : paragraph(''),
          closing.signers.length > 0 ? signers(closing.signers, full) : '',
        ].join('');
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="${width}" w:h="${height}"${sheet.landscape ? ' w:orient="landscape"' : ''}/><w:pgMar w:top="${margin('top')}" w:right="${margin('right')}" w:bottom="${margin('bottom')}" w:left="${margin('left')}" w:header="400" w:footer="400" w:gutter="0"/>${sheet.cover ? '<w:pgNumType w:start="0"/><w:titlePg/>' : ''}</w:sectPr>`;
  const { rows } = sheet;
  const { before, after, row } = table(sheet, full);
  const parts = [
    Buffer.from(`${XML_HEAD}<w:document xmlns:w="${W}" xmlns:r="${OFFICE}"><w:body>${coverOf(sheet)}${head}${before}`, 'utf8'),
  ];
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    parts.push(
      Buffer.from(
        rows
          .slice(at, at + ROWS_AT_ONCE)
          .map(row)
          .join(''),
        'utf8',
      ),
    );
    await between(Math.min(rows.length, at + ROWS_AT_ONCE));
  }
  return Buffer.concat([...parts, Buffer.from(`${after}${tail}${section}</w:body></w:document>`, 'utf8')]);
}
const field = (code: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const footerXml = (sheet: WordSheet): string =>
  `${XML_HEAD}<w:ftr xmlns:w="${W}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>${run(`${sheet.mark ? `${sheet.mark} · ` : ''}${sheet.officeName} · ${sheet.title} · Trang `, { size: 18 })}${field('PAGE')}</w:p></w:ftr>`;
const FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>';
const STYLES = `${XML_HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr>${FONT}<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`;

/** @param between as for a workbook: after each part of the rows */
export async function writeDocx(sheet: WordSheet, between: BetweenParts = LET_OTHERS): Promise<Uint8Array> {
  const override = (part: string, type: string): string => `<Override PartName="/word/${part}.xml" ContentType="${WORD}.${type}+xml"/>`;
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (all: string): string => `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
  const body = await documentBytes(sheet, between);
  const parts: readonly (readonly [string, string | Uint8Array])[] = [
    [
      '[Content_Types].xml',
      `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('document', 'document.main')}${override('styles', 'styles')}${override('footer1', 'footer')}</Types>`,
    ],
    ['_rels/.rels', relations(relation(1, 'officeDocument', 'word/document.xml'))],
    ['word/document.xml', body],
    ['word/_rels/document.xml.rels', relations(relation(1, 'styles', 'styles.xml') + relation(2, 'footer', 'footer1.xml'))],
    ['word/styles.xml', STYLES],
    ['word/footer1.xml', footerXml(sheet)],
  ];
  return packArchive(parts.map(([name, part]) => ({ name, bytes: typeof part === 'string' ? Buffer.from(part, 'utf8') : part })));
}
