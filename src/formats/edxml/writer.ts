/**
 * Writes messages in the order and spelling of the field's own library, so that every peer reads them whole: no
 * empty elements, always DocumentId, SteeringType, AttachmentName and ContentTransferEncoded, `cid:` in both places,
 * base64 on one line, archives only where that library unwraps them again.
 */
import { randomUUID } from 'node:crypto';
import type { EdxmlDocument, EdxmlStatus, Organization, ResponseFor, StaffInfo } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { edxmlDate, edxmlTimestamp } from '../../domain/time.ts';
import { extensionOf } from '../sniff.ts';
import { envelopedSignature, type PackageSigner } from '../xmldsig/index.ts';
import { writeZip } from '../zip/index.ts';
import { fieldLabel } from './labels.ts';
import { safeFileName } from './names.ts';
import { Lines } from './xml.ts';

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const PREFIX = 'edXML:';
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>\r\n<edXML xmlns="${NAMESPACE}">\r\n`;
const ENVELOPE = ` xmlns:edXML="${NAMESPACE}"`;
const TAIL = '</edXML>\r\n';

/** A document on its way out: attachments come beside it, as bytes. */
export type OutgoingEdxmlDocument = Omit<
  EdxmlDocument,
  'attachments' | 'packageSignature' | 'packageSigner' | 'secrecyMark' | 'unknownElements'
>;

export interface OutgoingAttachment {
  readonly name: string;
  readonly description?: string;
  readonly fieldName?: string;
  readonly mimeType?: string;
  /** Without `cid:`; made up where absent. */
  readonly contentId?: string;
  /** Bytes that `read` gives; anything else is refused with `edxml.attachment_changed`. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** A status message, whole. */
export const writeStatus = (status: EdxmlStatus): Uint8Array => statusBytes(status, undefined);

/** A status message with an enveloped signature (xmldsig) in its header. */
export async function writeSignedStatus(status: EdxmlStatus, signer: PackageSigner): Promise<Uint8Array> {
  async function* unsigned(): AsyncGenerator<Uint8Array> {
    yield statusBytes(status, undefined);
  }
  return statusBytes(status, await envelopedSignature(unsigned(), signer));
}

function statusBytes(status: EdxmlStatus, signature: string | undefined): Uint8Array {
  const lines = new Lines(1, PREFIX);
  lines.parent(
    'edXMLEnvelope',
    (envelope) =>
      envelope.parent('edXMLHeader', (header) => {
        header.parent('MessageHeader', (message) => {
          organization(message, 'From', status.from);
          responseFor(message, status.responseFor);
          staffInfo(message, status.staffInfo);
          message.value('StatusCode', status.statusCode).value('Description', status.description);
          message.value('Timestamp', status.timestamp === undefined ? undefined : edxmlTimestamp(status.timestamp));
        });
        if (signature !== undefined) header.behind(signature);
      }),
    ENVELOPE,
  );
  return Buffer.from(`${HEAD}${lines}${TAIL}`, 'utf8');
}

interface Packed {
  readonly attachment: OutgoingAttachment;
  readonly name: string;
  readonly contentId: string;
  readonly contentType: string;
  /** Name of the one entry where the content is wrapped in an archive. */
  readonly entry: string | undefined;
}

/**
 * A document message in pieces; what `edxml.*` refuses is thrown before the first piece. `newId` names what has no
 * id of its own (content ids, entries of archives). With a signer the whole message is put together twice, once for
 * its digest, so each attachment is read twice.
 */
export async function* documentChunks(
  document: OutgoingEdxmlDocument,
  attachments: readonly OutgoingAttachment[],
  newId: () => string = randomUUID,
  signer?: PackageSigner,
): AsyncGenerator<Uint8Array> {
  required(document);
  const packed = attachments.map((attachment) => pack(attachment, newId));
  const signature = signer && (await envelopedSignature(messageChunks(document, packed, undefined), signer));
  yield* messageChunks(document, packed, signature);
}

async function* messageChunks(
  document: OutgoingEdxmlDocument,
  packed: readonly Packed[],
  signature: string | undefined,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${HEAD}${envelope(document, packed, signature)}`, 'utf8');
  if (packed.length === 0) yield Buffer.from('  <AttachmentEncoded />\r\n', 'latin1');
  else {
    yield Buffer.from('  <AttachmentEncoded>\r\n', 'latin1');
    for (const one of packed) yield* attachmentChunks(one);
    yield Buffer.from('  </AttachmentEncoded>\r\n', 'latin1');
  }
  yield Buffer.from(TAIL, 'latin1');
}

/** Without these some peer loses the whole document; the rest is `validateDocument`'s. */
function required(document: OutgoingEdxmlDocument): void {
  if (!document.documentId?.trim()) throw missing('documentId');
  if (!document.from.organId) throw missing('from.organId');
  if (document.to.length === 0 || document.to.some((to) => !to.organId)) throw missing('to');
}

