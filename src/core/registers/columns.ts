/** What a register shows: the ten columns of Decree 30/2020, annex IV, in their order. */
import type { RegisterEntry } from '../../contract/page/exchange.ts';
import type { BookDirection } from '../../domain/registers.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import type { Book } from './index.ts';

export const REGISTER_HEADINGS: Readonly<Record<BookDirection, readonly string[]>> = {
  incoming: [
    'Ngày đến',
    'Số đến',
    'Tác giả',
    'Số, ký hiệu văn bản',
    'Ngày tháng văn bản',
    'Tên loại và trích yếu nội dung văn bản',
    'Đơn vị hoặc người nhận',
    'Ngày chuyển',
    'Ký nhận',
    'Ghi chú',
  ],
  outgoing: [
    'Số, ký hiệu văn bản',
    'Ngày tháng văn bản',
    'Tên loại và trích yếu nội dung văn bản',
    'Người ký',
    'Nơi nhận văn bản',
    'Đơn vị, người nhận bản lưu',
    'Số lượng bản',
    'Ngày chuyển',
    'Ký nhận',
    'Ghi chú',
  ],
};

interface IncomingLine {
  number: number;
  state: 'used' | 'cancelled' | 'secret';
  date: string;
  reason: string | null;
  allowed_by: string | null;
  id: string | null;
  sender_name: string | null;
  code_number: string | null;
  notation: string | null;
  document_date: string | null;
  type_name: string | null;
  subject: string | null;
  instruction: string | null;
  note: string | null;
  document_state: string | null;
}
interface OutgoingLine {
  number: number;
  state: 'used' | 'cancelled' | 'secret';
  date: string;
  reason: string | null;
  allowed_by: string | null;
  id: string | null;
  code: string | null;
  type_name: string | null;
  subject: string | null;
  signer: string | null;
  recipients: string | null;
  issued_at: number | null;
}

const shown = (date: string | null | undefined): string => (date ? screenDate(date as LegalDate) : '');
const titled = (type: string | null, subject: string | null): string => [type, subject].filter(Boolean).join(' – ');
const remark = (line: { state: string; reason: string | null; allowed_by: string | null }, note: string): string => {
  if (line.state === 'cancelled') return `Hủy số: ${line.reason ?? ''} (người cho phép: ${line.allowed_by ?? ''})`;
  if (line.state === 'secret') return 'Dùng cho văn bản mật – quản lý tại sổ riêng';
  return note;
};
const entryOf = (line: IncomingLine | OutgoingLine, columns: string[]): RegisterEntry => ({
  number: line.number,
  state: line.state,
  columns,
  ...(line.id ? { documentId: line.id } : {}),
  ...(line.reason ? { reason: line.reason } : {}),
  ...(line.allowed_by ? { allowedBy: line.allowed_by } : {}),
});

function incomingEntries(store: Store, book: Book, period: string): RegisterEntry[] {
  const lines = store.db
    .prepare(
      `SELECT n.number, n.state, n.date, n.reason, n.allowed_by, i.id, i.sender_name, i.number AS code_number, i.notation, i.date AS document_date,
              i.type_name, i.subject, i.instruction, i.note, i.state AS document_state
       FROM book_number n LEFT JOIN incoming i ON i.id = n.incoming_id WHERE n.book_id = ? AND n.period = ? ORDER BY n.series, n.number`,
    )
    .all(book.id, period) as IncomingLine[];
  return lines.map((line) => {
    const instruction = line.instruction ? (JSON.parse(line.instruction) as { lead: string; slipDate: string }) : undefined;
    const code = [line.code_number, line.notation].filter(Boolean).join('/');
    return entryOf(line, [
      shown(line.date),
      String(line.number),
      line.sender_name ?? '',
      code,
      shown(line.document_date),
      titled(line.type_name, line.subject),
      instruction?.lead ?? '',
      shown(instruction?.slipDate),
      '',
      remark(line, line.note ?? ''),
    ]);
  });
}

function outgoingEntries(store: Store, book: Book, period: string): RegisterEntry[] {
  const lines = store.db
    .prepare(
      `SELECT n.number, n.state, n.date, n.reason, n.allowed_by, o.id, o.code, o.type_name, o.subject, o.signer, o.recipients, o.issued_at
       FROM book_number n LEFT JOIN outgoing o ON o.id = n.outgoing_id WHERE n.book_id = ? AND n.period = ? ORDER BY n.series, n.number`,
    )
    .all(book.id, period) as OutgoingLine[];
  return lines.map((line) => {
    const recipients = line.recipients ? (JSON.parse(line.recipients) as { name: string }[]) : [];
    return entryOf(line, [
      line.code ?? String(line.number),
      shown(line.date),
      titled(line.type_name, line.subject),
      line.signer ?? '',
      recipients.map((r) => r.name).join('; '),
      line.id ? 'Văn thư' : '',
      line.id ? '01' : '',
      line.issued_at ? shown(new Date(line.issued_at + 7 * 3600_000).toISOString().slice(0, 10)) : '',
      '',
      remark(line, ''),
    ]);
  });
}

/** The lines of a book in one period, cancelled numbers included, each with the decree's ten columns. */
export const registerColumns = (store: Store, book: Book, period: string): RegisterEntry[] =>
  book.rule.direction === 'incoming' ? incomingEntries(store, book, period) : outgoingEntries(store, book, period);
