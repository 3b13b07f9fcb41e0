/** Reports on paper and as workbooks. */
import type { BehindRow, Grouping, PeriodReport, SavingSettings, Savings, StatTable } from '../../contract/page/reports.ts';
import { MEASURES } from '../../contract/page/reports.ts';
import { FORMULA, reckon } from '../../domain/savings.ts';
import { type LegalDate, legalDateOf, printedDate, screenDate } from '../../domain/time.ts';
import { type BetweenParts, packXlsx } from '../../formats/table/index.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';
import type { Direction } from './measures.ts';
import { GROUP_WORDS, MEASURE_WORDS, spanWords } from './words.ts';

const head = ({ place, now, ...rest }: PrintPlace) => ({
  ...rest,
  placeAndDate: [place, printedDate(legalDateOf(now))].filter(Boolean).join(', '),
});
export const numberWords = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
const hoursWords = (hours: number): string => hours.toFixed(1).replace('.', ',');
const WHAT: Readonly<Record<Direction, string>> = { incoming: 'văn bản đến', outgoing: 'văn bản đi' };
export const tableTitle = (direction: Direction, by: Grouping): string =>
  `Thống kê ${WHAT[direction]} theo ${GROUP_WORDS[by].toLowerCase()}`;

export interface TableFile {
  readonly direction: Direction;
  readonly by: Grouping;
  readonly from: string;
  readonly to: string;
  readonly table: StatTable;
}
/** The training mark, of a workbook too. */
const marked = (mark: string | undefined) => (mark === undefined ? {} : { mark });
const headings = ({ direction, by }: TableFile): string[] => [
  GROUP_WORDS[by],
  ...MEASURES[direction].map((measure) => MEASURE_WORDS[direction][measure] ?? ''),
];

export const printTable = (file: TableFile, where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: tableTitle(file.direction, file.by),
    subtitle: spanWords(file.from, file.to),
    landscape: true,
    table: {
      headings: headings(file),
      widths: [28, ...MEASURES[file.direction].map(() => 9)],
      figures: 'after_first',
      bold: (_, i) => i === file.table.rows.length,
      rows: [
        ...file.table.rows.map(({ label, cells }) => [label, ...cells.map(numberWords)]),
        ...(file.table.rows.length > 0 ? [['Cộng', ...file.table.total.map(numberWords)]] : []),
      ],
      empty: 'Không có văn bản nào trong thời gian này.',
    },
    ...(file.by === 'agency' && file.direction === 'outgoing'
      ? { closing: ['Một văn bản gửi nhiều nơi được tính ở từng nơi nhận; dòng Cộng tính mỗi văn bản một lần.'] }
      : {}),
    signers: [{ title: 'NGƯỜI LẬP' }, { title: 'CHÁNH VĂN PHÒNG' }],
  });
export const workbookTable = (file: TableFile, mark?: string): Promise<Uint8Array> =>
  packXlsx({
    ...marked(mark),
    name: 'Thống kê',
    headings: headings(file),
    rows: [...file.table.rows.map(({ label, cells }) => [label, ...cells]), ['Cộng', ...file.table.total]],
    widths: [40, ...MEASURES[file.direction].map(() => 14)],
    landscape: 'A4',
  });

const shown = (date: string | undefined): string => (date === undefined ? '' : screenDate(date as LegalDate));
export const workbookBehind = (
  direction: Direction,
  rows: readonly BehindRow[],
  between?: BetweenParts,
  mark?: string,
): Promise<Uint8Array> =>
  packXlsx(
    {
      ...marked(mark),
      name: 'Danh sách',
      headings: [
        direction === 'incoming' ? 'Số đến' : 'Số',
        'Số, ký hiệu',
        'Ngày văn bản',
        direction === 'incoming' ? 'Tác giả' : 'Nơi nhận',
        'Tên loại',
        'Trích yếu nội dung',
        'Tình trạng',
        direction === 'incoming' ? 'Chủ trì' : 'Người ký',
        'Thời hạn',
        direction === 'incoming' ? 'Kết thúc ngày' : 'Phát hành ngày',
      ],
      rows: rows.map((row) => [
        ...[
          row.number,
          row.code,
          shown(row.date),
          row.party,
          row.typeName,
          row.subject,
          row.state,
          row.handler,
          shown(row.dueDate),
          shown(row.endedOn),
        ],
      ]),
      widths: [8, 20, 12, 36, 16, 60, 18, 24, 12, 14],
      figures: [0],
      landscape: 'A4',
    },
    between,
  );

