/** The model's JSON, as `read` prints it and a person may have edited it: checked before anything is made of it. */
import { z } from 'zod';
import { conventionalDocumentId, type EdxmlStatus } from '../domain/edxml.ts';
import { Failure } from '../domain/errors.ts';
import { type EdxmlDocumentId, edxmlDocumentId, type OrganId, organId } from '../domain/ids.ts';
import { type LegalDate, legalDate } from '../domain/time.ts';
import type { OutgoingEdxmlDocument } from '../formats/edxml/index.ts';

const text = z.string().max(100_000);
const whole = z.number().int().min(-1_000_000_000).max(1_000_000_000);
const organ = text.transform((value): OrganId => organId(value));
const documentId = text.transform((value): EdxmlDocumentId => edxmlDocumentId(value));
const date = text.refine((value) => legalDate(value) !== undefined).transform((value) => value as LegalDate);
const instant = z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999);

const organization = z.object({
  organId: organ.optional(),
  organizationInCharge: text.optional(),
  organName: text.optional(),
  organAdd: text.optional(),
  email: text.optional(),
  telephone: text.optional(),
  fax: text.optional(),
  website: text.optional(),
});
const staffInfo = z.object({
  department: text.optional(),
  departmentId: text.optional(),
  staff: text.optional(),
  staffId: text.optional(),
  email: text.optional(),
  mobile: text.optional(),
});
const responseFor = z.object({
  organId: organ.optional(),
  code: text.optional(),
  documentId: documentId.optional(),
  promulgationDate: date.optional(),
});
const business = z.object({
  documentId: documentId.optional(),
  type: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  reason: text.optional(),
  paper: z.boolean(),
  documentInfo: z
    .object({
      documentInfo: z.boolean(),
      documentReceiver: z.boolean(),
      receivers: z.array(z.object({ organId: organ, receiverType: whole.optional() })).max(10_000),
    })
    .optional(),
  replacements: z.array(z.object({ documentId: documentId.optional(), organIds: z.array(organ).max(10_000) })).max(10_000),
  staffInfo: staffInfo.optional(),
});
const otherInfo = z.object({
  priority: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  sphereOfPromulgation: text.optional(),
  typerNotation: text.optional(),
  promulgationAmount: whole.optional(),
  pageAmount: whole.optional(),
  direction: z.boolean().optional(),
  replyFors: text.optional(),
  referenceCodes: text.optional(),
  appendixes: z.array(text).max(10_000),
});
const attachment = z.object({
  name: text,
  description: text.optional(),
  contentId: text.optional(),
  fieldName: text.optional(),
  mimeType: text.optional(),
});
const document = z.object({
  kind: z.literal('document'),
  from: organization,
  to: z.array(organization).max(10_000),
  documentId: documentId.optional(),
  code: z.object({ number: text.optional(), notation: text.optional() }),
  promulgation: z.object({ place: text.optional(), date: date.optional() }),
  documentType: z.object({ type: whole.optional(), typeDetail: whole.optional(), typeName: text.optional() }),
  subject: text.optional(),
  content: text.optional(),
  signer: z.object({ competence: text.optional(), position: text.optional(), fullName: text.optional() }).optional(),
  dueDate: date.optional(),
  toPlaces: z.array(text).max(10_000),
  otherInfo,
  responseFor: z.array(responseFor).max(10_000),
  steeringType: whole.optional(),
  taskCodes: z.array(text).max(10_000),
  applicationType: text.optional(),
  trace: z.array(z.object({ organId: organ.optional(), timestamp: instant.optional() })).max(10_000),
  business,
  attachments: z.array(attachment).max(100).default([]),
});
const status = z.object({
  kind: z.literal('status'),
  from: organization,
  responseFor,
  staffInfo: staffInfo.optional(),
  statusCode: text,
  description: text.optional(),
  timestamp: instant.optional(),
});
const model = z.discriminatedUnion('kind', [document, status]);

/** Labels of the attachments whose bytes come beside the model. */
export type AttachmentLabels = z.infer<typeof attachment>;
export type Model =
  | { readonly kind: 'document'; readonly document: OutgoingEdxmlDocument; readonly attachments: readonly AttachmentLabels[] }
  | { readonly kind: 'status'; readonly status: EdxmlStatus };

/**
 * What the reader says of a message and nobody may claim (signature, sizes, hashes) is passed over. A document without
 * DocumentId gets one by the convention. @throws Failure `edxml.model_invalid` with the place in the JSON
 */
export function parseModel(json: string): Model {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Failure('edxml.model_invalid', { field: 'JSON' }, { cause: error });
  }
  const parsed = model.safeParse(value);
  if (!parsed.success) throw new Failure('edxml.model_invalid', { field: parsed.error.issues[0]?.path.join('.') || 'kind' });
  // Absent and undefined are two things to the compiler; JSON knows only absent.
  const clean = JSON.parse(JSON.stringify(parsed.data)) as z.infer<typeof model>;
  if (clean.kind === 'status') return { kind: 'status', status: clean as EdxmlStatus };
  const { attachments, ...rest } = clean;
  return { kind: 'document', document: named(rest as OutgoingEdxmlDocument), attachments };
}

function named(document: OutgoingEdxmlDocument): OutgoingEdxmlDocument {
  const { from, code, promulgation } = document;
  if (document.documentId || !from.organId || !promulgation.date || !code.number || !code.notation) return document;
  return { ...document, documentId: conventionalDocumentId(from.organId, promulgation.date, code.number, code.notation) };
}
