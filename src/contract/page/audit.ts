/** Nhật ký: the audit log looked through, and its chain checked. For administrators; other organs' rows are left out for who has some organs alone. */
import { z } from 'zod';
import { AUDIT_ACTS, AUDIT_TOPIC_NAMES } from '../../domain/auditActs.ts';
import { legalDateText, line } from '../bytes.ts';
import { call } from '../wire.ts';
import { workId } from './work.ts';

export const MOST_AUDIT_ROWS = 200;
/** Rows of one print or workbook. */
export const MOST_AUDIT_PRINTED = 1000;

/** What was acted on, as far as this person may be told. */
export interface AuditObject {
  readonly kind: AuditObjectKind;
  /** To be opened, or asked for. */
  readonly id?: string;
  /** Name, code or title. */
  readonly label?: string;
  readonly arrivalNumber?: number;
  /** The document it belongs to. */
  readonly of?: AuditObject;
}
export type AuditObjectKind =
  | 'incoming'
  | 'outgoing'
  | 'petition'
  | 'file'
  | 'book'
  | 'dossier'
  | 'person'
  | 'organ'
  | 'transfer'
  | 'meeting'
  | 'envelope'
  | 'group'
  | 'peer'
  | 'rule'
  | 'power'
  | 'body'
  | 'destruction'
  | 'copy'
  | 'workstation'
  /** A row that is no more, or of no kind that has a name. */
  | 'other';

export interface AuditLine {
  readonly seq: number;
  readonly at: number;
  readonly person: string;
  /** The workstation itself did it. */
  readonly own: boolean;
  /** Held when it was done, `clerk,officer`. */
  readonly role?: string;
  readonly act: string;
  readonly result: string;
  /** Where the result names a row. */
  readonly resultOf?: AuditObject;
  readonly onBehalfOf?: string;
  readonly object?: AuditObject;
}
/** Where a page ended. */
export interface AuditPlace {
  readonly seq: number;
  readonly at: number;
}
export interface AuditPage {
  readonly rows: readonly AuditLine[];
  /** There is more behind it. */
  readonly next?: AuditPlace;
}
export type ChainCheck =
  | { readonly ok: true; readonly rows: number; readonly seq: number; readonly hash: string }
  | { readonly ok: false; readonly seq: number; readonly why: 'hash' | 'previous' | 'order' | 'head_missing' | 'head_signature' };

const place = z.strictObject({ seq: z.number().int().min(0), at: z.number().int() });
const query = z.strictObject({
  /** Days by the office's clock. */
  from: legalDateText.optional(),
  to: legalDateText.optional(),
  /** Id of a person, or `BY_WORKSTATION`. */
  person: z.string().max(64).optional(),
  topic: z.enum(AUDIT_TOPIC_NAMES).optional(),
  act: z.enum(AUDIT_ACTS).optional(),
  /** One document or other row. */
  object: z.string().max(200).optional(),
  /** Within result, object and names, without regard to marks and case. */
  text: line(100).optional(),
  after: place.optional(),
  limit: z.number().int().min(1).max(MOST_AUDIT_ROWS).optional(),
  workId: workId.optional(),
});
const said = line(300);
const saidRow = z.strictObject({ seq: z.number().int().min(1), role: said, act: said, object: said, result: said });
/** A row in the words of the screen; its time and person are the log's own. */
export type AuditSaid = z.infer<typeof saidRow>;
const paper = z.strictObject({
  as: z.enum(['pdf', 'xlsx']),
  /** The filter in words. */
  filter: z.array(said).max(10),
  rows: z.array(saidRow).max(MOST_AUDIT_PRINTED),
  /** Older rows of the filter are not among them. */
  more: z.boolean(),
});
export type AuditPaper = z.infer<typeof paper>;
export type AuditAsked = z.infer<typeof query>;

export const auditCalls = {
  /** Newest first. */
  'audit.list': call<AuditPage>()(query),
  /** Kept in the store; read by `files.read`, saved outside by `files.saveMade`. A recorded act. */
  'audit.print': call<{ fileId: string; size: number; name: string }>()(paper),
  /** Goes through the whole chain; a recorded act. */
  'audit.check': call<ChainCheck>()(z.strictObject({ workId: workId.optional() })),
} as const;
