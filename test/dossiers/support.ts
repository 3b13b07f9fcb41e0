/** A desk with a year's list and some documents to put into files. */
import type { Store } from '../../src/core/store/types.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { type Desk, OURS, openDesk } from '../desk/support.ts';

export const FIELDS = {
  year: 2026,
  notation: '01.VP',
  heading: 'Văn phòng',
  title: 'Hồ sơ công tác văn thư, lưu trữ năm 2026',
  maintenance: '10 năm',
  rights: 'Không hạn chế',
  creator: 'Lê Thị Ví Dụ',
  language: 'Tiếng Việt',
  description: '',
  listed: true,
};

/** An issued departure put straight in. */
export function putOutgoing(
  store: Store,
  made: { readonly subject: string; readonly state?: string; readonly code?: string; readonly date?: string; readonly organId?: string },
): RecordId {
  const id = store.newId();
  store.tx(() =>
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, number, code, notation, date, type_name, subject, signer, signer_position, recipients, folded, updated_at, seq, workstation_id)
         VALUES (?, ?, ?, 0, 7, ?, 'UBND-VP', ?, 'Công văn', ?, 'Nguyễn Văn Mẫu', 'Chủ tịch', '[{"organId":"H99.01","name":"Sở Nội vụ"},{"name":"Hội Mẫu"}]', '', ?, ?, 'w')`,
      )
      .run(
        id,
        made.organId ?? OURS,
        made.state ?? 'issued',
        made.code ?? '07/UBND-VP',
        made.date ?? '2026-11-20',
        made.subject,
        store.now(),
        store.nextSeq(),
      ),
  );
  return id;
}
/** A file of a document, with its bytes in the vault. */
export async function giveFile(
  store: Store,
  side: 'incoming' | 'outgoing',
  id: string,
  name: string,
  text: string,
  pages: number | null,
  role = 'main',
): Promise<string> {
  const blob = await store.vault.put(Buffer.from(text));
  const fileId = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, ${side}_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, ?, ?, ?, 'pdf', ?, ?, ?, ?)`,
      )
      .run(fileId, id, role, role === 'main' ? 0 : 1, name, pages, blob.id, store.now(), store.nextSeq());
  });
  return fileId;
}
export { type Desk, OURS, openDesk };
