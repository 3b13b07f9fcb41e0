import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOld } from '../../domain/oldEncodings.ts';
import { bytesSource } from '../pdf/index.ts';
import { writeArchive } from '../zip/index.ts';
import { packXlsx, readCsv, readXlsx, TABLE_LIMITS, writeXlsx } from './index.ts';

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
  it('in parts it is the same bytes; it counts up to all rows, lets others have their turn, and ends where it is stopped', async () => {
    const rows = Array.from({ length: 950 }, (_, i) => [String(i), `Việc số ${i}`]);
    const order: (number | string)[] = [];
    const bytes = await packXlsx({ ...SHEET, rows }, async (done) => {
      order.push(done);
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(Buffer.from(bytes).equals(Buffer.from(writeXlsx({ ...SHEET, rows })))).toBe(true);
    expect(order).toEqual([400, 800, 950]);
    const told: string[] = [];
    const packing = packXlsx({ ...SHEET, rows }).then(() => told.push('packed'));
    setImmediate(() => told.push('other'));
    await packing;
    expect(told).toEqual(['other', 'packed']);
    await expect(
      packXlsx({ ...SHEET, rows }, async (done) => {
        if (done === 800) throw new Error('stopped');
      }),
    ).rejects.toThrow('stopped');
  });
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

  it.skipIf(!has('unzip'))(
    'holds days as days and the figures asked for as numbers; what only looks like one stays text [needs unzip]',
    async () => {
      const rows = [
        ['23/11/2026', '1287', '0412', '12'],
        ['31/02/2026', '01', '01/01/1900', 'ngày 23/11/2026'],
      ];
      const path = join(dir, 'a.xlsx');
      writeFileSync(path, writeXlsx({ name: 'Sổ', headings: ['23/11/2026', 'Số', 'Mã', 'Bản'], rows, figures: [1] }));
      const xml = execFileSync('unzip', ['-p', path, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
      const plain = [...xml.matchAll(/<c r="(\w+)" s="(\d)"><v>(\d+)<\/v>/g)].map(([, at, style, value]) => [at, style, value]);
      expect(plain).toEqual([
        ['A2', '4', '46349'],
        ['B2', '3', '1287'],
      ]);
      expect((await read(readFileSync(path))).rows.slice(1)).toEqual(rows);
    },
  );
  it.skipIf(!has('unzip'))(
    'has a line through the rows that are struck, all but what says why, and no other row [needs unzip]',
    async () => {
      const rows = [
        ['23/11/2026', '7', 'Công văn', ''],
        ['24/11/2026', '8', 'Ghi nhầm', 'Đã hủy số'],
      ];
      const path = join(dir, 'a.xlsx');
      writeFileSync(
        path,
        writeXlsx({ name: 'Sổ', headings: ['Ngày', 'Số', 'Nội dung', 'Ghi chú'], rows, figures: [1], struck: new Set([1]) }),
      );
      const part = (name: string) => execFileSync('unzip', ['-p', path, `xl/${name}.xml`], { encoding: 'utf8' });
      const styles = part('styles');
      const fonts = [...styles.matchAll(/<font>.*?<\/font>/g)].map(([font]) => font.includes('<strike/>'));
      const formats = [...(/<cellXfs.*<\/cellXfs>/.exec(styles)?.[0] ?? '').matchAll(/fontId="(\d)"/g)].map(
        ([, font]) => fonts[Number(font)],
      );
      const through = [...part('worksheets/sheet1').matchAll(/<c r="(\w+)" s="(\d)"/g)].filter(([, , style]) => formats[Number(style)]);
      expect(through.map(([, at]) => at)).toEqual(['A3', 'B3', 'C3']);
      expect((await read(readFileSync(path))).rows.slice(1)).toEqual(rows);
    },
  );
  it.skipIf(!has('unzip'))('that is no real one says so before its name and over each printed page [needs unzip]', () => {
    const path = join(dir, 'a.xlsx');
    writeFileSync(path, writeXlsx({ ...SHEET, name: 'Sổ đăng ký văn bản đến & đi năm 2026', mark: 'TẬP HUẤN' }));
    const part = (name: string) => execFileSync('unzip', ['-p', path, name], { encoding: 'utf8' });
    expect(/sheet name="([^"]*)"/.exec(part('xl/workbook.xml'))?.[1]).toBe('TẬP HUẤN – Sổ đăng ký văn bản đ');
    expect(part('xl/worksheets/sheet1.xml')).toContain('<oddHeader>&amp;C&amp;BTẬP HUẤN</oddHeader>');
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

  it('says in each row what a cell that spans rows says, titles over columns not', async () => {
    const cells = (n: number, ...said: readonly string[]): string =>
      `<row r="${n}">${said.map((text, i) => (text === '' ? '' : `<c r="${'ABC'[i]}${n}" t="inlineStr"><is><t>${text}</t></is></c>`)).join('')}</row>`;
    const rows = `${cells(1, 'TITLE')}${cells(3, 'Sở', '1', 'x')}${cells(4, '', '2', 'y')}${cells(5, '', '3', '')}`;
    const merges =
      '</sheetData><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A5"/><mergeCell ref="C9:C12"/><mergeCell ref="?"/></mergeCells><sheetData>';
    expect((await read(saved(rows + merges))).rows).toEqual([['TITLE'], [], ['Sở', '1', 'x'], ['Sở', '2', 'y'], ['Sở', '3']]);
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

describe('text from before Unicode', () => {
  const text = 'Số ký hiệu;Trích yếu\n12/SNV-VP;Về việc rà soát biên chế năm 2026\n13/SNV-VP;Hướng dẫn thực hiện nhiệm vụ thường xuyên\n';
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(';'));
  /** Windows-1258 writes a vowel with its hat as one letter and the tone behind it. */
  const windows = (): Buffer => {
    const marks: Readonly<Record<string, number>> = { '\u0300': 0xcc, '\u0309': 0xd2, '\u0303': 0xde, '\u0301': 0xec, '\u0323': 0xf2 };
    const letters: Readonly<Record<string, number>> = { ă: 0xe3, â: 0xe2, ê: 0xea, ô: 0xf4, ơ: 0xf5, ư: 0xfd, đ: 0xf0 };
    const whole = text.normalize('NFD').replace(/([aeou])([\u0323\u0300\u0301\u0303\u0309]?)([\u0302\u0306\u031b])/gu, '$1$3$2');
    return Buffer.from(
      [...whole.replace(/[aeou][\u0302\u0306\u031b]/gu, (pair) => pair.normalize('NFC'))].map(
        (c) => letters[c] ?? marks[c] ?? c.charCodeAt(0),
      ),
    );
  };
  it.each([
    ['windows-1258', windows()],
    ['tcvn3', Buffer.from(encodeOld(text.toLowerCase(), 'tcvn3') ?? '', 'latin1')],
    ['vni', Buffer.from(encodeOld(text, 'vni') ?? '', 'latin1')],
    ['utf-16', Buffer.from(text, 'utf16le')],
  ])('in %s is read as it was meant, and said to be converted', (converted, bytes) => {
    const table = readCsv(bytes, TABLE_LIMITS);
    expect(table.converted).toBe(converted);
    expect(table.rows).toEqual(converted === 'tcvn3' ? rows.map((row) => row.map((cell) => cell.toLowerCase())) : rows);
  });
  it('in a workbook is converted cell by cell, honest cells stay', async () => {
    const old = (said: string): string => encodeOld(said, 'tcvn3') ?? '';
    const cells = ['Việc thứ nhất', 'rà soát hồ sơ', 'thực hiện nhiệm vụ', 'hướng dẫn nghiệp vụ'];
    const book = writeXlsx({ name: 'a', headings: ['Số', 'Trích yếu'], rows: cells.map((cell, i) => [`Ở đây ${i}`, old(cell)]) });
    const table = await read(book);
    expect(table.converted).toBe('tcvn3');
    expect(table.rows.slice(1)).toEqual(cells.map((cell, i) => [`Ở đây ${i}`, cell]));
    expect(
      (await read(writeXlsx({ name: 'a', headings: ['Số'], rows: [['café à la carte'], ['señor'], ['über']] }))).converted,
    ).toBeUndefined();
  });
});

describe('a workbook of many kinds', () => {
  it('is read by the name of its sheet, formulas as their values, numbers as a person sees them', async () => {
    const both = {
      'xl/worksheets/b.xml':
        '<worksheet><sheetData><row><c t="str"><f>1+1</f><v>hai</v></c><c><v>7.0000000000000007E-2</v></c></row></sheetData></worksheet>',
    };
    expect((await readXlsx(bytesSource(saved('<row><c><v>1</v></c></row>', both)), TABLE_LIMITS, 'B')).rows).toEqual([['hai', '0.07']]);
    const first = await readXlsx(bytesSource(saved('<row><c><v>1</v></c></row>', both)), TABLE_LIMITS, 'không có');
    expect(first).toMatchObject({ rows: [['1']], sheets: ['A', 'B'] });
  });
  it('counts its days from 1904 where it says so', async () => {
    const xml = '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId7"/></sheets></workbook>';
    expect((await read(saved('<row><c s="1"><v>44885</v></c></row>', { 'xl/workbook.xml': xml }))).rows).toEqual([['21/11/2026']]);
  });
  it('keeps lines inside a cell where they are wanted', async () => {
    const book = writeXlsx({ name: 'a', headings: ['Nơi nhận'], rows: [['Sở Mẫu;\n  Lưu  VT']] });
    expect((await read(book, { ...TABLE_LIMITS, keepLines: true })).rows[1]).toEqual(['Sở Mẫu;\nLưu VT']);
  });
  it('however broken, is refused by name or read within its limits, and never anything else', async () => {
    const whole = saved('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46347</v></c></row>'.repeat(20));
    const codes = new Set<string>();
    for (let seed = 1; seed <= 120; seed++) {
      const bytes = Uint8Array.from(whole);
      for (let i = 0; i < 1 + (seed % 7); i++) bytes[(seed * 7919 + i * 104_729) % bytes.length] = (seed * 31 + i * 17) % 256;
      const cut = seed % 3 === 0 ? bytes.subarray(0, (seed * 37) % bytes.length) : bytes;
      await read(cut, { ...TABLE_LIMITS, rows: 50 }).then(
        (table) => expect(table.rows.length).toBeLessThanOrEqual(50),
        (error: unknown) => codes.add((error as { error?: { code?: string } }).error?.code ?? String(error)),
      );
    }
    expect([...codes].filter((code) => !/^(?:table|zip)\./.test(code))).toEqual([]);
  });
  it.each([
    ['a reference beyond every column', '<row r="1"><c r="ZZZ1"><v>1</v></c></row>'],
    ['a string that is not there', '<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'],
    ['rows without an order', '<row r="9999999"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'],
    ['a cell without an end', '<row r="1"><c r="A1"><v>'],
    ['deep nesting', `<row>${'<c>'.repeat(5_000)}`],
  ])('with %s does no harm', async (_name, sheet) => {
    const read1 = read(saved(sheet)).then(
      (table) => table.rows.length,
      (error: unknown) => (error as { error?: { code?: string } }).error?.code,
    );
    expect([0, 1, 2, 'table.unreadable', 'zip.unreadable']).toContain(await read1);
  });
});
