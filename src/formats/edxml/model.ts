/** From the message's tree to the domain's message (QCVN 102:2016, field by field). Attachments are `attachments.ts`. */
import type {
  Business,
  BusinessType,
  EdxmlDocument,
  EdxmlStatus,
  Organization,
  OtherInfo,
  Priority,
  ResponseFor,
  StaffInfo,
  TraceHeader,
} from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { edxmlDocumentId, type OrganId, organId } from '../../domain/ids.ts';
import { secrecyDegree } from '../../domain/secrecy.ts';
import type { XmlElement } from './cut.ts';
import { find, type Reading } from './elements.ts';

/** Drops what is undefined: absent and undefined are two things to the compiler. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function given<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

export interface Parts {
  readonly header: XmlElement;
  readonly trace: XmlElement | undefined;
  readonly manifest: XmlElement | undefined;
  readonly attachments: XmlElement | undefined;
  /** Every signature that is not empty, wherever it stands. */
  readonly signatures: readonly XmlElement[];
}

const named =
  (...names: readonly string[]) =>
  (element: XmlElement): boolean =>
    names.includes(element.local);

/** Finds the parts wherever the variants put them; `edxml.no_envelope`, `edxml.no_header`. */
export function partsOf(root: XmlElement, reading: Reading): Parts {
  reading.see(root);
  const part = (from: XmlElement, ...names: string[]): XmlElement | undefined => {
    const path = find(from, named(...names));
    for (const element of path ?? []) reading.see(element);
    return path?.at(-1);
  };
  const envelope = part(root, 'edXMLEnvelope', 'EdXMLEnvelope', 'Envelope') ?? part(root, 'edXML', 'EdXML');
  if (!envelope) throw new Failure('edxml.no_envelope');
  const header = part(envelope, 'MessageHeader') ?? part(envelope, 'Status');
  if (!header) throw new Failure('edxml.no_header');
  // Names the structure is made of are expected even where nothing is read from them.
  for (const name of ['edXMLHeader', 'Header', 'edXMLBody', 'Body']) part(root, name);
  const signatures = signaturesOf(root);
  for (const signature of signatures) seeAll(signature, reading);
  return {
    header,
    trace: part(root, 'TraceHeaderList'),
    manifest: part(root, 'edXMLManifest', 'Manifest'),
    attachments: part(root, 'AttachmentEncoded'),
    signatures: signatures.filter((e) => e.children.length > 0),
  };
}

/** The samples write it in edXML's own namespace, a true one stands in xmldsig's. */
const isSignature = (element: XmlElement): boolean => element.local === 'Signature' || element.local === 'DigitalSignature';
function signaturesOf(element: XmlElement): readonly XmlElement[] {
  if (isSignature(element)) return [element, ...element.children.flatMap(signaturesOf)];
  return element.children.flatMap(signaturesOf);
}
function seeAll(element: XmlElement, reading: Reading): void {
  reading.see(element);
  for (const child of element.children) seeAll(child, reading);
}

/** A status tells itself by its code, or by the older element; a document has a subject or a body with files. */
export function isStatus(parts: Parts, reading: Reading): boolean {
  if (parts.header.local === 'Status') return true;
  const code = reading.text(parts.header, 'StatusCode');
  const files = parts.attachments !== undefined && reading.all(parts.attachments, 'Attachment').length > 0;
  return code !== undefined && reading.text(parts.header, 'Subject') === undefined && !files;
}

export function statusOf({ header, trace }: Parts, reading: Reading): EdxmlStatus {
  const code = reading.text(header, 'StatusCode');
  if (code === undefined) throw new Failure('edxml.no_status_code');
  if (trace) traceOf(trace, reading);
  return {
    kind: 'status',
    from: sender(header, reading),
    responseFor: responseFor(reading.one(header, 'ResponseFor'), reading),
    statusCode: /^\d$/.test(code) ? `0${code}` : code,
    ...given({
      staffInfo: staffInfo(reading.one(header, 'StaffInfo'), reading),
      description: reading.text(header, 'Description'),
      timestamp: reading.timestamp(header, 'Timestamp'),
    }),
  };
}

