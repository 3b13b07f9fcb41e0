/** What an act is about: an outgoing document, or one stored PDF of which a copy is made; and whether the act fits it now. */
import type { SigningAct } from '../../contract/page/signing.ts';
import { afterOutgoingAct, type Channel } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import { type CopyKind, copyRefusal, isCopyKind } from '../../domain/signatureKinds.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import { type OutgoingRecord, outgoingById } from '../documents/outgoing.ts';
import { isByHand } from '../paper/out.ts';
import type { Store } from '../store/types.ts';

export interface SourceFile {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly blobId: BlobId;
  readonly pages: number | null;
  readonly stage: string;
  readonly detected: string;
  readonly verdict?: PdfVerdict;
}
export interface OutgoingTarget {
  readonly of: 'outgoing';
  readonly act: 'leader' | 'agency' | 'initial';
  readonly document: OutgoingRecord;
  readonly main: SourceFile;
  readonly attachments: readonly SourceFile[];
}
export interface CopyTarget {
  readonly of: 'copy';
  readonly act: CopyKind;
  readonly file: SourceFile;
  readonly incomingId?: string;
  readonly outgoingId?: string;
  readonly organId: string;
  /** Arrival number and date, for the arrival mark. */
  readonly arrival?: { readonly number: number; readonly date: string };
}
export type Target = OutgoingTarget | CopyTarget;
/** The file that a person sees and signs. */
export const sourceOf = (target: Target): SourceFile => (target.of === 'outgoing' ? target.main : target.file);

interface FileRecord {
  id: string;
  name: string;
  position: number;
  blob_id: BlobId;
  pages: number | null;
  stage: string;
  detected: string;
  verdict: string | null;
  role: string;
  incoming_id: string | null;
  outgoing_id: string | null;
}
const fileOf = (r: FileRecord): SourceFile => ({
  id: r.id,
  name: r.name,
  position: r.position,
  blobId: r.blob_id,
  pages: r.pages,
  stage: r.stage,
  detected: r.detected,
  ...(r.verdict === null ? {} : { verdict: JSON.parse(r.verdict) as PdfVerdict }),
});
const COLUMNS = 'id, name, position, blob_id, pages, stage, detected, verdict, role, incoming_id, outgoing_id';

export function currentFiles(store: Store, outgoingId: string): { main?: SourceFile; attachments: SourceFile[] } {
  const rows = store.db
    .prepare(`SELECT ${COLUMNS} FROM file WHERE outgoing_id = ? AND current = 1 AND role <> 'register' ORDER BY position`)
    .all(outgoingId) as FileRecord[];
  const main = rows.find((r) => r.role === 'main');
  return { ...(main ? { main: fileOf(main) } : {}), attachments: rows.filter((r) => r.role === 'attachment').map(fileOf) };
}

/** Which state of the document the act asks for; an initial is put on a draft and leaves it one. */
const MOVES = { leader: 'leader_sign', agency: 'agency_sign', initial: 'edit' } as const;

/** @throws Failure `documents.act_not_allowed`, `documents.not_found`, `signing.no_main_file`, `files.not_found`, … */
export function targetOf(store: Store, id: string, act: SigningAct): Target {
  if (isCopyKind(act)) return copyTarget(store, id, act);
  const document = outgoingById(store, id);
  const next = afterOutgoingAct(document.state, MOVES[act]);
  if (!next.ok) throw new Failure(next.error.code, next.error.params);
  const { main, attachments } = currentFiles(store, id);
  if (!main) throw new Failure('signing.no_main_file');
  // The drafter's initial stands before the leader signs.
  if (act === 'initial' && main.stage === 'leader_signed') throw new Failure('signing.initial_after_leader');
  return { of: 'outgoing', act, document, main, attachments };
}

function copyTarget(store: Store, fileId: string, act: CopyKind): CopyTarget {
  const row = store.db.prepare(`SELECT ${COLUMNS} FROM file WHERE id = ?`).get(fileId) as FileRecord | undefined;
  if (!row) throw new Failure('files.not_found');
  if (row.detected !== 'pdf') throw new Failure('pdf.not_a_pdf');
  const of = row.incoming_id === null ? undefined : incomingOf(store, row.incoming_id);
  const outgoing = row.outgoing_id === null ? undefined : outgoingById(store, row.outgoing_id);
  // A paper that is no document here, scanned for a copy that has its number.
  const loose =
    of || outgoing
      ? undefined
      : (store.db.prepare(`SELECT organ_id, direction FROM copy_issue WHERE source_file_id = ? AND state = 'made'`).get(fileId) as
          | { organ_id: string; direction: string }
          | undefined);
  const organId = of?.organ_id ?? outgoing?.organ_id ?? loose?.organ_id;
  if (organId === undefined) throw new Failure('signing.copy_of_nothing');
  if (act === 'incoming' && !of) throw new Failure('signing.mark_for_arrivals');
  const electronic = of
    ? of.channel === 'axis' || of.channel === 'email'
    : outgoing
      ? !isByHand(store, outgoing.id)
      : loose?.direction !== 'pe';
  const arrival = of?.arrival_number != null && of.arrival_date ? { number: of.arrival_number, date: of.arrival_date } : undefined;
  const refused = copyRefusal(act, { medium: electronic ? 'electronic' : 'paper', arrived: arrival !== undefined });
  if (refused) throw new Failure(refused.code, refused.params);
  return {
    of: 'copy',
    act,
    file: fileOf(row),
    organId,
    ...(row.incoming_id === null ? {} : { incomingId: row.incoming_id }),
    ...(row.outgoing_id === null ? {} : { outgoingId: row.outgoing_id }),
    ...(arrival ? { arrival } : {}),
  };
}
interface ArrivalRecord {
  organ_id: string;
  channel: Channel;
  arrival_number: number | null;
  arrival_date: string | null;
}
const incomingOf = (store: Store, id: string): ArrivalRecord | undefined =>
  store.db.prepare('SELECT organ_id, channel, arrival_number, arrival_date FROM incoming WHERE id = ?').get(id) as
    | ArrivalRecord
    | undefined;
