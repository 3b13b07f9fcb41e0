/**
 * What leaves on paper: a document that the leader signed by hand or whose signed file is printed for the red seal
 * (Decree 30/2020, article 18, items 5 and 6), who gets paper and how, the phiếu gửi that comes back signed, and where the
 * archive copy lies (article 19). Numbers come from the same book as everything else's.
 */
import type { OutgoingPaper, PaperDeliveryRow } from '../../contract/page/paper.ts';
import { afterOutgoingAct } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { RecordId } from '../../domain/ids.ts';
import { type Carry, carryOf, onPaper, type PaperRecipient, type PrintCount, printCount } from '../../domain/paperDesk.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { type OutgoingRecord, outgoingById, requireNotDestroyed } from '../documents/outgoing.ts';
import { bindUploads } from '../documents/uploads.ts';
import type { Store } from '../store/types.ts';
import { addressOf } from './addresses.ts';
import { paperSettings } from './settings.ts';

interface PaperRecord {
  readonly by_hand: number;
  readonly signed_on: string | null;
  readonly scanned: number;
  readonly copies: number | null;
  readonly sheets: number | null;
  readonly duplex: number;
  readonly printed_at: number | null;
  readonly printed_by: string | null;
  readonly archive_place: string;
  readonly archive_holder: string;
  readonly archive_copies: number;
  readonly archived_at: number | null;
  readonly archived_by: string | null;
}
const paperOf = (store: Store, id: string): PaperRecord | undefined =>
  store.db.prepare('SELECT * FROM outgoing_paper WHERE outgoing_id = ?').get(id) as PaperRecord | undefined;
const ensure = (store: Store, id: string): void => {
  store.db.prepare('INSERT OR IGNORE INTO outgoing_paper (outgoing_id) VALUES (?)').run(id);
};
export const isByHand = (store: Store, id: string): boolean => paperOf(store, id)?.by_hand === 1;

/**
 * The leader signed on paper: the draft goes on to its number without a digital signature.
 * @throws Failure `documents.act_not_allowed`, `documents.date_in_future`, `documents.signed_partly`
 */
export function signedByHand(store: Store, actor: Actor, id: string, signedOn: LegalDate): void {
  store.tx(() => {
    const row = outgoingById(store, id);
    requireNotDestroyed(row);
    const next = afterOutgoingAct(row.state, 'hand_sign');
    if (!next.ok) throw new Failure(next.error.code, next.error.params);
    if (signedOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'signedOn' });
    // One digital signature of a joint document is there already: the rest of it is digital too.
    const stage = store.db.prepare("SELECT stage FROM file WHERE outgoing_id = ? AND role = 'main' AND current = 1").pluck().get(id);
    if (stage === 'leader_signed') throw new Failure('documents.signed_partly');
    ensure(store, id);
    store.db
      .prepare('UPDATE outgoing_paper SET by_hand = 1, signed_on = ?, signed_by_name = ? WHERE outgoing_id = ?')
      .run(signedOn, actor.name, id);
    store.db.prepare('UPDATE outgoing SET state = ?, updated_at = ? WHERE id = ?').run(next.value, store.now(), id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.hand_sign', params: { signer: row.signer, date: signedOn } });
    record(store, actor, 'outgoing.hand_sign', id);
  }, 'outgoing:hand-sign');
}

/** The scan of the signed, numbered and sealed paper; it takes the draft file's place. A better scan takes its. */
export function attachScan(store: Store, actor: Actor, id: string, uploadIds: readonly string[]): void {
  store.tx(() => {
    const row = outgoingById(store, id);
    requireNotDestroyed(row);
    if (!isByHand(store, id)) throw new Failure('paper.not_by_hand');
    if (row.state !== 'numbered') throw new Failure('documents.act_not_allowed', { act: 'scan', state: row.state });
    store.db.prepare('UPDATE file SET current = 0 WHERE outgoing_id = ? AND current = 1').run(id);
    bindUploads(store, { outgoingId: row.id }, uploadIds);
    store.db.prepare(`UPDATE file SET stage = 'scan' WHERE outgoing_id = ? AND current = 1`).run(id);
    store.db.prepare('UPDATE outgoing_paper SET scanned = 1 WHERE outgoing_id = ?').run(id);
    store.db.prepare('UPDATE outgoing SET updated_at = ? WHERE id = ?').run(store.now(), id);
    addHistory(store, actor, { outgoingId: row.id, act: 'outgoing.scan', params: { files: uploadIds.length } });
    record(store, actor, 'outgoing.scan', id);
  }, 'outgoing:scan');
}

