/** Reads a message: tolerant of everything the field writes, within limits, and never of what is not XML. */
import type { EdxmlDocument, EdxmlMessage, EdxmlWarning, PackageSignature, PackageSigner } from '../../domain/edxml.ts';
import { verifyEnveloped, XMLDSIG } from '../xmldsig/index.ts';
import { type AttachmentStore, type AttachmentTarget, attachmentsOf, Intake } from './attachments.ts';
import { cutMessage } from './cut.ts';
import { Reading } from './elements.ts';
import { utf8Chunks } from './input.ts';
import type { EdxmlLimits } from './limits.ts';
import { documentOf, isStatus, type Parts, partsOf, statusOf } from './model.ts';
import { documentInUnicode, type InUnicode, statusInUnicode } from './oldText.ts';

export interface ReadMessage {
  readonly message: EdxmlMessage;
  /** Where the bytes of each attachment of the message are, in the same order. */
  readonly targets: readonly AttachmentTarget[];
  readonly warnings: readonly EdxmlWarning[];
}

/**
 * @param chunks the message's bytes in order; a chunk may be reused once the next one was asked for
 * @param again the same bytes from the start, to check a signature; without it a true one stays unchecked
 * @param store places for attachments; one more is asked for where a wrapped one is taken out of its archive
 * @throws Failure `edxml.*` or `zip.too_large`, all places given up
 */
export async function readEdxml(
  chunks: Iterable<Uint8Array>,
  store: AttachmentStore,
  limits: EdxmlLimits,
  again?: () => Iterable<Uint8Array>,
): Promise<ReadMessage> {
  const intake = new Intake(store, limits);
  try {
    const reading = new Reading();
    const root = cutMessage(chunks, limits, () => intake.open());
    const parts = partsOf(root, reading);
    if (isStatus(parts, reading)) {
      const status = statusOf(parts, reading);
      const { packageSignature, packageSigner } = signatureOf(parts, again);
      reading.leftovers(root);
      const read = {
        ...status,
        ...unknownOf(reading),
        ...(packageSignature === 'absent' ? {} : { packageSignature }),
        ...(packageSigner ? { packageSigner } : {}),
      };
      // A status carries no files; what stood there all the same stays in the original only.
      intake.discardAll();
      return { message: said(statusInUnicode(read), reading), targets: [], warnings: reading.warnings };
    }
    const document = documentOf(parts, reading);
    const read = await attachmentsOf(parts, intake, limits, reading);
    intake.keepOnly(read.map((r) => r.target));
    reading.leftovers(root);
    const mark = reading.secrecyMark;
    const message: EdxmlDocument = {
      ...document,
      ...signatureOf(parts, again),
      ...unknownOf(reading),
      attachments: read.map((r) => r.attachment),
      ...(mark === undefined ? {} : { secrecyMark: mark }),
    };
    return {
      message: said(documentInUnicode(message), reading),
      targets: read.map((r) => r.target),
      warnings: reading.warnings,
    };
  } catch (error) {
    intake.discardAll();
    throw error;
  }
}

/** The clerk is told that the words on the screen were converted. */
function said<T>({ message, encoding }: InUnicode<T>, reading: Reading): T {
  if (encoding !== undefined) reading.warn('edxml.old_encoding', { encoding: encoding === 'tcvn3' ? 'TCVN3 (ABC)' : 'VNI' });
  return message;
}

const unknownOf = ({ unknownElements }: Reading): Pick<EdxmlDocument, 'unknownElements'> =>
  unknownElements.length === 0 ? {} : { unknownElements };

/** One true signature is checked over the whole message; two of any kind make it unclear which one speaks. */
function signatureOf(
  { signatures }: Parts,
  again: (() => Iterable<Uint8Array>) | undefined,
): { packageSignature: PackageSignature; packageSigner?: PackageSigner } {
  const [only, ...more] = signatures;
  if (!only) return { packageSignature: 'absent' };
  if (more.length > 0) return { packageSignature: 'refused' };
  if (only.uri !== XMLDSIG || !again) return { packageSignature: 'unverifiable' };
  const verdict = verifyEnveloped(() => utf8Chunks(again()) as Iterable<Buffer>);
  return { packageSignature: verdict.state, ...('signer' in verdict ? { packageSigner: verdict.signer } : {}) };
}
