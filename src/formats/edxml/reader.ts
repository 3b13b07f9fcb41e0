/** Reads a message: tolerant of everything the field writes, within limits, and never of what is not XML. */
import type { EdxmlMessage, EdxmlWarning } from '../../domain/edxml.ts';
import { type AttachmentStore, type AttachmentTarget, attachmentsOf, Intake } from './attachments.ts';
import { cutMessage } from './cut.ts';
import { Reading } from './elements.ts';
import type { EdxmlLimits } from './limits.ts';
import { documentOf, isStatus, partsOf, statusOf } from './model.ts';

export interface ReadMessage {
  readonly message: EdxmlMessage;
  /** Where the bytes of each attachment of the message are, in the same order. */
  readonly targets: readonly AttachmentTarget[];
  readonly warnings: readonly EdxmlWarning[];
}

/**
 * @param chunks the message's bytes in order; a chunk may be reused once the next one was asked for
 * @param store places for attachments; one more is asked for where a wrapped one is taken out of its archive
 * @throws Failure `edxml.*` or `zip.too_large`, all places given up
 */
export async function readEdxml(chunks: Iterable<Uint8Array>, store: AttachmentStore, limits: EdxmlLimits): Promise<ReadMessage> {
  const intake = new Intake(store, limits);
  try {
    const reading = new Reading();
    const root = cutMessage(chunks, limits, () => intake.open());
    const parts = partsOf(root, reading);
    if (isStatus(parts, reading)) {
      const message = statusOf(parts, reading);
      reading.leftovers(root);
      // A status carries no files; what stood there all the same stays in the original only.
      intake.discardAll();
      return { message, targets: [], warnings: reading.warnings };
    }
    const document = documentOf(parts, reading);
    const read = await attachmentsOf(parts, intake, limits, reading);
    reading.leftovers(root);
    const mark = reading.secrecyMark;
    return {
      message: { ...document, attachments: read.map((r) => r.attachment), ...(mark === undefined ? {} : { secrecyMark: mark }) },
      targets: read.map((r) => r.target),
      warnings: reading.warnings,
    };
  } catch (error) {
    intake.discardAll();
    throw error;
  }
}
