/** Phiếu chuyển giao văn bản đến: several documents on one sheet, each with its line to be signed; also the cover of files. */
import { type LegalDate, legalDateOf, printedDate, screenDate, screenHour } from '../../domain/time.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import { printSheet } from '../print/index.ts';
import { type HandedDocument, urgencyMark } from './documents.ts';

export interface TransferSheet {
  readonly code: string;
  readonly to: string;
  readonly note: string;
  readonly at: number;
  readonly by: string;
  readonly documents: readonly HandedDocument[];
  /** Names of the files beside a cover sheet, document by document. */
  readonly files?: readonly (readonly string[])[];
}
const day = (date: string | null): string => (date ? screenDate(date as LegalDate) : '');

export function printTransfer(sheet: TransferSheet, where: PrintPlace): Promise<Uint8Array> {
  const { place, now: _now, ...office } = where;
  const listed = sheet.files;
  return printSheet({
    ...office,
    placeAndDate: `${place ? `${place}, ` : ''}${printedDate(legalDateOf(sheet.at))}`,
    title: listed ? 'Bản kê tệp văn bản đến chuyển giao' : 'Phiếu chuyển giao văn bản đến',
    subtitle: `Số ${sheet.code} · Người nhận: ${sheet.to}`,
    landscape: true,
    ...(listed
      ? { paragraphs: ['Các tệp dưới đây là bản sao từ máy văn thư, chỉ để giải quyết công việc; bản gốc có chữ ký số lưu tại văn thư.'] }
      : {}),
    table: {
      headings: [
        'TT',
        'Số đến, ngày đến',
        'Tên loại, số, ký hiệu, ngày tháng',
        'Tác giả',
        'Trích yếu nội dung',
        'Chủ trì, phối hợp',
        'Thời hạn',
        listed ? 'Tệp' : 'Ký nhận, ngày nhận',
      ],
      widths: [4, 10, 17, 15, 27, 15, 9, 16],
      rows: sheet.documents.map((document, i) => [
        String(i + 1),
        document.arrivalNumber === null ? '' : `${document.arrivalNumber}\n${day(document.arrivalDate)}`,
        [urgencyMark(document.priority), document.name].filter(Boolean).join('\n'),
        document.sender,
        document.subject,
        [document.lead ?? '', ...document.coHandlers].filter(Boolean).join('; '),
        day(document.dueDate),
        (listed?.[i] ?? []).join('\n'),
      ]),
      empty: 'Không có văn bản nào.',
    },
    ...(sheet.note ? { closing: [`Ghi chú: ${sheet.note}`] } : {}),
    signers: [{ title: `NGƯỜI GIAO (${screenHour(sheet.at)})`, name: sheet.by }, { title: 'NGƯỜI NHẬN (ký, ghi rõ họ tên, ngày nhận)' }],
  });
}
