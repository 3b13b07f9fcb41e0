/** Incoming documents as a slip, a cover sheet or a message names them. */
import type { IncomingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';

export interface HandedDocument {
  readonly id: RecordId;
  readonly organId: string;
  readonly state: IncomingState;
  /** `Công văn 125/SNV-VP ngày 20/11/2026`. */
  readonly name: string;
  readonly code: string;
  readonly date: string | null;
  readonly typeName: string;
  readonly sender: string;
  readonly subject: string;
  readonly priority: number;
  readonly arrivalNumber: number | null;
  readonly arrivalDate: string | null;
  readonly dueDate: string | null;
  readonly lead?: string;
  readonly coHandlers: readonly string[];
  readonly instruction?: { readonly leader: string; readonly text: string; readonly slipDate: string };
  readonly pages: number;
}
interface Row {
  id: RecordId;
  organ_id: string;
  state: IncomingState;
  number: string;
  notation: string;
  date: string | null;
  type_name: string;
  sender_name: string;
  subject: string;
  priority: number;
  arrival_number: number | null;
  arrival_date: string | null;
  due_date: string | null;
  instruction: string | null;
  pages: number | null;
}

/** In the order asked for. @throws Failure `documents.not_found` */
export function handedDocuments(store: Store, ids: readonly string[]): HandedDocument[] {
  const read = store.db.prepare<[string], Row>(
    `SELECT id, organ_id, state, number, notation, date, type_name, sender_name, subject, priority, arrival_number, arrival_date, due_date, instruction,
       (SELECT sum(f.pages) FROM file f WHERE f.incoming_id = i.id AND f.current = 1 AND f.role <> 'register') AS pages FROM incoming i WHERE id = ?`,
  );
  return [...new Set(ids)].map((id) => {
    const row = read.get(id);
    if (!row) throw new Failure('documents.not_found');
    return documentOf(row);
  });
}

interface Kept {
  readonly leader: string;
  readonly text: string;
  readonly lead: string;
  readonly coHandlers: readonly string[];
  readonly slipDate: string;
}
function documentOf(row: Row): HandedDocument {
  const code = [row.number, row.notation].filter(Boolean).join('/');
  const said = row.instruction === null ? undefined : (JSON.parse(row.instruction) as Kept);
  const dated = row.date === null ? '' : ` ngày ${screenDate(row.date as LegalDate)}`;
  return {
    id: row.id,
    organId: row.organ_id,
    state: row.state,
    name: `${[row.type_name || 'Văn bản', code].filter(Boolean).join(' ')}${dated}`,
    code,
    date: row.date,
    typeName: row.type_name,
    sender: row.sender_name,
    subject: row.subject,
    priority: row.priority,
    arrivalNumber: row.arrival_number,
    arrivalDate: row.arrival_date,
    dueDate: row.due_date,
    coHandlers: said?.coHandlers ?? [],
    pages: row.pages ?? 0,
    ...(said === undefined ? {} : { lead: said.lead, instruction: { leader: said.leader, text: said.text, slipDate: said.slipDate } }),
  };
}

const URGENCY = ['', 'KHẨN', 'THƯỢNG KHẨN', 'HỎA TỐC', 'HẸN GIỜ'] as const;
export const urgencyMark = (priority: number): string => URGENCY[priority] ?? '';

/** A short message to copy into Zalo or to read over the phone: number, date, subject, who, by when. */
export function transferWords(documents: readonly HandedDocument[], note = ''): string {
  const lines = documents.map((document, i) => {
    const head = documents.length > 1 ? `${i + 1}. ` : '';
    const parts = [
      `${head}${[urgencyMark(document.priority), `${document.name} của ${document.sender}`].filter(Boolean).join(' · ')}`,
      `Về: ${document.subject}`,
      ...(document.arrivalNumber === null ? [] : [`Số đến: ${document.arrivalNumber}`]),
      ...(document.lead ? [`Chủ trì: ${[document.lead, ...withHelpers(document)].join('; ')}`] : []),
      ...(document.instruction ? [`Ý kiến của ${document.instruction.leader}: ${document.instruction.text}`] : []),
      ...(document.dueDate ? [`Thời hạn: ${screenDate(document.dueDate as LegalDate)}`] : []),
    ];
    return parts.join('\n');
  });
  return [...lines, ...(note ? [note] : [])].join('\n\n');
}
const withHelpers = ({ coHandlers }: HandedDocument): string[] => (coHandlers.length === 0 ? [] : [`phối hợp: ${coHandlers.join(', ')}`]);