/** Known only once everything was read. */
type Late = 'attachments' | 'secrecyMark' | 'packageSignature' | 'packageSigner' | 'unknownElements';
/** Everything but attachments, the secrecy mark and the signature, which are known only at the end. */
export function documentOf(parts: Parts, reading: Reading): Omit<EdxmlDocument, Late> {
  const { header } = parts;
  const code = reading.one(header, 'Code');
  const promulgation = reading.one(header, 'PromulgationInfo');
  const type = reading.one(header, 'DocumentType');
  const signer = reading.one(header, 'SignerInfo');
  const typeName = reading.text(type, 'TypeName');
  if (typeName !== undefined && secrecyDegree(typeName)) reading.markSecrecy(typeName);
  return {
    kind: 'document',
    from: sender(header, reading),
    to: reading.all(header, 'To').map((element) => organization(element, reading)),
    code: given({ number: reading.text(code, 'CodeNumber'), notation: reading.text(code, 'CodeNotation') }),
    promulgation: given({ place: reading.text(promulgation, 'Place'), date: reading.date(promulgation, 'PromulgationDate') }),
    documentType: given({ type: reading.integer(type, 'Type'), typeDetail: reading.integer(type, 'TypeDetail'), typeName }),
    toPlaces: reading.all(header, 'ToPlaces').flatMap((places) => reading.texts(places, 'Place')),
    otherInfo: otherInfo(reading.one(header, 'OtherInfo'), reading),
    responseFor: reading.all(header, 'ResponseFor').map((element) => responseFor(element, reading)),
    taskCodes: reading.all(header, 'ResponseForTask').flatMap((task) => reading.texts(task, 'TaskCode')),
    ...traceOf(parts.trace, reading),
    ...given({
      documentId: documentId(header, reading),
      subject: reading.text(header, 'Subject'),
      content: reading.text(header, 'Content'),
      dueDate: reading.date(header, 'DueDate'),
      steeringType: reading.integer(header, 'SteeringType'),
      applicationType: reading.text(header, 'ApplicationType'),
      signer:
        signer &&
        given({
          competence: reading.text(signer, 'Competence'),
          position: reading.text(signer, 'Position'),
          fullName: reading.text(signer, 'FullName'),
        }),
    }),
  };
}

/** Absent where missing or the literal `null`, which axis software writes. */
function organ(parent: XmlElement | undefined, reading: Reading, local = 'OrganId'): OrganId | undefined {
  return organValue(reading.text(parent, local));
}
const organValue = (text: string | undefined): OrganId | undefined =>
  text === undefined || text.toLowerCase() === 'null' ? undefined : organId(text);
const documentId = (parent: XmlElement | undefined, reading: Reading) => {
  const text = reading.exact(parent, 'DocumentId');
  return text === undefined ? undefined : edxmlDocumentId(text);
};

function sender(header: XmlElement, reading: Reading): Organization {
  const from = organization(reading.one(header, 'From'), reading);
  if (from.organId === undefined && from.organName === undefined) throw new Failure('edxml.no_sender');
  return from;
}

function organization(element: XmlElement | undefined, reading: Reading): Organization {
  return given({
    organId: organ(element, reading),
    organizationInCharge: reading.text(element, 'OrganizationInCharge'),
    organName: reading.text(element, 'OrganName'),
    organAdd: reading.text(element, 'OrganAdd'),
    email: reading.text(element, 'Email'),
    telephone: reading.text(element, 'Telephone'),
    fax: reading.text(element, 'Fax'),
    website: reading.text(element, 'Website'),
  });
}

function staffInfo(element: XmlElement | undefined, reading: Reading): StaffInfo | undefined {
  if (!element) return undefined;
  return given({
    department: reading.text(element, 'Department'),
    departmentId: reading.text(element, 'DepartmentId'),
    staff: reading.text(element, 'Staff'),
    staffId: reading.text(element, 'StaffId'),
    email: reading.text(element, 'Email'),
    mobile: reading.text(element, 'Mobile'),
  });
}

