/**
 * Correcting what was taken down of an arrival: a wrong date, a misread number, a name. Number and day of arrival are
 * promises and stay; what came with the package stays in the package, and the sender is told of nothing.
 */
import type { IncomingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { foldVietnamese, secrecyDegree } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';

export interface Correction {
  readonly sender?: string;
  readonly number?: string;
  readonly notation?: string;
  /** '' empties it. */
  readonly date?: string;
  readonly typeName?: string;
  readonly subject?: string;
  readonly content?: string;
  readonly signer?: string;
  readonly priority?: number;
  readonly dueDate?: string;
  readonly note?: string;
  readonly language?: string;
}
const COLUMN: Readonly<Record<keyof Correction, string>> = {
  sender: 'sender_name',
  number: 'number',
  notation: 'notation',
  date: 'date',
  typeName: 'type_name',
  subject: 'subject',
  content: 'content',
  signer: 'signer',
  priority: 'priority',
  dueDate: 'due_date',
  note: 'note',
  language: 'language',
};
const MAY_BE_NULL: readonly (keyof Correction)[] = ['date', 'content', 'signer', 'dueDate', 'note'];
/** Out of use: what stands of it is what was asked back. */
const CLOSED: readonly IncomingState[] = ['returned', 'withdrawn', 'recalled', 'merged'];

type Row = Record<string, string | number | null>;

/**
 * @returns the names of what changed
 * @throws Failure `documents.not_found`, `documents.not_correctable`, `documents.nothing_changed`,
 *   `documents.date_in_future`, `documents.secret_mark`
 */
export function correctIncoming(store: Store, actor: Actor, id: RecordId, reason: string, fields: Correction): string[] {
  return store.tx(() => {
    const row = store.db.prepare('SELECT * FROM incoming WHERE id = ?').get(id) as Row | undefined;
    if (!row) throw new Failure('documents.not_found');
    if (CLOSED.includes(row.state as IncomingState)) throw new Failure('documents.not_correctable');
    if (fields.date && fields.date > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'date' });
    if (fields.typeName && secrecyDegree(fields.typeName)) throw new Failure('documents.secret_mark');
    const changed = (Object.keys(COLUMN) as (keyof Correction)[]).flatMap((name) => {
      const given = fields[name];
      if (given === undefined) return [];
      const value = given === '' && MAY_BE_NULL.includes(name) ? null : given;
      return row[COLUMN[name]] === value ? [] : [{ name, column: COLUMN[name], value }];
    });
    if (changed.length === 0) throw new Failure('documents.nothing_changed');
    const after = { ...row, ...Object.fromEntries(changed.map(({ column, value }) => [column, value])) };
    const code = [after.number, after.notation].filter(Boolean).join('/');
    store.db
      .prepare(
        `UPDATE incoming SET ${changed.map(({ column }) => `${column} = ?`).join(', ')}, folded = ?, updated_at = ?, person_id = ? WHERE id = ?`,
      )
      .run(
        ...changed.map(({ value }) => value),
        foldVietnamese([code, after.sender_name, after.subject, after.type_name].join(' ')),
        store.now(),
        actor.personId ?? null,
        id,
      );
    addHistory(store, actor, { incomingId: id, act: 'incoming.correct', params: { text: reason } });
    record(store, actor, 'incoming.correct', id, changed.map(({ name }) => name).join(' '));
    return changed.map(({ name }) => name);
  }, 'incoming:correct');
}
