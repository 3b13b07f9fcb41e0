/** Helps tests of this room: targets in memory, sample documents, whole messages from chunks. */
import { createHash } from 'node:crypto';
import type { EdxmlDocument, EdxmlMessage } from '../../domain/edxml.ts';
import { edxmlDocumentId, organId } from '../../domain/ids.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { AttachmentStore, AttachmentTarget } from './attachments.ts';
import { edxmlLimits } from './limits.ts';
import { type ReadMessage, readEdxml } from './reader.ts';
import { documentChunks, type OutgoingAttachment, type OutgoingEdxmlDocument } from './writer.ts';

interface MemoryTarget extends AttachmentTarget {
  bytes: Buffer;
  discarded: boolean;
}
export function memoryStore(): AttachmentStore & { readonly targets: MemoryTarget[] } {
  const targets: MemoryTarget[] = [];
  return {
    targets,
    create() {
      const parts: Buffer[] = [];
      const target: MemoryTarget = {
        bytes: Buffer.alloc(0),
        discarded: false,
        write: (bytes) => void parts.push(Buffer.from(bytes)),
        finish() {
          target.bytes = Buffer.concat(parts);
          return { size: target.bytes.byteLength, sha256: createHash('sha256').update(target.bytes).digest('hex') };
        },
        read: (offset, length) => target.bytes.subarray(offset, offset + length),
        discard() {
          target.discarded = true;
        },
      };
      targets.push(target);
      return target;
    },
  };
}

export interface ReadInMemory extends ReadMessage {
  readonly files: readonly Buffer[];
}
/** Reads bytes cut into chunks of `chunkBytes`. */
export async function readBytes(
  message: Uint8Array | string,
  chunkBytes = 65_536,
  maxAttachment = 64 * 1024 * 1024,
): Promise<ReadInMemory> {
  const bytes = Buffer.from(message as Uint8Array);
  const store = memoryStore();
  function* chunks(): Iterable<Buffer> {
    for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const read = await readEdxml(chunks(), store, edxmlLimits(maxAttachment), chunks);
  return { ...read, files: read.targets.map((target) => (target as MemoryTarget).bytes) };
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
export const attachment = (name: string, bytes: Uint8Array, description?: string): OutgoingAttachment => ({
  name,
  size: bytes.byteLength,
  ...(description === undefined ? {} : { description }),
  async *read() {
    for (let at = 0; at < bytes.byteLength; at += 50_000) yield bytes.subarray(at, at + 50_000);
  },
});
export const write = (
  document: OutgoingEdxmlDocument,
  attachments: readonly OutgoingAttachment[] = [],
  newId?: () => string,
): Promise<Buffer> => collect(documentChunks(document, attachments, newId));

/** What of a read document can be written again. */
export function outgoing(message: EdxmlMessage): OutgoingEdxmlDocument {
  if (message.kind !== 'document') throw new Error('a status has no document');
  const {
    attachments: _a,
    packageSignature: _p,
    packageSigner: _q,
    secrecyMark: _s,
    unknownElements: _u,
    ...rest
  }: EdxmlDocument = message;
  return rest;
}

export const sample: OutgoingEdxmlDocument = {
  kind: 'document',
  from: {
    organId: organId('H99.01'),
    organizationInCharge: 'UBND tỉnh Mẫu',
    organName: 'Sở Mẫu',
    organAdd: '1 Đường Mẫu',
    email: 'vanthu@example.vn',
    telephone: '0200000000',
    website: 'example.vn',
  },
  to: [
    { organId: organId('H99.242'), organName: 'UBND xã Ví Dụ' },
    { organId: organId('H99.243'), organName: 'UBND xã Thử Nghiệm' },
  ],
  documentId: edxmlDocumentId('H99.01,2026/11/20,125/SM-VP'),
  code: { number: '125', notation: 'SM-VP' },
  promulgation: { place: 'Mẫu', date: '2026-11-20' as LegalDate },
  documentType: { type: 18, typeDetail: 0, typeName: 'Công văn' },
  subject: 'V/v báo cáo thử nghiệm <"A" & B>',
  content: 'Dòng một\nDòng hai',
  signer: { competence: 'KT. GIÁM ĐỐC', position: 'PHÓ GIÁM ĐỐC', fullName: 'Trần Văn Mẫu' },
  dueDate: '2026-11-30' as LegalDate,
  toPlaces: ['Như trên', 'Lưu: VT'],
  otherInfo: {
    priority: 1,
    sphereOfPromulgation: 'Văn thư',
    typerNotation: 'NVA',
    promulgationAmount: 1,
    pageAmount: 3,
    direction: false,
    appendixes: ['Phụ lục 1'],
  },
  responseFor: [
    {
      organId: organId('H99.242'),
      code: '12/UBND-VP',
      documentId: edxmlDocumentId('H99.242,2026/11/02,12/UBND-VP'),
      promulgationDate: '2026-11-02' as LegalDate,
    },
  ],
  steeringType: 1,
  taskCodes: ['NV-1'],
  applicationType: '1',
  trace: [{ organId: organId('H99.01'), timestamp: Date.UTC(2026, 10, 20, 2, 15) }],
  business: {
    type: 0,
    reason: 'Văn bản điện tử mới',
    paper: false,
    replacements: [],
    staffInfo: { department: 'Văn thư', staff: 'Lê Thị Ví Dụ', email: 'vt@example.vn', mobile: '0900000000' },
  },
};
