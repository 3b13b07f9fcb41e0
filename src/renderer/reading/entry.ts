/** Between what was read and the entry's fields. */
import type { ProposalRow } from '../../contract/page/reading.ts';

/** Cell 10b's words (Decree 30/2020) as the entry's degree of urgency. */
const URGENCY: Readonly<Record<string, number>> = { KHẨN: 1, 'THƯỢNG KHẨN': 2, 'HỎA TỐC': 3 };

/** The entry as far as proposals may fill it. */
export interface Entry {
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly date: string;
  readonly priority: number;
}
export const ENTRY_FIELDS = ['sender', 'number', 'notation', 'date', 'typeName', 'subject', 'urgency', 'signer'] as const;

/** What of the entry a proposal is about, and as what. */
export function entryOf(row: Pick<ProposalRow, 'field' | 'value'>): Partial<Entry> {
  switch (row.field) {
    case 'urgency':
      return { priority: URGENCY[row.value] ?? 0 };
    case 'superior':
    case 'place':
      return {};
    default:
      return { [row.field]: row.value.slice(0, row.field === 'sender' ? 200 : 500) };
  }
}
/** The entry says it already. */
export const saysAlready = (row: Pick<ProposalRow, 'field' | 'value'>, entry: Entry): boolean =>
  Object.entries(entryOf(row)).every(([name, value]) => entry[name as keyof Entry] === value);
