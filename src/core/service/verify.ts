/** The page's calls on verdicts, reports and trust. */
import { createHash } from 'node:crypto';
import type { verifyCalls } from '../../contract/page/verify.ts';
import type { Handlers } from '../../contract/wire.ts';
import { recordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { printSheet } from '../print/index.ts';
import { listChanges, seeChange } from '../verify/index.ts';
import { reportOf, reportSheet } from '../verify/report.ts';
import { PROXY_SETTING } from '../verify/room.ts';
import { reportWords } from '../verify/words.ts';
import type { Workstation } from '../workstation.ts';
import { type Session, type SignedIn, signedIn } from './session.ts';

const SHOWN = 200;

async function makeReport({ workstation, files, actor }: SignedIn, fileId: string, kind: 'pdf' | 'json') {
  const { store, verifying, mode } = workstation;
  const info = files.info(fileId);
  const { verdict } = await verifying.check(fileId);
  const hash = createHash('sha256');
  for await (const chunk of store.vault.stream(info.blob_id)) hash.update(chunk);
  const organ = workstation.organ();
  const report = reportOf({
    name: info.name,
    size: info.size,
    sha256: hash.digest('hex'),
    verdict,
    office: organ.name,
    person: actor.name,
    program: 'Trạm Văn thư',
    ...(mode === 'real' ? { trustVersion: verifying.trust.bundle().version } : {}),
    training: mode === 'training',
  });
  const bytes =
    kind === 'json'
      ? Buffer.from(`${JSON.stringify(report, null, 2)}\n`)
      : await printSheet(reportSheet(report, reportWords, workstation.fonts(), organ.parentName));
  const name = `Báo cáo kiểm tra chữ ký số – ${info.name.replace(/\.pdf$/i, '')}.${kind}`;
  const filed = kind === 'pdf' ? info.incoming_id : null;
  return { ...(await fileReport(workstation, { bytes, name, kind, incomingId: filed }, actor)), name };
}
/** With the incoming document where there is one; a file by itself otherwise, as printed registers are. */
async function fileReport(
  { store, changed }: Workstation,
  made: { bytes: Uint8Array; name: string; kind: string; incomingId: string | null },
  actor: Actor,
): Promise<{ fileId: string; size: number }> {
  const blob = await store.vault.put(made.bytes);
  const fileId = store.newId();
  const { incomingId } = made;
  store.tx(() => {
    store.vault.record(blob);
    store.db
      .prepare(
        `INSERT INTO file (id, incoming_id, role, stage, position, name, detected, blob_id, created_at, seq)
         VALUES (?, ?, ?, 'report', 1000, ?, ?, ?, ?, ?)`,
      )
      .run(
        fileId,
        incomingId,
        incomingId === null ? 'register' : 'attachment',
        made.name,
        made.kind,
        blob.id,
        store.now(),
        store.nextSeq(),
      );
    if (incomingId !== null) addHistory(store, actor, { incomingId: recordId(incomingId), act: 'incoming.verify_report' });
    record(store, actor, 'verify.report', incomingId ?? fileId, made.kind);
  }, 'verify:report');
  if (incomingId !== null) changed('incoming', incomingId);
  return { fileId, size: blob.size };
}

export const verifyHandlers: Handlers<typeof verifyCalls, Session> = {
  'verify.state': (_input, session) => {
    const { store, verifying } = signedIn(session).workstation;
    const { lastFailure, ...kept } = verifying.material.facts();
    return {
      unseen: listChanges(store, 0).unseen,
      online: verifying.online,
      proxy: store.setting(PROXY_SETTING) ?? '',
      kept,
      waiting: verifying.waiting(),
      ...(lastFailure ? { lastFailure } : {}),
    };
  },
  'verify.changes': (_input, session) => listChanges(signedIn(session).workstation.store, SHOWN),
  'verify.seen': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    seeChange(workstation.store, id, actor);
    workstation.changed('verify');
    return {};
  },
  'verify.check': ({ fileId }, session) => signedIn(session).workstation.verifying.check(fileId),
  'verify.report': ({ fileId, kind }, session) => makeReport(signedIn(session), fileId, kind),
  'verify.setNetwork': ({ online, proxy }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.verifying.setNetwork(online, proxy, actor);
    workstation.changed('verify');
    return {};
  },
  'trust.state': (_input, session) => signedIn(session).workstation.verifying.trust.state(),
  'trust.add': ({ bytes, asAnchor }, session) => {
    const { workstation, actor } = signedIn(session);
    const added = workstation.verifying.trust.add(bytes, asAnchor, actor);
    workstation.changed('verify');
    return added;
  },
  'trust.remove': ({ sha256 }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.verifying.trust.remove(sha256, actor);
    workstation.changed('verify');
    return {};
  },
  'trust.update': ({ bytes }, session) => {
    const { workstation, actor } = signedIn(session);
    const state = workstation.verifying.trust.update(bytes, actor);
    workstation.changed('verify');
    return state;
  },
  'trust.fetch': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const came = await workstation.verifying.fetchPinned(actor);
    if (came > 0) workstation.changed('verify');
    return { came };
  },
};
