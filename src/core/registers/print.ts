/** A register on paper: A4 landscape, the decree's ten columns (Decree 30/2020, annex IV), pages numbered. */
import type { RegisterEntry } from '../../contract/page/exchange.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { type PrintFonts, printSheet } from '../print/index.ts';
import { REGISTER_HEADINGS } from './columns.ts';

export interface RegisterPrint {
  readonly title: string;
  readonly period: string;
  readonly direction: BookDirection;
  readonly officeName: string;
  readonly parentName: string;
  readonly entries: readonly RegisterEntry[];
  /** Printed across each page in training mode. */
  readonly watermark?: string;
  readonly fonts: PrintFonts;
}

/** Shares of the page's width for each column. */
const WIDTHS: Readonly<Record<BookDirection, readonly number[]>> = {
  incoming: [7, 5, 14, 10, 7, 26, 11, 7, 6, 9],
  outgoing: [10, 7, 27, 10, 19, 8, 5, 7, 6, 7],
};

/** Renders the register; resolves with the PDF's bytes. */
export const printRegister = ({ period, direction, entries, ...sheet }: RegisterPrint): Promise<Uint8Array> =>
  printSheet({
    ...sheet,
    landscape: true,
    subtitle: /^\d{4}$/.test(period) ? `Năm ${period}` : `Nhiệm kỳ ${period.replace('..', ' – ')}`,
    table: {
      headings: REGISTER_HEADINGS[direction],
      widths: WIDTHS[direction],
      rows: entries.map((entry) => entry.columns),
      numbered: true,
      empty: 'Chưa có văn bản nào được đăng ký.',
    },
  });
