/** Attachments after the markup was read: pairing with the manifest, unwrapping by the field's rule, what the bytes are. */
import type { EdxmlAttachment } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { detectSource, extensionOf, officeKind } from '../sniff.ts';
import { type ByteSource, listZip, looksLikeZip, readEntry, type ZipEntry, zipLimits } from '../zip/index.ts';
import type { CutContent, XmlElement } from './cut.ts';
import type { Reading } from './elements.ts';
import type { EdxmlLimits } from './limits.ts';
import { bareContentId, safeFileName } from './names.ts';

/** A place for one attachment's bytes: written once in order, then finished, then read. */
export interface AttachmentTarget {
  /** The bytes are valid only during the call. */
  write(bytes: Uint8Array): void;
  /** Size and lower-case hex SHA-256 of what was written. */
  finish(): { size: number; sha256: string };
  /** Only after `finish`. */
  read(offset: number, length: number): Uint8Array;
  /** Gives the place up: its bytes are not part of the result. */
  discard(): void;
}
export interface AttachmentStore {
  /** Throws when there is no more room. */
  create(): AttachmentTarget;
}

/** Counts against the limits while bytes go into the caller's targets. */
export class Intake {
  readonly #store: AttachmentStore;
  readonly #limits: EdxmlLimits;
  readonly #all: AttachmentTarget[] = [];
  readonly #gone = new Set<AttachmentTarget>();
  #total = 0;
  #opened = 0;
  constructor(store: AttachmentStore, limits: EdxmlLimits) {
    this.#store = store;
    this.#limits = limits;
  }
  /** For the content of one attachment of the message. */
  open(): Content {
    if (++this.#opened > this.#limits.attachments) throw new Failure('edxml.too_many_attachments', { max: this.#limits.attachments });
    return new Content(this.create());
  }
  create(): Stored {
    const target = this.#store.create();
    this.#all.push(target);
    return new Stored(target, this.#limits.attachmentBytes, (bytes) => {
      this.#total += bytes;
      if (this.#total > this.#limits.totalBytes) throw tooLarge(this.#limits.totalBytes);
    });
  }
  /** Gives up what belongs to no attachment of the message: steps on the way, content in a place where none is looked for. */
  keepOnly(kept: readonly AttachmentTarget[]): void {
    for (const target of this.#all) if (!kept.includes(target)) this.#discard(target);
  }
  /** The message was refused: nothing of it stays. */
  discardAll(): void {
    this.keepOnly([]);
  }
  #discard(target: AttachmentTarget): void {
    if (this.#gone.has(target)) return;
    this.#gone.add(target);
    target.discard();
  }
}
const tooLarge = (bytes: number): Failure => new Failure('edxml.attachment_too_large', { max: Math.floor(bytes / 1024 / 1024) });

export class Stored implements ByteSource {
  readonly target: AttachmentTarget;
  readonly #max: number;
  readonly #count: (bytes: number) => void;
  size = 0;
  sha256 = '';
  constructor(target: AttachmentTarget, max: number, count: (bytes: number) => void) {
    this.target = target;
    this.#max = max;
    this.#count = count;
  }
  write(bytes: Uint8Array): void {
    this.size += bytes.byteLength;
    if (this.size > this.#max) throw tooLarge(this.#max);
    this.#count(bytes.byteLength);
    this.target.write(bytes);
  }
  finish(): void {
    this.sha256 = this.target.finish().sha256;
  }
  read(offset: number, length: number): Uint8Array {
    return this.target.read(offset, length);
  }
}

class Content implements CutContent {
  readonly stored: Stored;
  strays = 0;
  constructor(stored: Stored) {
    this.stored = stored;
  }
  write(bytes: Uint8Array): void {
    this.stored.write(bytes);
  }
  finish(strays: number): void {
    this.strays = strays;
    this.stored.finish();
  }
}

interface Labels {
  readonly contentId: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly contentType: string | undefined;
  readonly fieldName: string | undefined;
  readonly mimeType: string | undefined;
}
export interface ReadAttachment {
  readonly attachment: EdxmlAttachment;
  readonly target: AttachmentTarget;
}

/** All attachments in their order; `edxml.attachment_without_name`, `edxml.attachment_too_large`, `zip.too_large`. */
export async function attachmentsOf(
  parts: { readonly manifest: XmlElement | undefined; readonly attachments: XmlElement | undefined },
  intake: Intake,
  limits: EdxmlLimits,
  reading: Reading,
): Promise<readonly ReadAttachment[]> {
  const references = reading.all(parts.manifest, 'Reference').map((element) => labelsOf(element, reading));
  const elements = reading.all(parts.attachments, 'Attachment');
  if (elements.length > limits.attachments) throw new Failure('edxml.too_many_attachments', { max: limits.attachments });
  const paired = pair(
    references,
    elements.map((element) => labelsOf(element, reading)),
    reading,
  );
  const result: ReadAttachment[] = [];
  for (const [i, element] of elements.entries()) {
    const labels = paired[i];
    const name = safeFileName(labels?.name ?? '');
    if (!labels || name === '') throw new Failure('edxml.attachment_without_name', { position: i + 1 });
    if (name !== labels.name) reading.warn('edxml.name_cleaned', { name });
    result.push(await readOne(name, labels, contentOf(element, intake, reading), intake, limits, reading));
  }
  return result;
}

function labelsOf(element: XmlElement, reading: Reading): Labels {
  const id = reading.exact(element, 'ContentId') ?? element.href;
  // The undocumented `Format` is of no use here, yet known.
  reading.all(element, 'Format');
  const mimeType = reading.text(element, 'MimeType');
  return {
    contentId: id === undefined || bareContentId(id) === '' ? undefined : bareContentId(id),
    name: reading.text(element, 'AttachmentName'),
    description: reading.text(element, 'Description'),
    contentType: (reading.text(element, 'ContentType') ?? mimeType)?.toLowerCase(),
    fieldName: reading.text(element, 'FieldName'),
    mimeType,
  };
}

function contentOf(element: XmlElement, intake: Intake, reading: Reading): Stored {
  const contents = reading.all(element, 'ContentTransferEncoded').flatMap((e) => (e.content instanceof Content ? [e.content] : []));
  const [first, ...more] = contents;
  for (const content of more) {
    reading.warn('edxml.repeated_element', { name: 'ContentTransferEncoded' });
    content.stored.target.discard();
  }
  if (first) {
    if (first.strays > 0) reading.warn('edxml.base64_stray_characters');
    return first.stored;
  }
  const empty = intake.create();
  empty.finish();
  return empty;
}

/** By content id, then by name, then by order; what the manifest promised and did not come is told. */
function pair(references: readonly Labels[], own: readonly Labels[], reading: Reading): readonly Labels[] {
  const left = new Set(references);
  const matched = new Map<Labels, Labels>();
  const by = (same: (a: Labels, r: Labels) => boolean): boolean => {
    let any = false;
    for (const labels of own) {
      if (matched.has(labels)) continue;
      const reference = [...left].find((r) => same(labels, r));
      if (!reference) continue;
      left.delete(reference);
      matched.set(labels, reference);
      any = true;
    }
    return any;
  };
  by((a, r) => a.contentId !== undefined && a.contentId === r.contentId);
  const byName = by((a, r) => a.name !== undefined && a.name === r.name);
  const byOrder = by((a, r) => a.name === undefined || r.name === undefined);
  if (byName || byOrder) reading.warn('edxml.attachment_paired_loosely');
  for (const reference of left)
    reading.warn('edxml.attachment_missing', { name: safeFileName(reference.name ?? reference.contentId ?? '') });
  return own.map((labels) => {
    const reference = matched.get(labels);
    return {
      contentId: labels.contentId ?? reference?.contentId,
      name: labels.name ?? reference?.name,
      description: labels.description ?? reference?.description,
      // The manifest's type is never relied on: the field's library writes application/zip for everything.
      contentType: labels.contentType,
      fieldName: labels.fieldName,
      mimeType: labels.mimeType,
    };
  });
}

/** Archives inside archives that are opened one after the other. */
const MAX_WRAPPINGS = 3;

async function readOne(
  name: string,
  labels: Labels,
  content: Stored,
  intake: Intake,
  limits: EdxmlLimits,
  reading: Reading,
): Promise<ReadAttachment> {
  let stored = content;
  for (let depth = 0; depth < MAX_WRAPPINGS; depth++) {
    const entry = wrappedEntry(name, labels.contentType, stored, reading);
    if (!entry) break;
    const inner = await unwrap(stored, entry, intake, limits, reading);
    if (!inner) break;
    stored.target.discard();
    stored = inner;
  }
  if (stored.size === 0) reading.warn('edxml.attachment_empty', { name });
  const detected = detectSource(stored, name);
  if (extensionOf(name) === 'pdf' && detected !== 'pdf' && detected !== 'empty') reading.warn('edxml.attachment_not_pdf', { name });
  const attachment: EdxmlAttachment = {
    name,
    size: stored.size,
    sha256: stored.sha256,
    detected,
    ...(labels.contentId === undefined ? {} : { contentId: labels.contentId }),
    ...(labels.description === undefined ? {} : { description: labels.description }),
    ...(labels.contentType === undefined ? {} : { contentType: labels.contentType }),
    ...(labels.fieldName === undefined ? {} : { fieldName: labels.fieldName }),
    ...(labels.mimeType === undefined ? {} : { mimeType: labels.mimeType }),
  };
  return { attachment, target: stored.target };
}

/** Kinds of files that are archives themselves. */
const CONTAINERS = new Set('docx docm dotx xlsx xlsm xltx pptx pptm ppsx potx vsdx odt ods odp odg ott ots epub jar apk kmz'.split(' '));

/**
 * The one entry to take out, or undefined where the archive is the attachment itself. The field's library wraps
 * everything but pdf, doc, docx and zip and labels it application/zip; some senders label the wrapping as the file.
 * So bytes decide: one entry, not an office file, and a name that does not speak of an archive.
 */
function wrappedEntry(name: string, contentType: string | undefined, stored: Stored, reading: Reading): ZipEntry | undefined {
  if (stored.size < 22 || !looksLikeZip(stored.read(0, 4))) return undefined;
  const extension = extensionOf(name);
  if (extension === 'zip') return undefined;
  let entries: readonly ZipEntry[];
  try {
    entries = listZip(stored, { entries: 10_000 });
  } catch {
    reading.warn('edxml.zip_unreadable', { name });
    return undefined;
  }
  const [entry, ...more] = entries;
  if (!entry || more.length > 0 || officeKind(entries)) return undefined;
  const labelledZip = contentType === undefined || contentType.includes('zip');
  if (CONTAINERS.has(extension) && !labelledZip && extensionOf(entry.name) !== extension) return undefined;
  return entry;
}

async function unwrap(stored: Stored, entry: ZipEntry, intake: Intake, limits: EdxmlLimits, reading: Reading): Promise<Stored | undefined> {
  const inner = intake.create();
  try {
    for await (const piece of readEntry(stored, entry, zipLimits(limits.attachmentBytes))) inner.write(piece);
  } catch (error) {
    if (!(error instanceof Failure) || error.error.code !== 'zip.unreadable') throw error;
    inner.target.discard();
    reading.warn('edxml.zip_unreadable', { name: '' });
    return undefined;
  }
  inner.finish();
  return inner;
}