function responseFor(element: XmlElement | undefined, reading: Reading): ResponseFor {
  return given({
    organId: organ(element, reading),
    code: reading.text(element, 'Code'),
    documentId: documentId(element, reading),
    promulgationDate: reading.date(element, 'PromulgationDate'),
  });
}

function otherInfo(element: XmlElement | undefined, reading: Reading): OtherInfo {
  const priority = reading.integer(element, 'Priority') ?? 0;
  if (priority < 0 || priority > 4) reading.warn('edxml.bad_value', { name: 'Priority' });
  const sphere = reading.text(element, 'SphereOfPromulgation');
  if (sphere !== undefined && secrecyDegree(sphere)) reading.markSecrecy(sphere);
  return {
    priority: (priority >= 0 && priority <= 4 ? priority : 0) as Priority,
    appendixes: reading.all(element, 'Appendixes').flatMap((list) => reading.texts(list, 'Appendix')),
    ...given({
      sphereOfPromulgation: sphere,
      typerNotation: reading.text(element, 'TyperNotation'),
      promulgationAmount: reading.integer(element, 'PromulgationAmount'),
      pageAmount: reading.integer(element, 'PageAmount'),
      direction: reading.flag(element, 'Direction'),
      replyFors: reading.text(element, 'ReplyFors'),
      referenceCodes: reading.text(element, 'ReferenceCodes'),
    }),
  };
}

function traceOf(list: XmlElement | undefined, reading: Reading): { trace: readonly TraceHeader[]; business: Business } {
  const trace = reading
    .all(list, 'TraceHeader')
    .map((element) => given({ organId: organ(element, reading), timestamp: reading.timestamp(element, 'Timestamp') }))
    .filter((header) => Object.keys(header).length > 0);
  const element = reading.one(list, 'Bussiness', 'Business');
  const type = reading.integer(element, 'BussinessDocType') ?? 0;
  if (type < 0 || type > 3) reading.warn('edxml.unknown_business_type', { type });
  const info = reading.one(element, 'BussinessDocumentInfo');
  const business: Business = {
    type: (type >= 0 && type <= 3 ? type : 0) as BusinessType,
    // Some producers put Paper beside Bussiness instead of into it.
    paper: reading.flag(element, 'Paper') ?? reading.flag(list, 'Paper') ?? false,
    replacements: reading
      .all(element, 'ReplacementInfoList')
      .flatMap((infos) => reading.all(infos, 'ReplacementInfo'))
      .map((one) => ({ organIds: organIds(one, reading), ...given({ documentId: documentId(one, reading) }) })),
    ...given({
      documentId: documentId(element, reading),
      reason: reading.text(element, 'BussinessDocReason'),
      documentInfo: info && businessInfo(info, reading),
      staffInfo: staffInfo(reading.one(element, 'StaffInfo'), reading),
    }),
  };
  return { trace, business };
}

function organIds(replacement: XmlElement, reading: Reading): readonly OrganId[] {
  const texts = reading.all(replacement, 'OrganIdList').flatMap((list) => reading.texts(list, 'OrganId'));
  return texts.flatMap((text) => organValue(text) ?? []);
}

function businessInfo(info: XmlElement, reading: Reading): NonNullable<Business['documentInfo']> {
  return {
    documentInfo: reading.flag(info, 'DocumentInfo') ?? false,
    documentReceiver: reading.flag(info, 'DocumentReceiver') ?? false,
    receivers: reading
      .all(info, 'ReceiverList')
      .flatMap((list) => reading.all(list, 'Receiver'))
      .flatMap((receiver) => {
        const id = organ(receiver, reading);
        return id === undefined ? [] : [{ organId: id, ...given({ receiverType: reading.integer(receiver, 'ReceiverType') }) }];
      }),
  };
}
