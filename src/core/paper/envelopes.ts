/**
 * Envelopes that the clerk does not open: to a named person, to a mass organisation, sealed bids (Decree 30/2020, article
 * 21, item 1b). They are logged as they came and handed over against a signature; what turns out to be official comes back
 * and is registered. Of a secret envelope nothing is kept here at all.
 */
import type { EnvelopeKind, EnvelopeRow, EnvelopeState } from '../../contract/page/paper.ts';
import { Failure } from '../../domain/errors.ts';
import type { DeskChannel } from '../../domain/paperDesk.ts';
import { foldVietnamese, secrecyDegree } from '../../domain/secrecy.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

export interface NewEnvelope {
  readonly organId: string;
  readonly kind: EnvelopeKind | 'secret';
  readonly channel: DeskChannel;
  readonly sender: string;
  readonly addressee: string;
  readonly marks: string;
  readonly postCode: string;
  readonly note: string;
  readonly arrivedAt?: number;
}

/** Letters of the degrees on the outside of a secret dispatch (tuyệt mật, tối mật, mật): alone, or said to be a mark. */
const LETTER = /^["“\s]*[ABCⒶⒷⒸ]["”.\s]*$/u;
const SAID_LETTER = /(?:dấu|ký hiệu|chữ)\s+["“(]?\s*[ABCⒶⒷⒸ](?![\p{L}\d])/iu;
/** Words of the marks alone; about secrecy (tập huấn bảo mật) many letters speak. */
const SAYS = /\b(?:tuyet mat|toi mat|do mat|dau mat|bi mat nha nuoc|chi nguoi co ten moi duoc boc bi)\b/;
/** Words on an envelope that say a degree: alone between signs, or the letters A, B, C of a secret dispatch. */
export function saysSecret(text: string): boolean {
  const marks = text.normalize('NFC');
  return (
    marks.split(/[;,.:/+|()[\]–—-]/).some((part) => secrecyDegree(part) !== undefined) ||
    marks.split(/[;,()[\]]/).some((part) => LETTER.test(part)) ||
    SAID_LETTER.test(marks) ||
    SAYS.test(foldVietnamese(marks).replace(/\s+/g, ' '))
  );
}

/** @throws Failure `paper.secret_envelope` (nothing was kept), `documents.arrived_in_future` */
export function logEnvelope(store: Store, actor: Actor, envelope: NewEnvelope): { id: string; number: number } {
  const { kind } = envelope;
  // What a clerk notes of a mark counts as the mark itself; who it is from and for are names.
  if (kind === 'secret' || saysSecret(envelope.marks) || saysSecret(envelope.note)) throw new Failure('paper.secret_envelope');
  const at = envelope.arrivedAt ?? store.now();
  if (at > store.now() + 60_000) throw new Failure('documents.arrived_in_future');
  return store.tx(() => {
    const year = legalDateOf(at).slice(0, 4);
    const last = store.db
      .prepare<[string, string], number | null>('SELECT max(number) FROM envelope WHERE organ_id = ? AND year = ?')
      .pluck()
      .get(envelope.organId, year);
    const [id, number] = [store.newId(), (last ?? 0) + 1];
    store.db
      .prepare(
        `INSERT INTO envelope (id, organ_id, year, number, kind, state, channel, sender, addressee, marks, post_code, note, arrived_at, by_name, person_id, seq)
         VALUES (?, ?, ?, ?, ?, 'logged', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, envelope.organId, year, number, kind, envelope.channel, envelope.sender, envelope.addressee, envelope.marks],
        ...[envelope.postCode, envelope.note, at, actor.name, actor.personId ?? null, store.nextSeq()],
      );
    record(store, actor, 'paper.envelope', id, `number ${number}`);
    return { id, number };
  }, 'paper:envelope');
}

function settle(store: Store, id: string, from: readonly EnvelopeState[], sql: string, values: readonly (string | number)[]): void {
  const done = store.db
    .prepare(`UPDATE envelope SET ${sql} WHERE id = ? AND state IN (${from.map(() => '?').join(', ')})`)
    .run(...values, id, ...from);
  if (done.changes !== 1) throw new Failure('paper.envelope_settled');
}
/** Given unopened to whom it is for. */
export function handEnvelope(store: Store, actor: Actor, id: string, to: string, note: string): void {
  store.tx(() => {
    settle(store, id, ['logged'], `state = 'handed', handed_to = ?, handed_at = ?, settled_note = ?`, [to, store.now(), note]);
    record(store, actor, 'paper.envelope_handed', id);
  }, 'paper:envelope');
}
/** Back to the post or the sender: not for anybody here. */
export function returnEnvelope(store: Store, actor: Actor, id: string, note: string): void {
  store.tx(() => {
    settle(store, id, ['logged', 'handed'], `state = 'returned', settled_note = ?, returned_at = ?`, [note, store.now()]);
    record(store, actor, 'paper.envelope_returned', id);
  }, 'paper:envelope');
}

interface EnvelopeRecord {
  readonly id: string;
  readonly year: string;
  readonly number: number;
  readonly kind: EnvelopeKind;
  readonly state: EnvelopeState;
  readonly channel: DeskChannel;
  readonly sender: string;
  readonly addressee: string;
  readonly marks: string;
  readonly post_code: string;
  readonly note: string;
  readonly arrived_at: number;
  readonly by_name: string;
  readonly handed_to: string | null;
  readonly handed_at: number | null;
  readonly settled_note: string | null;
  readonly returned_at: number | null;
  readonly incoming_id: string | null;
}
const rowOf = (r: EnvelopeRecord): EnvelopeRow => ({
  id: r.id,
  year: r.year,
  number: r.number,
  kind: r.kind,
  state: r.state,
  channel: r.channel,
  sender: r.sender,
  addressee: r.addressee,
  marks: r.marks,
  postCode: r.post_code,
  note: r.note,
  arrivedAt: r.arrived_at,
  by: r.by_name,
  ...(r.handed_to === null ? {} : { handedTo: r.handed_to }),
  ...(r.handed_at === null ? {} : { handedAt: r.handed_at }),
  ...(r.returned_at === null ? {} : { returnedAt: r.returned_at }),
  ...(r.settled_note ? { settledNote: r.settled_note } : {}),
  ...(r.incoming_id === null ? {} : { incomingId: r.incoming_id }),
});
/** Newest first; `open`: those still at the desk. */
export function listEnvelopes(store: Store, organId: string, open: boolean): { rows: EnvelopeRow[]; open: number } {
  const rows = store.db
    .prepare(`SELECT * FROM envelope WHERE organ_id = ? ${open ? `AND state = 'logged'` : ''} ORDER BY seq DESC LIMIT 500`)
    .all(organId) as EnvelopeRecord[];
  const waiting = store.db.prepare(`SELECT count(*) FROM envelope WHERE organ_id = ? AND state = 'logged'`).pluck().get(organId) as number;
  return { rows: rows.map(rowOf), open: waiting };
}
/** Those of some days, oldest first, for the book that is signed. */
export function envelopesBetween(store: Store, organId: string, from: LegalDate, to: LegalDate): EnvelopeRow[] {
  const rows = store.db.prepare('SELECT * FROM envelope WHERE organ_id = ? ORDER BY year, number').all(organId) as EnvelopeRecord[];
  return rows.filter((r) => legalDateOf(r.arrived_at) >= from && legalDateOf(r.arrived_at) <= to).map(rowOf);
}