const missing = (field: string): Failure => new Failure('edxml.field_missing', { field: fieldLabel(field) });

/** Extensions that the field's library sends as they are; it zips everything else and unwraps it again. */
const RAW = new Set(['pdf', 'doc', 'docx', 'zip']);

function pack(attachment: OutgoingAttachment, newId: () => string): Packed {
  const cleaned = safeFileName(attachment.name);
  if (cleaned === '') throw new Failure('edxml.attachment_without_name', { position: 1 });
  const extension = extensionOf(cleaned);
  // `.ZIP` would be unwrapped by the library, which keeps the first entry only: it compares case.
  const name = RAW.has(extension) ? `${cleaned.slice(0, -extension.length)}${extension}` : cleaned;
  return {
    attachment,
    name,
    contentId: `cid:${attachment.contentId ?? newId()}`,
    contentType: `application/${RAW.has(extension) ? extension : 'zip'}`,
    entry: RAW.has(extension) ? undefined : `${newId()}.${safeExtension(name)}`,
  };
}

function envelope(document: OutgoingEdxmlDocument, packed: readonly Packed[], signature: string | undefined): string {
  const lines = new Lines(1, PREFIX);
  lines.parent(
    'edXMLEnvelope',
    () => {
      lines.parent('edXMLHeader', () => {
        lines.parent('MessageHeader', (header) => messageHeader(header, document));
        lines.parent('TraceHeaderList', (list) => traceHeaderList(list, document));
        if (signature !== undefined) lines.behind(signature);
      });
      lines.parent('edXMLBody', () => lines.parent('edXMLManifest', (manifest) => references(manifest, packed), ' version="1.0"', true));
    },
    ENVELOPE,
  );
  return lines.toString();
}

function references(manifest: Lines, packed: readonly Packed[]): void {
  for (const { attachment, name, contentId, contentType } of packed)
    manifest.parent('Reference', (reference) =>
      reference
        .value('ContentId', contentId, true)
        .value('ContentType', contentType)
        .value('Description', attachment.description)
        .value('AttachmentName', name),
    );
}

function messageHeader(header: Lines, document: OutgoingEdxmlDocument): void {
  organization(header, 'From', document.from);
  for (const to of document.to) organization(header, 'To', to);
  header.value('DocumentId', document.documentId, true);
  header.parent('Code', (code) => code.value('CodeNumber', document.code.number).value('CodeNotation', document.code.notation));
  header.parent('PromulgationInfo', (info) =>
    info.value('Place', document.promulgation.place).value('PromulgationDate', date(document.promulgation.date)),
  );
  header.parent('DocumentType', (type) =>
    type
      .value('Type', document.documentType.type)
      .value('TypeDetail', document.documentType.typeDetail)
      .value('TypeName', document.documentType.typeName),
  );
  header.value('Subject', document.subject).value('Content', document.content);
  header.parent('SignerInfo', (signer) =>
    signer
      .value('Competence', document.signer?.competence)
      .value('Position', document.signer?.position)
      .value('FullName', document.signer?.fullName),
  );
  header.value('DueDate', date(document.dueDate));
  otherInfo(header, document);
  for (const one of document.responseFor) responseFor(header, one);
  header.value('SteeringType', document.steeringType ?? 0);
  header.parent('ResponseForTask', (task) => {
    for (const code of document.taskCodes) task.value('TaskCode', code);
  });
  header.value('ApplicationType', document.applicationType);
  header.parent('ToPlaces', (places) => {
    for (const place of document.toPlaces) places.value('Place', place);
  });
}

function otherInfo(header: Lines, { otherInfo: info }: OutgoingEdxmlDocument): void {
  header.parent('OtherInfo', (other) => {
    other
      .value('Priority', info.priority)
      .value('SphereOfPromulgation', info.sphereOfPromulgation)
      .value('TyperNotation', info.typerNotation)
      .value('PromulgationAmount', info.promulgationAmount)
      .value('PageAmount', info.pageAmount)
      .value('ReplyFors', info.replyFors)
      .value('Direction', info.direction ?? false)
      .value('ReferenceCodes', info.referenceCodes);
    other.parent('Appendixes', (list) => {
      for (const appendix of info.appendixes) list.value('Appendix', appendix);
    });
  });
}

