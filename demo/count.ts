/** The demo's figures, counted from what the axis and the store hold at the end, not from the script's own steps. */
import type { IncomingDetail } from '../src/contract/page/incoming.ts';
import type { OutgoingDetail } from '../src/contract/page/outgoing.ts';
import type { Desk } from './desk.ts';

export interface Figures {
  readonly received: number;
  readonly registered: number;
  /** Business statuses of ours that the axis holds, by code. */
  readonly statusesSent: Readonly<Record<'01' | '03' | '04' | '05' | '06', number>>;
  readonly signed: number;
  readonly signaturesValid: number;
  readonly queuedOffline: number;
  readonly delivered: number;
  readonly duplicates: number;
  readonly lost: number;
  readonly token: string;
  readonly outDir: string;
}

const OURS = 'H99.242';

export async function readAll(desk: Desk): Promise<{ incoming: IncomingDetail[]; outgoing: OutgoingDetail[] }> {
  const incoming: IncomingDetail[] = [];
  const outgoing: OutgoingDetail[] = [];
  for (let offset = 0; ; offset += 200) {
    const page = await desk.call['incoming.list']({ states: [], text: '', offset, limit: 200 });
    for (const row of page.rows) incoming.push(await desk.call['incoming.get']({ id: row.id }));
    if (page.rows.length < 200) break;
  }
  for (let offset = 0; ; offset += 200) {
    const page = await desk.call['outgoing.list']({ states: [], text: '', offset, limit: 200 });
    for (const row of page.rows) outgoing.push(await desk.call['outgoing.get']({ id: row.id }));
    if (page.rows.length < 200) break;
  }
  return { incoming, outgoing };
}

/** How many more than one of each key there are. */
function surplus(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}

/** Until what the axis holds for us was taken in: the training offices send a few more at their own times. */
async function takenIn(desk: Desk): Promise<void> {
  await desk.until('the last arrivals are taken in', 60_000, async () => {
    const { packages } = await desk.supervisor.training().ledger({});
    return packages.every((row) => row.to !== OURS || row.state === 'done' || row.state === 'fail') ? true : undefined;
  });
}

export async function count(
  desk: Desk,
  walked: { readonly token: string; readonly queuedOffline: number; readonly outDir: string },
): Promise<Figures> {
  await takenIn(desk);
  const { incoming, outgoing } = await readAll(desk);
  const { packages } = await desk.supervisor.training().ledger({});
  const quarantined = new Set((await desk.call['quarantine.list']({})).rows.map((row) => row.docId));
  const overAxis = incoming.filter((document) => document.channel === 'axis');
  const toUs = packages.filter((row) => row.messageType === 'edoc' && row.to === OURS);
  const fromUs = packages.filter((row) => row.from === OURS);
  const documentsOut = fromUs.filter((row) => row.messageType === 'edoc');
  const statusesOut = fromUs.filter((row) => row.messageType === 'status');
  const issued = outgoing.filter((document) => document.state === 'issued');

  const here = new Set(overAxis.map((document) => document.documentId));
  const notTakenIn = toUs.filter((row) => !here.has(row.documentId) && !quarantined.has(row.docId)).length;
  const due = issued.flatMap((document) => document.deliveries.filter((d) => d.organId).map((d) => `${d.organId}`)).length;
  const notSent = due - new Set(documentsOut.map((row) => `${row.documentId} ${row.to}`)).size;
  const statusesDue = overAxis.flatMap((document) => document.statuses).length;
  const notReported = statusesDue - statusesOut.length;

  const duplicates =
    surplus(overAxis.map((document) => `${document.senderOrganId} ${document.documentId}`)) +
    surplus(documentsOut.map((row) => `${row.documentId} ${row.to}`)) +
    surplus(statusesOut.filter((row) => row.statusCode !== '05').map((row) => `${row.documentId} ${row.statusCode}`)) +
    surplus(incoming.flatMap((document) => (document.arrivalNumber === undefined ? [] : [String(document.arrivalNumber)])));

  const signatures = issued.flatMap((document) => document.files.flatMap((file) => file.verdict?.signatures ?? []));
  const valid = signatures.filter((s) => (s.bytes === 'intact' || s.bytes === 'intact_with_allowed_additions') && s.signer === 'trusted');
  const sent = (code: string): number => statusesOut.filter((row) => row.statusCode === code).length;
  return {
    received: overAxis.length,
    registered: incoming.filter((document) => document.arrivalNumber !== undefined).length,
    statusesSent: { '01': sent('01'), '03': sent('03'), '04': sent('04'), '05': sent('05'), '06': sent('06') },
    signed: signatures.length,
    signaturesValid: valid.length,
    queuedOffline: walked.queuedOffline,
    delivered: issued.flatMap((document) => document.deliveries).filter((d) => d.state === 'delivered').length,
    duplicates,
    lost: notTakenIn + Math.max(0, notSent) + Math.max(0, notReported),
    token: walked.token,
    outDir: walked.outDir,
  };
}
