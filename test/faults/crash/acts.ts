/**
 * What a workstation's core does all day, as acts that are told once they are acknowledged: paper taken in with its scan
 * and registered, drafts written, numbered, issued, now and then cancelled.
 */
import { randomBytes } from 'node:crypto';
import type { Actor } from '../../../src/core/context.ts';
import {
  cancelOutgoing,
  createPaper,
  finishIncoming,
  issueOutgoing,
  numberOutgoing,
  registerIncoming,
  saveDraft,
} from '../../../src/core/documents/index.ts';
import type { Store } from '../../../src/core/store/types.ts';

const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };

export interface Ack {
  readonly act: string;
  readonly id?: string;
  readonly number?: number;
}

/** Does one document's acts at a time, by chance. */
export function actsOf(store: Store, random: () => number, tell: (ack: Ack) => void): () => Promise<void> {
  async function upload(): Promise<string> {
    const blob = await store.vault.put(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(2_000 + Math.floor(random() * 60_000))]));
    const id = store.newId();
    store.tx(() => {
      store.vault.record(blob);
      store.db
        .prepare(`INSERT INTO upload (id, name, detected, pages, blob_id, at) VALUES (?, 'van-ban.pdf', 'pdf', 1, ?, ?)`)
        .run(id, blob.id, store.now());
    }, 'upload:finish');
    return id;
  }

  async function paper(register: boolean): Promise<void> {
    const made = createPaper(store, clerk, {
      organId: 'H99.242',
      channel: 'post',
      sender: 'Sở Mẫu',
      number: '',
      notation: 'CV',
      typeName: 'Công văn',
      subject: `Về việc thử nghiệm ${Math.floor(random() * 1e6)}`,
      signer: '',
      priority: 0,
      uploadIds: [await upload()],
      register: false,
      notDuplicate: true,
    });
    tell({ act: 'paper', id: made.id });
    if (!register) return;
    tell({ act: 'register', id: made.id, number: registerIncoming(store, clerk, made.id).arrivalNumber });
    if (random() < 0.5) {
      finishIncoming(store, clerk, made.id, 'for_information', '');
      tell({ act: 'finish', id: made.id });
    }
  }

  /** The signing acts stand between these steps; here only their outcome, which the acts that follow ask for. */
  const signedAs = (id: string, state: string): void =>
    void store.tx(() => store.db.prepare('UPDATE outgoing SET state = ? WHERE id = ?').run(state, id), 'crash:signed');

  async function letter(): Promise<void> {
    const id = saveDraft(store, clerk, 'H99.242', {
      typeName: 'Quyết định',
      subject: 'Về việc thử nghiệm',
      content: '',
      competence: 'TM. ỦY BAN NHÂN DÂN',
      signerPosition: 'CHỦ TỊCH',
      signer: 'Nguyễn Văn Mẫu',
      priority: 0,
      toPlaces: [],
      recipients: [{ organId: 'H99.01', name: 'Sở Mẫu' }],
      uploadIds: [await upload()],
    });
    tell({ act: 'draft', id });
    signedAs(id, 'leader_signed');
    tell({ act: 'number', id, number: numberOutgoing(store, clerk, id).number });
    if (random() < 0.15) {
      cancelOutgoing(store, clerk, id, 'Đánh máy nhầm', 'Nguyễn Văn Mẫu');
      tell({ act: 'cancel', id });
      return;
    }
    signedAs(id, 'agency_signed');
    await issueOutgoing(store, clerk, id);
    tell({ act: 'issue', id });
  }

  return () => (random() < 0.6 ? paper(random() < 0.85) : letter());
}
