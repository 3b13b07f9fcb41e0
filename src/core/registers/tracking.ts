/**
 * Sổ theo dõi giải quyết văn bản đến: what was given to somebody or has a day to be done by, with how it stands and by
 * which document it was answered.
 */
import type { RegisterEntry } from '../../contract/page/registers.ts';
import { legalDateOf } from '../../domain/time.ts';
import type { Store } from '../store/types.ts';
import { type Parts, whole } from '../working/index.ts';
import { fitting, numbersByKey, shownDate, type Which } from './bookLines.ts';
import type { LineKey, LineQuery } from './forms.ts';

interface Line {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly sender_name: string;
  readonly code_number: string;
  readonly notation: string;
  readonly date: string | null;
  readonly type_name: string;
  readonly instruction: string | null;
  readonly due_date: string | null;
  readonly note: string | null;
  readonly ended: string | null;
  readonly outcome: 'done' | 'for_information' | null;
  readonly replies: string | null;
}
const PROGRESS: Readonly<Record<string, string>> = {
  registered: 'Chưa phân công',
  assigned: 'Đã phân công',
  in_progress: 'Đang giải quyết',
  finished: 'Đã giải quyết',
  recalled: 'Nơi gửi thu hồi',
  withdrawn: 'Nơi gửi lấy lại',
  merged: 'Gộp với văn bản đã có',
};
/** What was given to somebody, or has a day to be done by. */
const TRACKED = `n.state = 'used' AND d.state NOT IN ('arrived', 'returned') AND (d.instruction IS NOT NULL OR d.due_date IS NOT NULL)`;

/** Every line depends on its document: they are looked for in parts. */
export const trackingFound = (store: Store, query: LineQuery): Parts<LineKey[]> =>
  query.text
    ? fitting(store, 'incoming', query, `${TRACKED} AND instr(d.folded, ?) > 0`, [query.text])
    : fitting(store, 'incoming', query, TRACKED, []);
export const trackingCount = (store: Store, query: LineQuery): number => whole(trackingFound(store, query)).length;
function progressOf(line: Line, today: string): string {
  const late = (day: string): string => (line.due_date !== null && day > line.due_date ? ', quá hạn' : '');
  if (line.state === 'finished') {
    const words = line.outcome === 'for_information' ? 'Để biết, lưu' : 'Đã giải quyết';
    return line.ended === null ? words : `${words} ngày ${shownDate(line.ended)}${late(line.ended)}`;
  }
  const open = line.state === 'registered' || line.state === 'assigned' || line.state === 'in_progress';
  return `${PROGRESS[line.state] ?? line.state}${open ? late(today) : ''}`;
}

export function trackingLines(store: Store, query: LineQuery, which: Which): RegisterEntry[] {
  const keys =
    'keys' in which
      ? which.keys
      : whole(trackingFound(store, query)).slice(which.offset, which.limit < 0 ? undefined : which.offset + which.limit);
  const { sql, values } = numbersByKey(query, keys);
  const today = legalDateOf(store.now());
  const lines = store.db
    .prepare(
      `SELECT d.id, n.number, d.state, d.sender_name, d.number AS code_number, d.notation, d.date, d.type_name, d.instruction, d.due_date, d.note,
              r.ended, r.outcome,
              (SELECT group_concat(o.code, '; ') FROM outgoing o WHERE o.reply_to_id = d.id AND o.code <> '' AND o.state <> 'cancelled') AS replies
       FROM ${sql} n JOIN incoming d ON d.id = n.incoming_id LEFT JOIN report_incoming r ON r.seq = d.seq ORDER BY n.series, n.number`,
    )
    .all(...values) as Line[];
  return lines.map((line) => {
    const instruction = line.instruction ? (JSON.parse(line.instruction) as { lead: string; coHandlers?: string[] }) : undefined;
    const code = [line.code_number, line.notation].filter(Boolean).join('/');
    const what = [line.type_name, code && `số ${code}`, line.date && `ngày ${shownDate(line.date)}`].filter(Boolean).join(' ');
    const helpers = instruction?.coHandlers ?? [];
    return {
      number: line.number,
      state: 'used',
      columns: [
        String(line.number),
        [what, line.sender_name].filter(Boolean).join(', '),
        [instruction?.lead ?? '', helpers.length > 0 ? `(phối hợp: ${helpers.join(', ')})` : ''].filter(Boolean).join(' '),
        shownDate(line.due_date),
        progressOf(line, today),
        line.replies ?? '',
        line.note ?? '',
      ],
      documentId: line.id,
      at: 'incoming',
    };
  });
}
