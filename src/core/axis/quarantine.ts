/** Why a package is not taken in: rules over what was read, and the short ASCII words the axis is told. */
import type { QuarantineRow } from '../../contract/page/incoming.ts';
import type { EdxmlDocument, EdxmlMessage, EdxmlWarning } from '../../domain/edxml.ts';
import type { AppError } from '../../domain/errors.ts';
import type { OrganId } from '../../domain/ids.ts';
import { secrecyDegree } from '../../domain/secrecy.ts';
import type { Store } from '../store/types.ts';

/** After these refusals nothing of the document may remain here (record keeping, 5). */
const SECRET_CODES: readonly string[] = ['axis.secret', 'documents.secret'];
export const isSecret = (error: AppError): boolean => SECRET_CODES.includes(error.code);

/** The organ of ours that a message is for: the connection's own before another; undefined where it is for none. */
export function addressee(message: EdxmlMessage, connection: OrganId, ours: readonly OrganId[]): OrganId | undefined {
  const named = message.kind === 'status' ? [message.responseFor.organId] : message.to.map((organ) => organ.organId);
  return [connection, ...ours].find((organ) => named.includes(organ));
}

/**
 * Every organ of ours that is to have a document: of those that share the connection, all that it is addressed to (the
 * axis lists it once for them together); else the one that `addressee` finds.
 */
export function addressees(message: EdxmlDocument, connection: readonly OrganId[], ours: readonly OrganId[]): OrganId[] {
  const named = connection.filter((organ) => message.to.some((to) => to.organId === organ));
  if (named.length > 0) return named;
  const [first] = connection;
  const other = first === undefined ? undefined : addressee(message, first, ours);
  return other === undefined ? [] : [other];
}

/** Revocations and updates may come without a file of their own; a new document and a replacement are their file. */
const needsPdf = (message: EdxmlDocument): boolean => message.business.type === 0 || message.business.type === 3;
const saysPdf = (a: { name: string; contentType?: string }): boolean =>
  /\.pdf$/i.test(a.name.trim()) || /^(application\/)?pdf$/i.test(a.contentType?.trim() ?? '');

/** What is wrong with a readable document package, the gravest first; undefined where nothing is. */
export function unusable(message: EdxmlDocument, organ: OrganId | undefined, warnings: readonly EdxmlWarning[] = []): AppError | undefined {
  if (message.secrecyMark !== undefined && secrecyDegree(message.secrecyMark) !== undefined) return { code: 'axis.secret' };
  if (organ === undefined) return { code: 'axis.other_office' };
  const empty = message.attachments.find((a) => a.size === 0);
  if (empty) return { code: 'axis.empty_attachment', params: { name: empty.name } };
  const disguised = message.attachments.find((a) => a.detected !== 'pdf' && saysPdf(a));
  if (disguised) return { code: 'axis.not_a_pdf', params: { name: disguised.name, detected: disguised.detected } };
  if (needsPdf(message) && !message.attachments.some((a) => a.detected === 'pdf')) return { code: 'axis.missing_pdf' };
  // Decision 28/2018 article 9: the receiver checks completeness first. A document without its appendix is not the document.
  const promised = warnings.find((warning) => warning.code === 'edxml.attachment_missing');
  if (needsPdf(message) && promised) return { code: 'axis.promised_file_missing', params: { name: promised.params?.name ?? '' } };
  return undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  'axis.secret': 'Tu choi: khong nhan tai lieu bi mat nha nuoc qua truc',
  'documents.secret': 'Tu choi: khong nhan tai lieu bi mat nha nuoc qua truc',
  'axis.other_office': 'Goi tin khong gui cho co quan nay',
  'axis.empty_attachment': 'Tep dinh kem rong',
  'axis.not_a_pdf': 'Tep mang ten PDF nhung khong phai PDF',
  'axis.missing_pdf': 'Goi tin khong co tep PDF cua van ban',
  'axis.promised_file_missing': 'Goi tin thieu tep da khai trong danh muc',
  'axis.parser_failed': 'Khong doc duoc goi tin',
};
/** What the axis (and so the sender) is told, in ASCII. */
export const axisWords = (reason: AppError): string => WORDS[reason.code] ?? `Khong nhan duoc goi tin (${reason.code})`;

/** Those that wait for a person first, newest first; then the closed ones. */
export function quarantineRows(store: Store): QuarantineRow[] {
  const rows = store.db
    .prepare(
      `SELECT id, doc_id, sender, listed_at, reason, size, acknowledged, blob_id, returned_at, closed_at, handling FROM package
       WHERE state = 'quarantined' ORDER BY closed_at IS NOT NULL, seq DESC LIMIT 1000`,
    )
    .all() as {
    id: string;
    doc_id: string;
    sender: string;
    listed_at: number;
    reason: string;
    size: number;
    acknowledged: number;
    blob_id: string | null;
    returned_at: number | null;
    closed_at: number | null;
    handling: string | null;
  }[];
  return rows.map((row) => ({
    id: row.id,
    docId: row.doc_id,
    sender: row.sender,
    at: row.listed_at,
    reason: JSON.parse(row.reason) as AppError,
    size: row.size,
    markedFail: row.acknowledged === 1,
    hasOriginal: row.blob_id !== null,
    ...(row.returned_at === null ? {} : { returnedAt: row.returned_at }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.handling === null ? {} : { handling: JSON.parse(row.handling) as NonNullable<QuarantineRow['handling']> }),
  }));
}