/** The electronic copy that the agency signed of the scan as it is now. */
export function signedCopyOf(store: Store, id: string): { fileId: string; name: string } | undefined {
  return store.db
    .prepare(
      `SELECT c.file_id AS fileId, f.name FROM derived_copy c JOIN file f ON f.id = c.file_id JOIN file s ON s.id = c.source_file_id
       WHERE c.outgoing_id = ? AND c.kind IN ('copy', 'digitised') AND s.current = 1 AND s.role = 'main' ORDER BY c.seq DESC LIMIT 1`,
    )
    .get(id) as { fileId: string; name: string } | undefined;
}

const recipientsOf = (row: OutgoingRecord): readonly PaperRecipient[] => JSON.parse(row.recipients) as PaperRecipient[];
/** Copies that the recipients on paper get, and those for the archive. */
function copiesWanted(store: Store, row: OutgoingRecord): number {
  const paper = recipientsOf(row).filter(onPaper);
  return paper.reduce((sum, one) => sum + (one.copies ?? 1), 0) + (paperOf(store, row.id)?.archive_copies ?? 1);
}
const pagesOf = (store: Store, id: string): number[] =>
  store.db
    .prepare<[string], number>(
      `SELECT coalesce(pages, 1) FROM file WHERE outgoing_id = ? AND current = 1 AND role <> 'register' AND detected = 'pdf' ORDER BY role <> 'main', position`,
    )
    .pluck()
    .all(id);

/** Keeps what was printed for the seal, and says it in the history. */
export function notePrinted(store: Store, actor: Actor, id: RecordId, copies: number, duplex: boolean): PrintCount {
  const count = printCount(pagesOf(store, id), copies, duplex);
  store.tx(() => {
    ensure(store, id);
    store.db
      .prepare(
        'UPDATE outgoing_paper SET copies = ?, sheets = ?, duplex = ?, seals = ?, printed_at = ?, printed_by = ? WHERE outgoing_id = ?',
      )
      .run(copies, count.sheets, duplex ? 1 : 0, count.edgeSeals, store.now(), actor.name, id);
    addHistory(store, actor, { outgoingId: id, act: 'outgoing.printed', params: { copies, sheets: count.sheets, seals: count.edgeSeals } });
    record(store, actor, 'outgoing.printed', id, `copies ${copies}`);
  }, 'outgoing:printed');
  return count;
}
export function setArchive(store: Store, actor: Actor, id: RecordId, archive: { place: string; holder: string; copies: number }): void {
  store.tx(() => {
    outgoingById(store, id);
    ensure(store, id);
    store.db
      .prepare(
        'UPDATE outgoing_paper SET archive_place = ?, archive_holder = ?, archive_copies = ?, archived_at = ?, archived_by = ? WHERE outgoing_id = ?',
      )
      .run(archive.place, archive.holder, archive.copies, store.now(), actor.name, id);
    addHistory(store, actor, { outgoingId: id, act: 'outgoing.archive_place', params: { place: archive.place } });
    record(store, actor, 'outgoing.archive_place', id);
  }, 'outgoing:archive');
}

/**
 * A document that is in the book as signed by hand, without going through the steps here: copies are made of it as of
 * paper, and where it is still to be sent each recipient on paper is followed. Inside the caller's transaction.
 */
export function noteOnPaper(store: Store, id: RecordId, { signedOn, follow }: { signedOn: string; follow: boolean }): number {
  ensure(store, id);
  store.db.prepare('UPDATE outgoing_paper SET by_hand = 1, signed_on = ? WHERE outgoing_id = ?').run(signedOn, id);
  return follow ? sendOnPaper(store, outgoingById(store, id)) : 0;
}

