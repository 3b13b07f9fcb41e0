/** What every printed page needs: the office it stands for, and its file kept in the store for the viewer to print. */

import type { AuditAct } from '../../domain/auditActs.ts';
import type { Actor } from '../context.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { OwnOrgan } from '../documents/index.ts';
import { keepFile } from '../print/kept.ts';
import type { Store } from '../store/types.ts';
import type { Workstation } from '../workstation.ts';

export function printPlace(workstation: Workstation, organ: OwnOrgan = workstation.organ()): PrintPlace {
  return {
    officeName: organ.name,
    parentName: organ.parentName,
    place: organ.place,
    now: workstation.store.now(),
    fonts: workstation.fonts(),
    ...(workstation.mode === 'training' ? { watermark: 'TẬP HUẤN' } : {}),
  };
}

/** Keeps a printed PDF, or a workbook or Word document; read it by `files.read`. */
export async function keepPrint(
  store: Store,
  actor: Actor,
  bytes: Uint8Array,
  name: string,
  act: AuditAct,
  object = 'print',
  organId?: string,
): Promise<{ fileId: string; size: number; name: string }> {
  const blob = await store.vault.put(bytes);
  const detected = name.endsWith('.pdf') ? 'pdf' : 'ooxml';
  return keepFile(store, actor, { blob, name, detected, ...(organId === undefined ? {} : { organId }) }, act, object);
}
