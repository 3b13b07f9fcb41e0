/**
 * edXML (QCVN 102:2016 with SĐ1:2022): reads what every peer of the axis writes, writes what every peer can read.
 * Promises: nothing of a message stands in memory whole but its header; attachments' bytes never pass through a text
 * decoder; whatever comes in ends in a message or in a refusal with a code, within the limits given.
 */

export type { PackageSigner } from '../xmldsig/index.ts';
export type { AttachmentStore, AttachmentTarget } from './attachments.ts';
export { fieldLabel } from './labels.ts';
export { type EdxmlLimits, edxmlLimits } from './limits.ts';
export { bareContentId, safeFileName } from './names.ts';
export { type ReadMessage, readEdxml } from './reader.ts';
export { type FieldProblem, validateDocument, validateStatus } from './rules.ts';
export { documentChunks, type OutgoingAttachment, type OutgoingEdxmlDocument, writeSignedStatus, writeStatus } from './writer.ts';
