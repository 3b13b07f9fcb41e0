/** The ĐẾN stamp on a label, for paper that is not printed on: the one drawing of the stamp, as large as the label lets it be. */

import { type ArrivalStamp, STAMP_SIZE } from '../../domain/arrivalStamp.ts';
import { Failure } from '../../domain/errors.ts';
import type { LegalDate } from '../../domain/time.ts';
import { ownOrgan } from '../documents/index.ts';
import type { Doc } from '../print/drawing.ts';
import { drawArrivalStamp } from '../print/stamp.ts';
import type { Store } from '../store/types.ts';

/** @throws Failure `paper.no_stamp` for one without an arrival number */
export function stampsOf(store: Store, ids: readonly string[]): ArrivalStamp[] {
  const find = store.db.prepare('SELECT organ_id, arrival_number, arrival_date, instruction FROM incoming WHERE id = ?');
  return ids.map((id) => {
    const row = find.get(id) as
      | { organ_id: string; arrival_number: number | null; arrival_date: LegalDate | null; instruction: string | null }
      | undefined;
    if (row?.arrival_number == null || row.arrival_date === null) throw new Failure('paper.no_stamp');
    const to = row.instruction === null ? undefined : (JSON.parse(row.instruction) as { lead?: string }).lead;
    return { organName: ownOrgan(store, row.organ_id).name, number: row.arrival_number, date: row.arrival_date, ...(to ? { to } : {}) };
  });
}

export function stampLabel(doc: Doc, stamp: ArrivalStamp, box: { x: number; y: number; width: number; height: number }): void {
  const pad = 2;
  const scale = Math.min(1, (box.width - 2 * pad) / STAMP_SIZE.width, (box.height - 2 * pad) / STAMP_SIZE.height);
  const [x, y] = [box.x + (box.width - STAMP_SIZE.width * scale) / 2, box.y + (box.height - STAMP_SIZE.height * scale) / 2];
  drawArrivalStamp(doc, stamp, { x, y }, { scale });
}