/** `Lưu: VT, VP.` in Nơi nhận says where the office's own copy lies; nobody is sent one. */
const OWN_COPY = /^lưu\b(?!\p{L})/iu;
/** One row for each recipient on paper; inside the transaction that issues the document. */
export function sendOnPaper(store: Store, row: OutgoingRecord): number {
  const { slips } = paperSettings(store);
  const paper = recipientsOf(row).filter((one) => onPaper(one) && !OWN_COPY.test(one.name.normalize('NFC')));
  const insert = store.db.prepare(
    `INSERT INTO paper_delivery (id, outgoing_id, recipient_code, name, address, carry, copies, wants_slip, slip_year, slip_number, at, seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const recipient of paper) {
    const carry = carryOf(recipient);
    const wants = slips === 'all' || (slips === 'post' && carry === 'post');
    const slip = wants ? nextSlip(store, row.organ_id) : undefined;
    insert.run(
      ...[store.newId(), row.id, recipient.organId ?? null, recipient.name, addressOf(store, row.organ_id, recipient), carry],
      ...[recipient.copies ?? 1, wants ? 1 : 0, slip?.year ?? null, slip?.number ?? null, store.now(), store.nextSeq()],
    );
  }
  return paper.length;
}
function nextSlip(store: Store, organId: string): { year: string; number: number } {
  const year = legalDateOf(store.now()).slice(0, 4);
  const last = store.db
    .prepare<[string, string], number | null>(
      'SELECT max(p.slip_number) FROM paper_delivery p JOIN outgoing o ON o.id = p.outgoing_id WHERE o.organ_id = ? AND p.slip_year = ?',
    )
    .pluck()
    .get(organId, year);
  return { year, number: (last ?? 0) + 1 };
}

interface DeliveryRecord {
  readonly id: string;
  readonly outgoing_id: string;
  readonly organ_id: string;
  readonly code: string;
  readonly subject: string;
  readonly type_name: string;
  readonly date: string | null;
  readonly name: string;
  readonly address: string;
  readonly carry: Carry;
  readonly copies: number;
  readonly envelopes: number;
  readonly wants_slip: number;
  readonly slip_year: string | null;
  readonly slip_number: number | null;
  readonly sent_on: string | null;
  readonly post_code: string;
  readonly handed_to: string;
  readonly back_on: string | null;
  readonly back_name: string | null;
  readonly back_note: string | null;
}
const DELIVERY = `SELECT p.*, o.code, o.subject, o.type_name, o.date, o.organ_id FROM paper_delivery p JOIN outgoing o ON o.id = p.outgoing_id`;
const DAY_MS = 86_400_000;
function rowOf(r: DeliveryRecord, today: LegalDate): PaperDeliveryRow {
  const waiting = r.wants_slip === 1 && r.sent_on !== null && r.back_on === null;
  return {
    id: r.id,
    outgoingId: r.outgoing_id,
    code: r.code,
    subject: [r.type_name === 'Công văn' ? '' : r.type_name, r.subject].filter(Boolean).join(' '),
    name: r.name,
    address: r.address,
    carry: r.carry,
    copies: r.copies,
    envelopes: r.envelopes,
    wantsSlip: r.wants_slip === 1,
    postCode: r.post_code,
    handedTo: r.handed_to,
    ...(r.date ? { date: r.date } : {}),
    ...(r.slip_number === null ? {} : { slip: `${String(r.slip_number).padStart(2, '0')}/PG-${r.slip_year ?? ''}` }),
    ...(r.sent_on === null ? {} : { sentOn: r.sent_on }),
    ...(r.back_on === null ? {} : { backOn: r.back_on }),
    ...(r.back_name ? { backName: r.back_name } : {}),
    ...(r.back_note ? { backNote: r.back_note } : {}),
    ...(waiting && r.sent_on !== null ? { waitingDays: Math.round((Date.parse(today) - Date.parse(r.sent_on)) / DAY_MS) } : {}),
  };
}

export type Show = 'not_sent' | 'slips_out' | 'all';
const WHERE: Readonly<Record<Show, string>> = {
  not_sent: 'p.sent_on IS NULL',
  slips_out: 'p.sent_on IS NOT NULL AND p.wants_slip = 1 AND p.back_on IS NULL',
  all: '1',
};
/** @param between days on which it left: all of them then, for the book that is signed; a list shows the latest thousand */
export function listDeliveries(
  store: Store,
  organId: string,
  show: Show,
  between?: { readonly from: string; readonly to: string },
): { rows: PaperDeliveryRow[]; notSent: number; slipsOut: number } {
  const today = legalDateOf(store.now());
  const rows = store.db
    .prepare(
      `${DELIVERY} WHERE o.organ_id = @organ AND ${WHERE[show]} AND (@from = '' OR p.sent_on BETWEEN @from AND @to)
       ORDER BY ${show === 'slips_out' ? 'p.sent_on, p.seq' : 'p.seq DESC'} ${between ? '' : 'LIMIT 1000'}`,
    )
    .all({ organ: organId, from: between?.from ?? '', to: between?.to ?? '' }) as DeliveryRecord[];
  const count = (where: string): number =>
    store.db
      .prepare(`SELECT count(*) FROM paper_delivery p JOIN outgoing o ON o.id = p.outgoing_id WHERE o.organ_id = ? AND ${where}`)
      .pluck()
      .get(organId) as number;
  return { rows: rows.map((r) => rowOf(r, today)), notSent: count(WHERE.not_sent), slipsOut: count(WHERE.slips_out) };
}
export function deliveriesByIds(store: Store, ids: readonly string[]): (PaperDeliveryRow & { organId: string })[] {
  const find = store.db.prepare(`${DELIVERY} WHERE p.id = ?`);
  return ids.map((id) => {
    const row = find.get(id) as DeliveryRecord | undefined;
    if (!row) throw new Failure('documents.not_found');
    return { ...rowOf(row, legalDateOf(store.now())), organId: row.organ_id };
  });
}

export function setDelivery(
  store: Store,
  actor: Actor,
  id: string,
  input: { address: string; carry: Carry; copies: number; envelopes: number; wantsSlip: boolean },
): void {
  store.tx(() => {
    const row = store.db.prepare(`${DELIVERY} WHERE p.id = ?`).get(id) as DeliveryRecord | undefined;
    if (!row) throw new Failure('documents.not_found');
    const slip = input.wantsSlip && row.slip_number === null ? nextSlip(store, row.organ_id) : undefined;
    store.db
      .prepare(
        `UPDATE paper_delivery SET address = ?, carry = ?, copies = ?, envelopes = ?, wants_slip = ?, slip_year = coalesce(slip_year, ?),
           slip_number = coalesce(slip_number, ?) WHERE id = ?`,
      )
      .run(
        input.address,
        input.carry,
        input.copies,
        input.envelopes,
        input.wantsSlip ? 1 : 0,
        slip?.year ?? null,
        slip?.number ?? null,
        id,
      );
    record(store, actor, 'paper.delivery', id);
  }, 'paper:delivery');
}

/** Posted or carried; the code and the taker are the same for all that went together. */
export function markSent(
  store: Store,
  actor: Actor,
  ids: readonly string[],
  sent: { readonly sentOn: LegalDate; readonly postCode: string; readonly handedTo: string },
): void {
  if (sent.sentOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'sentOn' });
  store.tx(() => {
    for (const row of deliveriesByIds(store, ids)) {
      if (row.date && sent.sentOn < row.date) throw new Failure('paper.sent_before_document', { code: row.code });
      store.db
        .prepare('UPDATE paper_delivery SET sent_on = ?, post_code = ?, handed_to = ?, sent_by = ? WHERE id = ?')
        .run(sent.sentOn, sent.postCode, sent.handedTo, actor.name, row.id);
      addHistory(store, actor, {
        outgoingId: row.outgoingId as RecordId,
        act: row.carry === 'post' ? 'outgoing.posted' : 'outgoing.carried_by_hand',
        params: { name: row.name, date: sent.sentOn, code: sent.postCode || sent.handedTo },
      });
      record(store, actor, 'paper.sent', row.id);
    }
  }, 'paper:sent');
}
/** The phiếu gửi came back signed. @throws Failure `paper.slip_not_out` */
export function slipBack(store: Store, actor: Actor, id: string, back: { backOn: LegalDate; backName: string; note: string }): void {
  if (back.backOn > legalDateOf(store.now())) throw new Failure('documents.date_in_future', { field: 'backOn' });
  store.tx(() => {
    const [row] = deliveriesByIds(store, [id]);
    if (!row || row.sentOn === undefined || row.backOn !== undefined) throw new Failure('paper.slip_not_out');
    if (back.backOn < row.sentOn) throw new Failure('paper.back_before_sent');
    store.db
      .prepare('UPDATE paper_delivery SET back_on = ?, back_name = ?, back_note = ?, back_by = ? WHERE id = ?')
      .run(back.backOn, back.backName, back.note, actor.name, id);
    addHistory(store, actor, {
      outgoingId: row.outgoingId as RecordId,
      act: 'outgoing.paper_slip_back',
      params: { name: row.name, date: back.backOn },
    });
    record(store, actor, 'paper.slip_back', id);
  }, 'paper:slip-back');
}

export function outgoingPaper(store: Store, id: string, duplex: boolean): OutgoingPaper {
  const row = outgoingById(store, id);
  const paper = paperOf(store, id);
  const today = legalDateOf(store.now());
  const deliveries = store.db.prepare(`${DELIVERY} WHERE p.outgoing_id = ? ORDER BY p.seq`).all(id) as DeliveryRecord[];
  const copy = signedCopyOf(store, id);
  const pages = pagesOf(store, id);
  return {
    byHand: paper?.by_hand === 1,
    scanned: paper?.scanned === 1,
    deliveries: deliveries.map((r) => rowOf(r, today)),
    plan: printCount(pages, copiesWanted(store, row), duplex),
    archive: {
      place: paper?.archive_place ?? '',
      holder: paper?.archive_holder ?? '',
      copies: paper?.archive_copies ?? 1,
      ...(paper?.archived_at == null ? {} : { at: paper.archived_at }),
      ...(paper?.archived_by ? { by: paper.archived_by } : {}),
    },
    ...(paper?.signed_on ? { signedOn: paper.signed_on } : {}),
    ...(paper?.by_hand === 1 && copy ? { signedCopy: copy } : {}),
    ...(paper?.printed_at == null
      ? {}
      : {
          printed: {
            ...printCount(pages, paper.copies ?? 1, paper.duplex === 1),
            at: paper.printed_at,
            by: paper.printed_by ?? '',
            duplex: paper.duplex === 1,
          },
        }),
  };
}
