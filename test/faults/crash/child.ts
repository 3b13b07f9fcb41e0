/**
 * A workstation's core at work until it is killed: paper taken in with its scan and registered, drafts written,
 * numbered, issued, now and then cancelled. Each act is told once it is acknowledged. Where it is told to, it ends
 * itself by SIGKILL at a point of a transaction; else whoever started it does.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { systemClock } from '../../../src/core/clock.ts';
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
import { deriveKeys, openStore } from '../../../src/core/store/index.ts';
import { seededRandom } from '../../bench/bench.ts';

/** `atPoint`: the how manieth point of a transaction it dies at; 0 = none. */
const [dir = '', dataKey = '', seed = '1', atPoint = '0'] = process.argv.slice(2);
let points = 0;
const store = openStore({
  dir,
  keys: deriveKeys(Buffer.from(dataKey, 'hex')),
  clock: systemClock,
  onPoint: () => {
    if (++points === Number(atPoint)) process.kill(process.pid, 'SIGKILL');
  },
});
const random = seededRandom(Number(seed));
const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const tell = (ack: object): void => void writeSync(1, `${JSON.stringify(ack)}\n`);

async function upload(): Promise<string> {
  const blob = await store.vault.put(Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(2_000 + Math.floor(random() * 60_000))]));
  const id = store.newId();
  store.tx(() => {
    store.vault.record(blob);
    store.db.prepare(`INSERT INTO upload VALUES (?, 'van-ban.pdf', 'pdf', 1, ?, ?)`).run(id, blob.id, store.now());
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

// A process that is killed would never write it.
flushCompileCache();
tell({ act: 'open' });
for (;;) {
  if (random() < 0.6) await paper(random() < 0.85);
  else await letter();
}
