/** What every printed page needs: the office it stands for, and its file kept in the store for the viewer to print. */

import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { PrintPlace } from '../deadlines/print.ts';
import type { OwnOrgan } from '../documents/index.ts';
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

/** Keeps a printed PDF; read it by `files.read`. */
export async function keepPrint(
  store: Store,
  actor: Actor,
  pdf: Uint8Array,
  name: string,
  act: string,
  object = 'print',
  organId?: string,
): Promise<{ fileId: string; size: number; name: string }> {
  const blob = await store.vault.put(pdf);
  const fileId = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, role, position, name, detected, blob_id, created_at, seq, organ_id) VALUES (?, 'register', 0, ?, 'pdf', ?, ?, ?, ?)`,
      )
      .run(fileId, name, blob.id, store.now(), store.nextSeq(), organId ?? null);
    record(store, actor, act, object, name);
  }, 'print:keep');
  return { fileId, size: blob.size, name };
}
