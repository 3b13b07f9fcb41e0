/**
 * Bản in có dấu đến: a copy of an arrival's PDF with the ĐẾN stamp drawn on page one, for paper. No token signs it and the
 * file that came in is never touched (Decree 30/2020, annex IV; the stamp on a signed file itself would break it).
 */
import { drawStamp, type StampSide, stampPlace } from '../../domain/arrivalStamp.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { addHistory } from './history.ts';
import { ownOrgan } from './organs.ts';

interface Source {
  readonly name: string;
  readonly detected: string;
  readonly blob_id: BlobId;
}
interface Registered {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly arrival_number: number | null;
  readonly arrival_date: string | null;
  readonly instruction: string | null;
}
export interface StampedCopy {
  readonly fileId: RecordId;
  readonly name: string;
  readonly size: number;
}
const KIND = 'stamped';
/** A stamp at a share of its size: letters below this are not read. */
const SMALLEST = 4;

/** @throws Failure `documents.not_found`, `files.not_found`, `files.not_a_pdf`, `signing.mark_before_number`, `pdf.encrypted`… */
export async function stampedCopy(
  store: Store,
  parsing: Parsing,
  actor: Actor,
  asked: { readonly incomingId: string; readonly fileId: string; readonly side: StampSide; readonly note?: string },
): Promise<StampedCopy> {
  const row = store.db
    .prepare<[string], Registered>('SELECT id, organ_id, arrival_number, arrival_date, instruction FROM incoming WHERE id = ?')
    .get(asked.incomingId);
  if (!row) throw new Failure('documents.not_found');
  if (row.arrival_number === null) throw new Failure('signing.mark_before_number');
  const file = store.db
    .prepare<[string, string], Source>('SELECT name, detected, blob_id FROM file WHERE id = ? AND incoming_id = ? AND current = 1')
    .get(asked.fileId, row.id);
  if (!file) throw new Failure('files.not_found');
  if (!file.detected.includes('pdf')) throw new Failure('files.not_a_pdf', { name: file.name });
  const source = store.vault.sealed(file.blob_id);
  const layout = await parsing.readLayout({ source });
  const page = layout.pages[0] ?? { width: 595, height: 842 };
  const place = stampPlace(page, layout.lines, asked.side);
  const [target] = store.vault.reserve(1);
  if (!target) throw new Failure('pdf.damaged');
  const lead = row.instruction === null ? undefined : (JSON.parse(row.instruction) as { lead: string }).lead;
  const drawing = drawStamp({
    organName: ownOrgan(store, row.organ_id).name,
    number: row.arrival_number,
    ...(row.arrival_date ? { date: row.arrival_date as LegalDate } : {}),
    ...(lead ? { to: lead } : {}),
  });
  const scale = place.width / drawing.width;
  try {
    await parsing.stampPdf({
      source,
      target: target.file,
      page: 1,
      rectangle: place,
      name: `Dấu đến số ${row.arrival_number}`,
      appearance: {
        kind: 'text',
        color: 'red',
        lines: drawing.texts.map(({ text, size, bold, at }) => ({
          text,
          size: Math.max(SMALLEST, size * scale),
          ...(bold ? { bold } : {}),
          at: { x: at.x * scale, y: at.y * scale, ...(at.center ? { center: true } : {}) },
        })),
        rules: drawing.rules.map(({ x1, y1, x2, y2 }) => ({ x1: x1 * scale, y1: y1 * scale, x2: x2 * scale, y2: y2 * scale })),
        ...(asked.note ? { note: asked.note } : {}),
      },
    });
    const blob = await store.vault.adopt(target.id, target.file);
    const name = `${file.name.replace(/\.pdf$/i, '')} (bản in có dấu đến ${row.arrival_number}).pdf`;
    const fileId = store.newId();
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, incoming_id, role, stage, position, current, name, detected, blob_id, created_at, seq)
           VALUES (?, ?, 'attachment', 'copy:stamped', 0, 0, ?, 'pdf', ?, ?, ?)`,
        )
        .run(fileId, row.id, name, blob.id, store.now(), store.nextSeq());
      store.db
        .prepare(
          `INSERT INTO derived_copy (id, kind, file_id, source_file_id, incoming_id, at, person_id, by_name, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(store.newId(), KIND, fileId, asked.fileId, row.id, store.now(), actor.personId ?? null, actor.name, store.nextSeq());
      addHistory(store, actor, { incomingId: row.id, act: 'incoming.stamped_copy', params: { name: file.name } });
      record(store, actor, 'incoming.stamped_copy', row.id, 'ok');
    }, 'incoming:stamped-copy');
    return { fileId, name, size: blob.size };
  } catch (error) {
    await store.vault.discard([target.id]);
    throw error;
  }
}
