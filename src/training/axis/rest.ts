/**
 * The axis's second face: a provincial gateway's REST calls (X-SystemId, X-SecretKey, multipart), over the same packages.
 * It speaks as such a gateway's guide says, its error table included; what a gateway really answers is not public.
 */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { TrainingFaults } from '../../contract/training/index.ts';
import { edxmlTimestamp, type Instant, parseEdxmlTimestamp } from '../../domain/time.ts';
import type { Answer } from './answers.ts';
import { acceptPackage, type Outcome } from './calls.ts';
import { type FilePart, MultipartReader } from './multipart.ts';
import { spoolStream } from './spool.ts';
import type { AxisStore, MessageType, PackageState, RecipientRow } from './store.ts';

const gateway = (body: unknown): Outcome => ({ kind: 'gateway', body });
const failed = (code: number, message: string): Outcome => gateway({ success: false, code, message });
const failedAs = (answer: Answer): Outcome => failed(Number(answer.ErrorCode), answer.ErrorDesc);

const header = (req: IncomingMessage, name: string): string => {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
};
function sameSecret(given: string, kept: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(kept);
  return a.length === b.length && timingSafeEqual(a, b);
}

export async function answerRest(store: AxisStore, req: IncomingMessage, faults: TrainingFaults): Promise<Outcome> {
  const url = new URL(req.url ?? '/', 'http://axis.invalid');
  const systemId = header(req, 'x-systemid');
  const secret = store.secretOf(systemId);
  if (secret === undefined || !sameSecret(header(req, 'x-secretkey'), secret)) return failed(15, 'Sai SystemId hoặc SecretKey.');
  const call = `${req.method} ${url.pathname}`;
  if (call === 'POST /v1/sendEdoc') return sendEdoc(store, systemId, req, faults);
  if (call === 'GET /v1/syncReceivedEdocList') return list(store, systemId, url.searchParams);
  if (call === 'GET /v1/getEdoc') return getEdoc(store, systemId, url.searchParams.get('docId') ?? '');
  if (call === 'POST /v1/updateStatus') return updateStatus(store, systemId, req);
  return failed(20, 'Không có dịch vụ này.');
}

async function sendEdoc(store: AxisStore, systemId: string, req: IncomingMessage, faults: TrainingFaults): Promise<Outcome> {
  const boundary = /boundary="?([^";]{1,70})"?/.exec(header(req, 'content-type'))?.[1];
  if (boundary === undefined) return failed(10, 'Thiếu tệp gửi lên.');
  const reader = new MultipartReader(boundary);
  const file = await spoolStream(store.incomingDir, fileOf(reader, req));
  try {
    const messageType: MessageType = reader.fields.get('messageType') === 'status' ? 'status' : 'edoc';
    if (!reader.sawFile || !reader.ended) return failed(10, 'Tệp gửi lên không đúng.');
    // A gateway's client sends no timestamp: the same bytes again are the same upload.
    const answer = await acceptPackage(store, file, {
      systemId,
      timestamp: faults.noDeduplication === true ? randomUUID() : '',
      messageType,
      deduplicate: faults.noDeduplication !== true,
    });
    return answer.status === 'OK' ? gateway({ success: true, code: 0, data: { docId: answer.DocId } }) : failedAs(answer);
  } finally {
    await rm(file.path, { force: true });
  }
}
async function* fileOf(reader: MultipartReader, req: IncomingMessage): AsyncIterable<Uint8Array> {
  for await (const chunk of req) for (const part of reader.push(chunk as Buffer) as FilePart[]) yield part;
}

const dayStart = (text: string | null): Instant | undefined => parseEdxmlTimestamp(`${text ?? ''} 00:00:00`);
function list(store: AxisStore, systemId: string, query: URLSearchParams): Outcome {
  const from = dayStart(query.get('fromDate'));
  const to = dayStart(query.get('toDate'));
  if (from === undefined || to === undefined) return failed(20, 'Thiếu fromDate hoặc toDate.');
  const type: MessageType = query.get('messageType') === 'status' ? 'status' : 'edoc';
  const rows = store.since(store.organsOf(systemId), type, from).filter((row) => row.createdAt < to + 24 * 3600_000);
  return gateway({ success: true, count: rows.length, data: rows.map(item) });
}
const item = (row: RecipientRow): Record<string, string> => ({
  serviceType: 'eDoc',
  messageType: row.messageType,
  docId: row.docId,
  from: row.from,
  to: row.to,
  createdTime: edxmlTimestamp(row.createdAt),
  updatedTime: edxmlTimestamp(row.updatedAt),
  status: row.state,
  statusDesc: row.stateDesc,
});

function getEdoc(store: AxisStore, systemId: string, docId: string): Outcome {
  const found = store.visible(docId, store.organsOf(systemId));
  if (found === undefined) return failed(20, 'Không có gói tin này.');
  const facts = JSON.stringify({ docId, from: found.from, edocCode: found.code, edocAbstract: found.title });
  const before = `{"success":true,"data":${facts.slice(0, -1)},"attachments":[],"edxml":"`;
  return { kind: 'gateway_package', path: store.pathOf(docId), size: found.size, before: toAscii(before) };
}
const toAscii = (json: string): string => json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const STATES: readonly string[] = ['processing', 'done', 'fail'];
async function updateStatus(store: AxisStore, systemId: string, req: IncomingMessage): Promise<Outcome> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > 64 * 1024) return failed(20, 'Yêu cầu quá lớn.');
    parts.push(chunk as Buffer);
  }
  try {
    const { docId, status } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { docId?: unknown; status?: unknown };
    if (typeof docId !== 'string' || typeof status !== 'string' || !STATES.includes(status)) return failed(20, 'Tham số không đúng.');
    return store.mark(docId, store.organsOf(systemId), status as PackageState, '')
      ? gateway({ success: true, code: 0 })
      : failed(20, 'Không có gói tin này.');
  } catch {
    return failed(20, 'Yêu cầu không phải JSON.');
  }
}
