/**
 * The signed file on paper, ready for the red seal (Decree 30/2020, article 18, item 5): the version that the leader signed,
 * with số and ngày printed in their blanks, since no agency's signature has put them there.
 */
import type { PrintedFile } from '../../contract/page/paper.ts';
import { Failure } from '../../domain/errors.ts';
import { FORM_PROFILES } from '../../domain/formProfiles.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { PrintCount } from '../../domain/paperDesk.ts';
import { stripPlan } from '../../domain/signaturePlaces.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { ownOrgan } from '../documents/organs.ts';
import { outgoingById, requireNotDestroyed } from '../documents/outgoing.ts';
import type { Parsing } from '../parsing/index.ts';
import { drawPages } from '../print/drawing.ts';
import type { PrintFonts } from '../print/index.ts';
import type { Store } from '../store/types.ts';
import { composeFile } from './compose.ts';
import { isByHand, notePrinted } from './out.ts';

interface Room {
  readonly store: Store;
  readonly parsing: Pick<Parsing, 'composePdf' | 'inspect' | 'findPlaces'>;
  fonts(): PrintFonts;
}
interface SourceRow {
  readonly blobId: BlobId;
  readonly stage: string;
}

/** @throws Failure `documents.act_not_allowed`, `signing.no_main_file`, `paper.by_hand_already`, `paper.year_differs`, `paper.date_differs` */
export async function printForSeal(
  room: Room,
  actor: Actor,
  id: RecordId,
  wanted: { readonly copies: number; readonly duplex: boolean },
): Promise<PrintedFile & { count: PrintCount }> {
  const { store, parsing } = room;
  const row = outgoingById(store, id);
  requireNotDestroyed(row);
  if (row.number === null || row.date === null || row.state === 'cancelled') throw new Failure('signing.not_numbered');
  if (isByHand(store, id)) throw new Failure('paper.by_hand_already');
  // The version that the leader signed, whatever was put on it since.
  const main = store.db
    .prepare<[string], SourceRow>(
      `SELECT blob_id AS blobId, stage FROM file WHERE outgoing_id = ? AND role = 'main' AND stage = 'leader_signed' ORDER BY seq DESC LIMIT 1`,
    )
    .get(id);
  if (!main) throw new Failure('signing.no_main_file');
  const source = store.vault.sealed(main.blobId);
  const { pdf } = await parsing.inspect({ source });
  const [page] = pdf?.pages ?? [];
  if (!page) throw new Failure('pdf.page_missing', { page: 1 });
  const found = await parsing.findPlaces({ source, signer: row.signer });
  const organ = ownOrgan(store, row.organ_id);
  // What the leader signed says another day or year than the number got: nothing printed over it would be right.
  const [year = '', month = '', day = ''] = row.date.split('-');
  if (found.year !== undefined && found.year !== Number(year)) throw new Failure('paper.year_differs', { printed: found.year, year });
  if (found.typedDate !== undefined && found.typedDate !== row.date)
    throw new Failure('paper.date_differs', { printed: screenDate(found.typedDate), date: `${day}/${month}/${year}` });
  const number = /^\d+(?=[/-])/.exec(row.code)?.[0] ?? String(row.number);
  const said = { number, code: row.code, date: row.date as LegalDate, place: organ.place };
  const strip = stripPlan(page, found, said, FORM_PROFILES.decree30);
  const { width, height } = strip.place;
  const overlay = await drawPages({ fonts: room.fonts(), size: [width, height] }, (doc) => {
    for (const line of strip.lines) {
      // The day is there already.
      if (line.italic && found.typedDate !== undefined) continue;
      doc.font(line.italic ? 'italic' : 'regular').fontSize(line.size);
      const wide = doc.widthOfString(line.text);
      // pdfkit draws from the top of the letters; the plan names the baseline.
      doc.text(line.text, line.at.x - (line.at.center ? wide / 2 : 0), height - line.at.y - line.size * 0.89, { lineBreak: false });
    }
  });
  const attached = store.db
    .prepare<[string], BlobId>(
      `SELECT blob_id FROM file WHERE outgoing_id = ? AND current = 1 AND role = 'attachment' AND detected = 'pdf' ORDER BY position`,
    )
    .pluck()
    .all(id);
  const { blob, pages } = await composeFile(room, [{ blobId: main.blobId }, ...attached.map((blobId) => ({ blobId }))], {
    overlays: [{ pdf: overlay, page: 1, x: strip.place.x, y: strip.place.y }],
  });
  const count = notePrinted(store, actor, id, wanted.copies, wanted.duplex);
  const name = `${row.code.replaceAll('/', '-')} (bản giấy để đóng dấu).pdf`;
  const fileId = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, outgoing_id, role, stage, position, current, name, detected, pages, blob_id, created_at, seq)
         VALUES (?, ?, 'register', 'print', 0, 0, ?, 'pdf', ?, ?, ?, ?)`,
      )
      .run(fileId, id, name, pages, blob.id, store.now(), store.nextSeq());
    record(store, actor, 'paper.print_for_seal', id);
  }, 'paper:print');
  return { fileId, size: blob.size, name, count };
}
