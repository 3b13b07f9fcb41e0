import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesSource } from '../pdf/index.ts';
import { writeArchive } from '../zip/index.ts';
import { readCsv, readXlsx, TABLE_LIMITS, writeXlsx } from './index.ts';

const has = (tool: string): boolean => spawnSync('which', [tool]).status === 0;
const SHEET = {
  name: 'Danh sách / nhập [lại]',
  headings: ['Số đến', 'Trích yếu'],
  rows: [
    ['01287', 'Về việc “thử” <a> & b'],
    ['', '  dòng một\ndòng hai \u0000\u001f'],
    ['=1+1', 'Ở đây có dấu'.normalize('NFD')],
  ],
};
const read = (bytes: Uint8Array, limits = TABLE_LIMITS) => readXlsx(bytesSource(bytes), limits);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tvt-table-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a workbook that is written', () => {
  it('reads back as it was, text as text, twice the same bytes', async () => {
    const bytes = writeXlsx(SHEET);
    expect(Buffer.from(writeXlsx(SHEET)).equals(Buffer.from(bytes))).toBe(true);
    expect(await read(bytes)).toEqual({
      rows: [
        ['Số đến', 'Trích yếu'],
        ['01287', 'Về việc “thử” <a> & b'],
        ['', 'dòng một dòng hai'],
        ['=1+1', 'Ở đây có dấu'],
      ],
      truncated: false,
    });
  });

  it.skipIf(!has('unzip') || !has('xmllint'))('is whole for unzip and well-formed for xmllint [needs unzip, xmllint]', () => {
    const path = join(dir, 'a.xlsx');
    writeFileSync(path, writeXlsx(SHEET));
    execFileSync('unzip', ['-tq', path]);
    execFileSync('unzip', ['-q', path, '-d', join(dir, 'x')]);
    for (const part of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/styles.xml', 'xl/worksheets/sheet1.xml'])
      execFileSync('xmllint', ['--noout', join(dir, 'x', part)]);
  });

  it.skipIf(!has('soffice'))('opens in LibreOffice with the same cells [needs soffice]', () => {
    writeFileSync(join(dir, 'a.xlsx'), writeXlsx(SHEET));
    execFileSync('soffice', [
      '--headless',
      `-env:UserInstallation=file://${dir}/office`,
      '--convert-to',
      'csv',
      '--outdir',
      dir,
      join(dir, 'a.xlsx'),
    ]);
    expect(readFileSync(join(dir, 'a.csv'), 'utf8')).toContain('01287,Về việc “thử” <a> & b');
  });
});

/** As spreadsheets save: shared strings, a date style, a second sheet, gaps. */
function saved(sheet: string, more: Record<string, string> = {}): Uint8Array {
  const files = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId7"/><sheet name="B" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<R><Relationship Id="rId1" Target="worksheets/b.xml"/><Relationship Id="rId7" Target="/xl/worksheets/a.xml"/></R>',
    'xl/sharedStrings.xml': '<sst><si><t>Số</t></si><si><r><t>Trích </t></r><r><t>yếu</t></r><rPh><t/></rPh></si></sst>',
    'xl/styles.xml':
      '<s><numFmts><numFmt numFmtId="170" formatCode="dd&quot; tháng &quot;mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></s>',
    'xl/worksheets/a.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  };
  return writeArchive(Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}

describe('a workbook that is read', () => {
  it('gives shared strings, numbers, dates and gaps as a person sees them', async () => {
    const sheet =
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row><row r="4"><c r="A4"><v>12</v></c><c r="B4" s="1"><v>46346</v></c><c r="C4" s="2"><v>46346.5</v></c><c r="D4" t="str"><f>A1</f><v>x</v></c></row>';
    expect((await read(saved(sheet))).rows).toEqual([['Số', '', 'Trích yếu'], [], ['12', '20/11/2026', '20/11/2026', 'x']]);
  });

  it('is bounded in rows, columns, cells and inflated bytes, and refused where it is damaged', async () => {
    const many = Array.from(
      { length: 50 },
      (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>${i}</v></c><c r="ZZ${i + 1}"><v>1</v></c></row>`,
    ).join('');
    const small = { ...TABLE_LIMITS, rows: 10 };
    const cut = await read(saved(many), small);
    expect(cut.rows).toHaveLength(10);
    expect(cut.rows[0]).toEqual(['0']);
    const code = (bytes: Uint8Array, limits = TABLE_LIMITS) =>
      read(bytes, limits).then(
        () => 'read',
        (error) => error.error?.code,
      );
    expect(await code(saved('<row><c></row>'))).toBe('table.unreadable');
    expect(await code(saved('', { 'xl/worksheets/a.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' }))).toBe('table.unreadable');
    expect(await code(writeArchive([{ name: 'a.txt', bytes: Buffer.from('x') }]))).toBe('table.unreadable');
    expect(await code(Buffer.from('PK\x03\x04'))).toBe('zip.unreadable');
    const bomb = saved(' '.repeat(20_000_000));
    expect(await code(bomb, { ...TABLE_LIMITS, partBytes: 1_000_000 })).toBe('zip.too_large');
  });
});

describe('delimited text', () => {
  it.each([
    ['semicolons with a mark', '\uFEFFSố;Trích yếu\r\n12;"Về; ""việc"""\r\n\r\n'],
    ['commas', 'Số,Trích yếu\n12,"Về; ""việc"""\n'],
    ['tabs', 'Số\tTrích yếu\n12\tVề; "việc"\n'],
  ])('with %s', (_name, text) => {
    expect(readCsv(Buffer.from(text), TABLE_LIMITS).rows).toEqual([
      ['Số', 'Trích yếu'],
      ['12', 'Về; "việc"'],
    ]);
  });
  it('in UTF-16 is read, in an unknown encoding refused, without end bounded', () => {
    expect(readCsv(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Số;1', 'utf16le')]), TABLE_LIMITS).rows).toEqual([['Số', '1']]);
    expect(() => readCsv(Buffer.from([0x53, 0xe8, 0x3b]), TABLE_LIMITS)).toThrow('table.encoding');
    expect(readCsv(Buffer.from('a;b\n'.repeat(100)), { ...TABLE_LIMITS, rows: 5 }).rows).toHaveLength(5);
    expect(readCsv(Buffer.from('"'.repeat(50_000)), TABLE_LIMITS).rows.length).toBeLessThan(3);
  });
});
