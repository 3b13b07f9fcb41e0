/** What each call of the axis does, once the caller is known. */
import { rm } from 'node:fs/promises';
import type { TrainingFaults } from '../../contract/training/index.ts';
import { TRAINING_ORGAN_PREFIX } from '../../domain/profile.ts';
import { edxmlTimestamp, parseEdxmlTimestamp } from '../../domain/time.ts';
import { type Answer, emptyFields, okAnswer, refusal } from './answers.ts';
import { readEnvelope } from './envelope.ts';
import { type Spooled, spool } from './spool.ts';
import type { AxisStore, MessageType, PackageState, RecipientRow } from './store.ts';

export interface CallContext {
  readonly store: AxisStore;
  readonly systemId: string;
  /** Signed parameters by lower-case name. A client's stale ones are simply not looked at. */
  readonly params: ReadonlyMap<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
  readonly faults: TrainingFaults;
}
/** JSON, or a package's bytes: base64 inside JSON (`getEdoc`) or as they are (`downloadEdoc`). */
export type Outcome =
  | { readonly kind: 'json'; readonly answer: Answer }
  | { readonly kind: 'package'; readonly path: string; readonly size: number; readonly raw: boolean }
  /** Of the gateway's face (`rest.ts`): its JSON, or a package inside it. */
  | { readonly kind: 'gateway'; readonly body: unknown }
  | { readonly kind: 'gateway_package'; readonly path: string; readonly size: number; readonly before: string }
  | { readonly kind: 'nothing' };
type Handler = (context: CallContext) => Promise<Outcome> | Outcome;

const json = (answer: Answer): Outcome => ({ kind: 'json', answer });
const messageType = (params: ReadonlyMap<string, string>): MessageType =>
  (params.get('messagetype') ?? '').toLowerCase() === 'status' ? 'status' : 'edoc';
const organs = (c: CallContext): readonly string[] => c.store.organsOf(c.systemId);

const receivedItem = (r: RecipientRow): Record<string, string> => ({
  docId: r.docId,
  serviceType: 'eDoc',
  messageType: r.messageType,
  created_time: edxmlTimestamp(r.createdAt),
  updated_time: edxmlTimestamp(r.updatedAt),
  from: r.from,
  to: r.to,
  status: r.state,
  status_desc: r.stateDesc,
});
const sentItem = (r: RecipientRow): Record<string, string> => ({
  senderDocId: r.docId,
  receiverDocId: r.docId,
  fromCode: r.from,
  toCode: r.to,
  serviceType: 'eDoc',
  messageType: r.messageType,
  title: r.title,
  notation: r.code,
  sentTime: edxmlTimestamp(r.createdAt),
  receivedTime: edxmlTimestamp(r.updatedAt),
  sendStatus: 'done',
  sendStatusDesc: '',
  receiveStatus: r.state,
  receiveStatusDesc: r.stateDesc,
  /** Beyond the official fields, which clients ignore: what the message calls itself. */
  documentId: r.documentId,
});

const listed = <T>({ disorder, doubled }: TrainingFaults, rows: readonly T[]): readonly T[] => {
  const ordered = disorder === true ? [...rows].reverse() : rows;
  return doubled === true ? ordered.flatMap((row) => [row, row]) : ordered;
};

/** `to` as the official client sends it (JSON array or quoted string) or plain, several separated by commas. */
export function recipientsOf(header: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(header);
    if (typeof parsed === 'string') return [parsed.trim()];
    if (Array.isArray(parsed)) return parsed.filter((v) => typeof v === 'string').map((v) => v.trim());
  } catch {
    // not JSON: plain text
  }
  return header
    .split(/[,;]/)
    .map((v) => v.trim())
    .filter((v) => v !== '');
}

async function sendEdoc(c: CallContext): Promise<Outcome> {
  const refuse = (kind: Parameters<typeof refusal>[0], detail?: string): Outcome => json(refusal(kind, emptyFields('sendEdoc'), detail));
  const hashFile = c.params.get('hash-file');
  if (hashFile === undefined) return refuse('badParameter', 'hash-file');
  const file = await spool(c.store.incomingDir, c.body, hashFile.toLowerCase());
  if (file === undefined) return refuse('badFile');
  try {
    return json(
      await acceptPackage(c.store, file, {
        systemId: c.systemId,
        timestamp: c.params.get('timestamp') ?? '',
        messageType: messageType(c.params),
        deduplicate: c.faults.noDeduplication !== true,
        ...(c.params.has('from') ? { from: (c.params.get('from') ?? '').trim() } : {}),
        ...(c.params.has('to') ? { to: recipientsOf(c.params.get('to') ?? '') } : {}),
      }),
    );
  } finally {
    await rm(file.path, { force: true });
  }
}