function traceHeaderList(list: Lines, { business, trace }: OutgoingEdxmlDocument): void {
  list.parent('Bussiness', (element) => {
    element
      .value('DocumentId', business.documentId, true)
      .value('BussinessDocType', business.type)
      .value('BussinessDocReason', business.reason)
      .value('Paper', business.paper ? 1 : 0);
    const info = business.documentInfo;
    if (info)
      element.parent('BussinessDocumentInfo', (one) => {
        one.value('DocumentInfo', info.documentInfo ? 1 : 0).value('DocumentReceiver', info.documentReceiver ? 1 : 0);
        one.parent('ReceiverList', (receivers) => {
          for (const receiver of info.receivers)
            receivers.parent('Receiver', (r) => r.value('OrganId', receiver.organId).value('ReceiverType', receiver.receiverType));
        });
      });
    element.parent('ReplacementInfoList', (infos) => {
      for (const replacement of business.replacements)
        infos.parent('ReplacementInfo', (one) => {
          one.value('DocumentId', replacement.documentId, true);
          one.parent('OrganIdList', (ids) => {
            for (const id of replacement.organIds) ids.value('OrganId', id);
          });
        });
    });
    staffInfo(element, business.staffInfo);
  });
  for (const one of trace)
    list.parent('TraceHeader', (header) =>
      header.value('OrganId', one.organId).value('Timestamp', one.timestamp === undefined ? undefined : edxmlTimestamp(one.timestamp)),
    );
}

const date = (value: Parameters<typeof edxmlDate>[0] | undefined): string | undefined =>
  value === undefined ? undefined : edxmlDate(value);

function organization(parent: Lines, name: 'From' | 'To', organ: Organization): void {
  parent.parent(name, (element) =>
    element
      .value('OrganId', organ.organId)
      .value('OrganizationInCharge', organ.organizationInCharge)
      .value('OrganName', organ.organName)
      .value('OrganAdd', organ.organAdd)
      .value('Email', organ.email)
      .value('Telephone', organ.telephone)
      .value('Fax', organ.fax)
      .value('Website', organ.website),
  );
}

function responseFor(parent: Lines, response: ResponseFor): void {
  parent.parent('ResponseFor', (element) =>
    element
      .value('OrganId', response.organId)
      .value('Code', response.code)
      .value('DocumentId', response.documentId, true)
      .value('PromulgationDate', date(response.promulgationDate)),
  );
}

function staffInfo(parent: Lines, staff: StaffInfo | undefined): void {
  parent.parent('StaffInfo', (element) =>
    element
      .value('Department', staff?.department)
      .value('DepartmentId', staff?.departmentId)
      .value('Staff', staff?.staff)
      .value('StaffId', staff?.staffId)
      .value('Email', staff?.email)
      .value('Mobile', staff?.mobile),
  );
}

async function* attachmentChunks(packed: Packed): AsyncGenerator<Uint8Array> {
  const { attachment, name, contentId, contentType, entry } = packed;
  const labels = new Lines(3, '')
    .value('ContentId', contentId, true)
    .value('AttachmentName', name)
    .value('Description', attachment.description)
    .value('FieldName', attachment.fieldName)
    .value('MimeType', attachment.mimeType)
    .value('ContentType', contentType);
  const tag = `${PREFIX}ContentTransferEncoded`;
  yield Buffer.from(`    <Attachment>\r\n${labels}      <${tag}${ENVELOPE}>`, 'utf8');
  const content = measured(attachment, name);
  yield* base64(entry === undefined ? content : writeZip(entry, content));
  yield Buffer.from(`</${tag}>\r\n    </Attachment>\r\n`, 'latin1');
}

/** The library names an entry without extension `.unk`. */
const safeExtension = (name: string): string => {
  const extension = extensionOf(name);
  return /^[a-z0-9]{1,10}$/.test(extension) ? extension : 'unk';
};

/** The bytes that were measured when the package was put together, no others. */
async function* measured(attachment: OutgoingAttachment, name: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of attachment.read()) {
    size += piece.byteLength;
    yield piece;
  }
  if (size !== attachment.size) throw new Failure('edxml.attachment_changed', { name });
}

/** Encoded at a time; a multiple of three, and enough for a vault's chunk in one go. */
const BASE64_BYTES = 96 * 1024;

/** RFC 4648 §4 on one line: pieces are cut to groups of three, the rest waits. One piece in gives one out, mostly. */
async function* base64(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    let bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let group = '';
    if (rest.byteLength > 0) {
      const fill = Math.min(3 - rest.byteLength, bytes.byteLength);
      rest = Buffer.concat([rest, bytes.subarray(0, fill)]);
      bytes = bytes.subarray(fill);
      if (rest.byteLength < 3) continue;
      group = rest.toString('base64');
    }
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    rest = Buffer.from(bytes.subarray(whole));
    let at = 0;
    do {
      const end = Math.min(whole, at + BASE64_BYTES);
      const out = Buffer.allocUnsafe(group.length + ((end - at) / 3) * 4);
      out.write(group, 0, 'latin1');
      out.write(bytes.toString('base64', at, end), group.length, 'latin1');
      if (out.byteLength > 0) yield out;
      group = '';
      at = end;
    } while (at < whole);
  }
  if (rest.byteLength > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