const difference = (now: number, before: number): string =>
  now === before ? '–' : `${now > before ? '+' : '−'}${numberWords(Math.abs(now - before))}`;
export const printPeriod = (report: PeriodReport, where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Báo cáo công tác văn thư',
    subtitle: report.title,
    table: {
      headings: ['Chỉ tiêu', 'Kỳ này', 'Kỳ trước', 'Tăng, giảm'],
      widths: [52, 14, 14, 14],
      figures: 'after_first',
      bold: (_, i) => report.lines[i]?.part !== true,
      rows: report.lines.map(({ label, now, before, part }) => [
        part ? `   – ${label}` : label,
        numberWords(now),
        numberWords(before),
        difference(now, before),
      ]),
      empty: '',
    },
    closing: [
      `Kỳ này: ${spanWords(report.from, report.to).toLowerCase()}. Kỳ trước: ${spanWords(report.previousFrom, report.previousTo).toLowerCase()}. Số liệu tính theo ngày đến (văn bản đến) và ngày văn bản (văn bản đi).`,
    ],
    signers: [{ title: 'NGƯỜI LẬP BÁO CÁO' }, { title: 'CHÁNH VĂN PHÒNG' }],
  });
export const workbookPeriod = (report: PeriodReport, mark?: string): Promise<Uint8Array> =>
  packXlsx({
    ...marked(mark),
    name: report.title,
    headings: ['Chỉ tiêu', 'Kỳ này', 'Kỳ trước', 'Tăng, giảm'],
    rows: report.lines.map(({ label, now, before, part }) => [part ? `– ${label}` : label, now, before, now - before]),
    widths: [44, 12, 12, 12],
  });

const setWords = (of: string, value: number | undefined, unit: string): string =>
  `${of} ${value === undefined ? '(chưa đặt)' : `${numberWords(value)} ${unit}`}`;
const settingWords = (settings: SavingSettings): string =>
  `Đơn giá đơn vị đặt: ${setWords('một trang', settings.pagePrice, 'đồng')}; ${setWords('một bì', settings.postage, 'đồng')}; ${setWords('một nơi nhận', settings.minutes, 'phút')}.`;
const SAVING_HEADINGS = ['Tháng', 'Văn bản', 'Nơi nhận điện tử', 'Số trang không phải in', 'Giấy, mực (đồng)', 'Bưu phí (đồng)', 'Số giờ'];
function savingRows({ rows, total, settings }: Savings): (string | number | undefined)[][] {
  const cells = (label: string, row: Savings['total']): (string | number | undefined)[] => {
    const { paper, post, hours } = reckon(row, settings);
    return [label, row.documents, row.recipients, row.pages, paper, post, hours === undefined ? undefined : Math.round(hours * 10) / 10];
  };
  return [...rows.map((row) => cells(`${row.month.slice(5)}/${row.month.slice(0, 4)}`, row)), cells('Cộng', total)];
}
export const printSavings = (saved: Savings, from: string, to: string, where: PrintPlace): Promise<Uint8Array> =>
  printSheet({
    ...head(where),
    title: 'Tiết kiệm nhờ gửi văn bản điện tử',
    subtitle: spanWords(from, to),
    table: {
      headings: SAVING_HEADINGS,
      widths: [12, 12, 14, 16, 18, 18, 10],
      figures: 'after_first',
      bold: ([label]) => label === 'Cộng',
      rows: savingRows(saved).map((row) =>
        row.map((cell, i) => (cell === undefined ? '–' : typeof cell === 'string' ? cell : i === 6 ? hoursWords(cell) : numberWords(cell))),
      ),
      empty: 'Chưa có văn bản nào được Trục liên thông nhận trong thời gian này.',
    },
    closing: [
      'Cách tính:',
      ...FORMULA,
      settingWords(saved.settings),
      ...(saved.total.uncounted > 0 ? [`${saved.total.uncounted} tệp không phải PDF nên không tính số trang.`] : []),
    ],
    signers: [{ title: 'NGƯỜI LẬP' }, { title: 'CHÁNH VĂN PHÒNG' }],
  });
export const workbookSavings = (saved: Savings, mark?: string): Promise<Uint8Array> =>
  packXlsx({
    ...marked(mark),
    name: 'Tiết kiệm',
    headings: SAVING_HEADINGS,
    rows: [
      ...savingRows(saved).map((row) => row.map((cell) => cell ?? '')),
      ...FORMULA.map((text) => [text]),
      [settingWords(saved.settings)],
    ],
    widths: [12, 12, 16, 20, 18, 18, 10],
  });