export interface Upload {
  readonly systemId: string;
  readonly timestamp: string;
  readonly messageType: MessageType;
  readonly deduplicate: boolean;
  readonly from?: string;
  readonly to?: readonly string[];
}
/** Judges a package that lies complete on disk and takes it in: known sender, every recipient known, not here already. */
export async function acceptPackage(store: AxisStore, file: Spooled, upload: Upload): Promise<Answer> {
  const fail = (kind: Parameters<typeof refusal>[0], detail?: string): Answer => refusal(kind, emptyFields('sendEdoc'), detail);
  const envelope = await readEnvelope(file.path);
  if (envelope === undefined) return fail('unreadable');
  if ((envelope.kind === 'status') !== (upload.messageType === 'status')) return fail('badParameter', 'messagetype');
  const from = upload.from ?? envelope.from ?? '';
  if (!store.organsOf(upload.systemId).includes(from) || (envelope.from !== undefined && envelope.from !== from))
    return fail('foreignSender');
  const to = upload.to ?? envelope.to;
  const unknown = to.find((organ) => !store.isOffice(organ));
  if (to.length === 0 || unknown !== undefined) return fail('unknownRecipient', unknown ?? 'không ghi');
  const candidate = { ...file, ...upload, from, to, envelope };
  const repeated = store.repeated(candidate, upload.deduplicate);
  if (repeated === undefined) return okAnswer({ DocId: store.add(candidate) });
  if (repeated.sha256 === file.sha256) return okAnswer({ DocId: repeated.docId });
  if (envelope.businessType === 0) return fail('documentIdTaken', envelope.documentId);
  return okAnswer({ DocId: store.add(candidate) });
}

const STATES: readonly string[] = ['processing', 'done', 'fail'];
function updateStatus(c: CallContext): Outcome {
  const status = (c.params.get('status') ?? '').trim().toLowerCase();
  if (!STATES.includes(status)) return json(refusal('badParameter', {}, 'status'));
  const known = c.store.mark(c.params.get('docid') ?? '', organs(c), status as PackageState, c.params.get('description') ?? '');
  return json(known ? okAnswer() : refusal('noSuchPackage'));
}

function fetchPackage(c: CallContext, raw: boolean): Outcome {
  const found = c.store.visible(c.params.get('docid') ?? '', organs(c));
  if (found !== undefined) return { kind: 'package', path: c.store.pathOf(found.docId), size: found.size, raw };
  // The official client saves any text as the document; only an empty answer is a failure to it.
  return raw ? { kind: 'nothing' } : json(refusal('noSuchPackage', emptyFields('getEdoc')));
}

const agency = (o: { organId: string; name: string }, i: number): Record<string, string> => ({
  id: String(i + 1),
  code: o.organId,
  name: o.name,
  mail: `vanthu@${o.organId.toLowerCase()}.example`,
});

/** An invented code of QCVN 102:2016: no mirror of the other one, as real pairs are none. */
const code102 = (i: number): string => `000.00.${71 + 7 * i}.${TRAINING_ORGAN_PREFIX}`;

export const HANDLERS: Readonly<Record<string, Handler>> = {
  sendEdoc,
  getReceivedEdocList: (c) => {
    const from = parseEdxmlTimestamp(c.params.get('fromdate') ?? '');
    const rows =
      from === undefined ? c.store.waiting(organs(c), messageType(c.params)) : c.store.since(organs(c), messageType(c.params), from);
    return json(okAnswer({ data: listed(c.faults, rows.map(receivedItem)) }));
  },
  getSentEdocList: (c) => {
    const rows = c.store.sent(organs(c), messageType(c.params), c.params.get('docid') || undefined, c.faults.noFindByDocumentId !== true);
    return json(okAnswer({ data: listed(c.faults, rows.map(sentItem)) }));
  },
  getEdoc: (c) => fetchPackage(c, false),
  downloadEdoc: (c) => fetchPackage(c, true),
  updateStatus,
  getAgenciesList: (c) => json(okAnswer({ data: c.store.offices().map((o, i) => ({ ...agency(o, i), pid: '', oldCode: o.organId })) })),
  getAgenciesListQD20: (c) => json(okAnswer({ data: c.store.offices().map((o, i) => ({ ...agency(o, i), code102: code102(i) })) })),
  getSynchronizeUnit: (c) =>
    json(
      okAnswer({
        data: c.store.offices().map((o, i) => ({
          ...agency(o, i),
          pid: '',
          centerCode: o.organId,
          version: 1,
          deleted: false,
          modifyDate: '2026/01/01 00:00:00',
          isAgency: true,
        })),
      }),
    ),
  countReceiveEdoc: (c) => json(okAnswer({ count: c.store.waiting(organs(c), 'edoc').length })),
  countReceiveStatus: (c) => json(okAnswer({ count: c.store.waiting(organs(c), 'status').length })),
  registerAgency: () => json(refusal('notInTraining')),
  deleteAgency: () => json(refusal('notInTraining')),
};
