/**
 * Earlier documents that a paper may be, before it has a row: what the duplicate check finds letter by letter, and what is as
 * good as the same where a reader may have misread a mark, a letter of the sign or a name. It only warns.
 */
import type { LikelyTwin } from '../../contract/page/reading.ts';
import { nameKey } from '../../domain/agencyNames.ts';
import type { Channel, IncomingState } from '../../domain/documents.ts';
import { likeness } from '../../domain/proposals/index.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';

export interface Written {
  readonly organId: string;
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly date?: string | undefined;
}
interface Row {
  readonly id: string;
  readonly state: IncomingState;
  readonly channel: Channel;
  readonly sender_name: string;
  readonly number: string;
  readonly notation: string;
  readonly subject: string;
  readonly date: string | null;
  readonly arrived_at: number;
  readonly arrival_number: number | null;
  readonly arrival_date: string | null;
}
const GONE: readonly IncomingState[] = ['returned', 'withdrawn', 'merged'];
const MOST = 5;

/** `7`, `07`, `007`: the same number, however it was written. */
function spellings(number: string): string[] {
  const plain = number.trim().replace(/^0+(?=\d)/, '');
  return [...new Set([number.trim(), plain, plain.padStart(2, '0'), plain.padStart(3, '0')])];
}

export function likelyTwins(store: Store, written: Written): LikelyTwin[] {
  if (written.number.trim() === '' || written.sender.trim() === '') return [];
  const numbers = spellings(written.number);
  const rows = store.db
    .prepare<string[], Row>(
      `SELECT id, state, channel, sender_name, number, notation, subject, date, arrived_at, arrival_number, arrival_date FROM incoming
       WHERE organ_id = ? AND business_type = 0 AND number IN (${numbers.map(() => '?').join(', ')})`,
    )
    .all(written.organId, ...numbers);
  return rows
    .filter((row) => !GONE.includes(row.state))
    .flatMap((row) => {
      const alike = alikeness(written, row, legalDateOf(store.now()));
      return alike === undefined ? [] : [{ row, alike }];
    })
    .sort((a, b) => Number(b.alike === 'same') - Number(a.alike === 'same') || b.row.arrived_at - a.row.arrived_at)
    .slice(0, MOST)
    .map(({ row, alike }) => ({ ...shown(row), alike }));
}

function alikeness(written: Written, row: Row, today: string): LikelyTwin['alike'] | undefined {
  const [date, other] = [written.date ?? '', row.date ?? legalDateOf(row.arrived_at)];
  if ((date || today).slice(0, 4) !== other.slice(0, 4)) return undefined;
  const sign = foldVietnamese(written.notation) === foldVietnamese(row.notation);
  const office = nameKey(written.sender) === nameKey(row.sender_name);
  if (sign && office) return 'same';
  const near =
    (sign || likeness(written.notation, row.notation) >= 0.7) &&
    (office || likeness(nameKey(written.sender), nameKey(row.sender_name)) >= 0.8);
  // Another day of the year is another document; the same day, or a day not known, may be this one.
  return near && (date === '' || row.date === null || date === row.date) ? 'nearly' : undefined;
}

const shown = (row: Row): Omit<LikelyTwin, 'alike'> => ({
  id: row.id,
  same: 'code',
  state: row.state,
  channel: row.channel,
  sender: row.sender_name,
  code: [row.number, row.notation].filter(Boolean).join('/'),
  subject: row.subject,
  arrivedAt: row.arrived_at,
  ...(row.date === null ? {} : { date: row.date }),
  ...(row.arrival_number === null ? {} : { arrivalNumber: row.arrival_number }),
  ...(row.arrival_date === null ? {} : { arrivalDate: row.arrival_date }),
});
