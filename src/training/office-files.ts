/** The smallest real spreadsheet and text document (ECMA-376), for attachments that are not PDF. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive of a few entries (APPNOTE 6.3.3 §4.3), with a fixed date so that the same content is the same bytes. */
function zip(entries: readonly (readonly [name: string, content: string])[]): Buffer {
  const DATE = 0x5a21;
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [entryName, content] of entries) {
    const name = Buffer.from(entryName);
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const relationships = (items: readonly string[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
const relation = (target: string, type: string): string => `<Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/>`;
const types = (part: string, type: string, more = ''): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/>${more}</Types>`;

/** A workbook of one sheet, all cells text. */
export function workbook(rows: readonly (readonly string[])[]): Buffer {
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
  const cells = rows.map((row, r) => {
    const written = row.map((v, c) => `<c r="${String.fromCharCode(65 + c)}${r + 1}" t="inlineStr"><is><t>${escapeXml(v)}</t></is></c>`);
    return `<row r="${r + 1}">${written.join('')}</row>`;
  });
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return zip([
    [
      '[Content_Types].xml',
      types('/xl/workbook.xml', 'spreadsheetml.sheet', `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}"/>`),
    ],
    ['_rels/.rels', relationships([relation('xl/workbook.xml', 'officeDocument')])],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${main}" xmlns:r="${OFFICE}"><sheets><sheet name="Biểu 1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', relationships([relation('worksheets/sheet1.xml', 'worksheet')])],
    ['xl/worksheets/sheet1.xml', `${XML}<worksheet xmlns="${main}"><sheetData>${cells.join('')}</sheetData></worksheet>`],
  ]);
}

/** A text document of plain paragraphs. */
export function textDocument(paragraphs: readonly string[]): Buffer {
  const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const body = paragraphs.map((p) => `<w:p><w:r><w:t xml:space="preserve">${escapeXml(p)}</w:t></w:r></w:p>`).join('');
  return zip([
    ['[Content_Types].xml', types('/word/document.xml', 'wordprocessingml.document')],
    ['_rels/.rels', relationships([relation('word/document.xml', 'officeDocument')])],
    ['word/document.xml', `${XML}<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`],
  ]);
}
