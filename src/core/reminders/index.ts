/**
 * Đôn đốc: who was reminded of what, how and how often; of recipients that do not answer and of handlers inside. The axis
 * has no message for it, so the words are said, written or copied by a person; what is promised is that each is recorded
 * and counted.
 */

import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import type { ReminderRow, ReminderWay, SlowRow } from '../../contract/page/deskWork.ts';
import { byPersonName } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { Store } from '../store/types.ts';

export type Side = 'incoming' | 'outgoing';
export interface NewReminder {
  readonly side: Side;
  readonly id: string;
  readonly recipientId?: string;
  readonly who: string;
  readonly how: ReminderWay;
  readonly said: string;
}
interface Subject {
  readonly id: RecordId;
  readonly state: string;
  readonly frozen: number | null;
  readonly code: string;
  readonly date: string | null;
  readonly typeName: string;
  readonly subject: string;
  readonly dueDate: string | null;
  readonly organName: string;
  readonly lead: string | null;
}
const READ: Readonly<Record<Side, string>> = {
  incoming: `SELECT i.id, i.state, NULL AS frozen, trim(i.number || '/' || i.notation, '/') AS code, i.date, i.type_name AS typeName, i.subject,
      coalesce(json_extract(i.instruction, '$.dueDate'), i.due_date) AS dueDate, json_extract(i.instruction, '$.lead') AS lead,
      coalesce((SELECT name FROM organ o WHERE o.organ_id = i.organ_id), '') AS organName FROM incoming i WHERE i.id = ?`,
  outgoing: `SELECT o.id, o.state, o.frozen_at AS frozen, o.code, o.date, o.type_name AS typeName, o.subject, o.due_date AS dueDate, NULL AS lead,
      coalesce((SELECT name FROM organ g WHERE g.organ_id = o.organ_id), '') AS organName FROM outgoing o WHERE o.id = ?`,
};
function subjectOf(store: Store, side: Side, id: string): Subject {
  const row = store.db.prepare<[string], Subject>(READ[side]).get(id);
  if (!row) throw new Failure('documents.not_found');
  return row;
}
const OPEN: Readonly<Record<Side, readonly string[]>> = {
  incoming: ['registered', 'assigned', 'in_progress'],
  outgoing: ['issued'],
};

/** @throws Failure `documents.not_found`, `reminders.nothing_open` */
export function makeReminder(store: Store, actor: Actor, made: NewReminder): { id: RecordId; count: number; text: string } {
  const subject = subjectOf(store, made.side, made.id);
  if (!OPEN[made.side].includes(subject.state) || subject.frozen !== null) throw new Failure('reminders.nothing_open');
  return store.tx(() => {
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO reminder (id, ${made.side}_id, recipient_id, who, how, said, at, person_id, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        made.id,
        made.recipientId ?? null,
        made.who,
        made.how,
        made.said,
        store.now(),
        actor.personId ?? null,
        actor.name,
        store.nextSeq(),
      );
    const count = remindersOf(store, made.side, made.id).filter((row) => isSame(row, made)).length;
    const of = made.side === 'incoming' ? { incomingId: subject.id } : { outgoingId: subject.id };
    addHistory(store, actor, {
      ...of,
      act: `${made.side}.reminded`,
      params: { name: made.who, count, how: made.how, ...(made.said ? { text: made.said } : {}) },
    });
    record(store, actor, 'reminder.make', made.id, made.how);
    return { id, count, text: wordsOf(subject, made.side, made.who) };
  }, 'reminder:make');
}
const isSame = (row: ReminderRow, made: Pick<NewReminder, 'recipientId' | 'who'>): boolean =>
  made.recipientId === undefined ? row.recipientId === undefined && row.who === made.who : row.recipientId === made.recipientId;

export function remindersOf(store: Store, side: Side, id: string): ReminderRow[] {
  return store.db
    .prepare<
      [string],
      { id: string; recipient_id: string | null; who: string; how: ReminderWay; said: string; at: number; by_name: string }
    >(`SELECT id, recipient_id, who, how, said, at, by_name FROM reminder WHERE ${side}_id = ? ORDER BY seq`)
    .all(id)
    .map((row) => ({
      id: row.id,
      who: row.who,
      how: row.how,
      said: row.said,
      at: row.at,
      by: row.by_name,
      ...(row.recipient_id === null ? {} : { recipientId: row.recipient_id }),
    }));
}

/** To say over the phone or to copy. */
export const reminderWords = (store: Store, side: Side, id: string, who: string): string => wordsOf(subjectOf(store, side, id), side, who);
function wordsOf(subject: Subject, side: Side, who: string): string {
  const dated = subject.date ? ` ngày ${screenDate(subject.date as LegalDate)}` : '';
  const named = `${[subject.typeName || 'văn bản', subject.code && `số ${subject.code}`].filter(Boolean).join(' ')}${dated}`;
  const due = subject.dueDate ? `, thời hạn ${screenDate(subject.dueDate as LegalDate)}` : '';
  const asked =
    side === 'outgoing'
      ? `${subject.organName} đã gửi ${named} về “${subject.subject}”${due}. Đề nghị ${who} kiểm tra, tiếp nhận và trả lời.`
      : `Đề nghị ${who} báo tiến độ giải quyết ${named} về “${subject.subject}”${due}.`;
  return `Kính gửi ${who}.\n${asked}`;
}

const MOST = 200;
/** Who has most that waits, counted over what runs against a clock now. */
export function slowOnes(store: Store, rows: readonly DeadlineRow[]): { recipients: SlowRow[]; handlers: SlowRow[] } {
  return {
    recipients: tally(
      store,
      rows.filter((row) => row.kind === 'receipt' || row.kind === 'reply'),
      'outgoing',
    ),
    handlers: tally(
      store,
      rows.filter((row) => row.kind === 'handle'),
      'incoming',
    ),
  };
}
function tally(store: Store, rows: readonly DeadlineRow[], side: Side): SlowRow[] {
  const reminded = store.db.prepare<[string, string], { n: number; last: number | null }>(
    `SELECT count(*) AS n, max(at) AS last FROM reminder WHERE ${side}_id = ? AND who = ?`,
  );
  const found = new Map<string, { who: string; documents: Set<string>; late: Set<string>; reminders: number; lastAt?: number }>();
  for (const row of rows) {
    const one = found.get(row.who) ?? { who: row.who, documents: new Set(), late: new Set(), reminders: 0 };
    found.set(row.who, one);
    if (row.state === 'late') one.late.add(row.id);
    if (one.documents.has(row.id)) continue;
    one.documents.add(row.id);
    const { n, last } = reminded.get(row.id, row.who) ?? { n: 0, last: null };
    one.reminders += n;
    if (last !== null) one.lastAt = Math.max(one.lastAt ?? 0, last);
  }
  return [...found.values()]
    .map(({ who, documents, late, reminders, lastAt }) => ({
      who,
      open: documents.size,
      late: late.size,
      reminders,
      ...(lastAt === undefined ? {} : { lastAt }),
    }))
    .sort((a, b) => b.late - a.late || b.open - a.open || byPersonName(a.who, b.who))
    .slice(0, MOST);
}
