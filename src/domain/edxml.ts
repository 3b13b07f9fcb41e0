/**
 * The edXML message as the product understands it (QCVN 102:2016 with SĐ1:2022; field rules after the public
 * checker of the field's gateway). Absent and empty are the same: an empty element never becomes a field.
 */
import type { EdxmlDocumentId, OrganId } from './ids.ts';
import type { Instant, LegalDate } from './time.ts';

export interface Organization {
  /** May be missing or the literal `null` on input: then the field is absent. */
  readonly organId?: OrganId;
  readonly organizationInCharge?: string;
  readonly organName?: string;
  readonly organAdd?: string;
  readonly email?: string;
  readonly telephone?: string;
  readonly fax?: string;
  readonly website?: string;
}

export interface StaffInfo {
  readonly department?: string;
  readonly departmentId?: string;
  readonly staff?: string;
  readonly staffId?: string;
  readonly email?: string;
  readonly mobile?: string;
}

/** The document a message answers, revokes or reports on. */
export interface ResponseFor {
  readonly organId?: OrganId;
  /** `number/notation` as one text. */
  readonly code?: string;
  readonly documentId?: EdxmlDocumentId;
  readonly promulgationDate?: LegalDate;
}

export interface TraceHeader {
  readonly organId?: OrganId;
  readonly timestamp?: Instant;
}

/** 0 new, 1 revoke (thu hồi), 2 update (cập nhật), 3 replace (thay thế). */
export type BusinessType = 0 | 1 | 2 | 3;
/** 0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc, 4 hỏa tốc hẹn giờ. */
export type Priority = 0 | 1 | 2 | 3 | 4;

export interface Business {
  readonly documentId?: EdxmlDocumentId;
  readonly type: BusinessType;
  readonly reason?: string;
  /** A paper copy follows. */
  readonly paper: boolean;
  readonly documentInfo?: {
    readonly documentInfo: boolean;
    readonly documentReceiver: boolean;
    readonly receivers: readonly { readonly organId: OrganId; readonly receiverType?: number }[];
  };
  readonly replacements: readonly { readonly documentId?: EdxmlDocumentId; readonly organIds: readonly OrganId[] }[];
  readonly staffInfo?: StaffInfo;
}

export interface OtherInfo {
  readonly priority: Priority;
  readonly sphereOfPromulgation?: string;
  readonly typerNotation?: string;
  readonly promulgationAmount?: number;
  readonly pageAmount?: number;
  readonly direction?: boolean;
  readonly replyFors?: string;
  readonly referenceCodes?: string;
  readonly appendixes: readonly string[];
}

/**
 * The package's XML signature (xmldsig), which is not the signatures inside its PDFs. `unverifiable`: there, but of no
 * kind that can be checked (all that can be said of the samples' block). `verified`: the bytes are as the key signed
 * them; whether the key may be trusted is not said. `broken`: they are not. `refused`: several signatures, or one that
 * does not cover the whole package.
 */
export type PackageSignature = 'absent' | 'unverifiable' | 'verified' | 'broken' | 'refused';

/** Facts of the key in the package's signature; nothing here was checked against an authority. */
export interface PackageSigner {
  /** RFC 4514 names; absent where the package carries a key only. */
  readonly subject?: string;
  readonly issuer?: string;
  readonly serialNumber?: string;
  readonly validFrom?: Instant;
  readonly validTo?: Instant;
  /** Lower-case hex SHA-256 of the certificate, or of the public key where there is none. */
  readonly sha256: string;
  /** e.g. `RSA-SHA256`. */
  readonly algorithm: string;
  /** SHA-1 or a short key: true today, forgeable by those with means. */
  readonly weak: boolean;
}

/** Everything of a document message but the attachments' bytes. */
export interface EdxmlDocument {
  readonly kind: 'document';
  readonly from: Organization;
  readonly to: readonly Organization[];
  /** Absent only on input; output always carries it. */
  readonly documentId?: EdxmlDocumentId;
  readonly code: { readonly number?: string; readonly notation?: string };
  /** The code as it was written, where its encoding was converted: what goes back to the sender names this one. */
  readonly writtenCode?: { readonly number?: string; readonly notation?: string };
  readonly promulgation: { readonly place?: string; readonly date?: LegalDate };
  readonly documentType: { readonly type?: number; readonly typeDetail?: number; readonly typeName?: string };
  readonly subject?: string;
  readonly content?: string;
  readonly signer?: { readonly competence?: string; readonly position?: string; readonly fullName?: string };
  readonly dueDate?: LegalDate;
  readonly toPlaces: readonly string[];
  readonly otherInfo: OtherInfo;
  readonly responseFor: readonly ResponseFor[];
  readonly steeringType?: number;
  readonly taskCodes: readonly string[];
  readonly applicationType?: string;
  readonly trace: readonly TraceHeader[];
  readonly business: Business;
  readonly attachments: readonly EdxmlAttachment[];
  readonly packageSignature: PackageSignature;
  /** Present where the package's signature was checked against a key: what the package itself says of its signer. */
  readonly packageSigner?: PackageSigner;
  /** Elements that the standard does not have, as they came; the original holds them too. */
  readonly unknownElements?: readonly UnknownElement[];
  /** Raw text of an element that names a degree of secrecy; the standard has none, some systems write one. */
  readonly secrecyMark?: string;
}

export interface UnknownElement {
  /** Local names from the message's root, e.g. `edXML/edXMLEnvelope/edXMLHeader/MessageHeader/GhiChu`. */
  readonly path: string;
  /** Trimmed, at most 1,000 characters. */
  readonly text: string;
}

/** One attachment: names from the message, size and digest of the bytes after unwrapping. */
export interface EdxmlAttachment {
  readonly contentId?: string;
  readonly name: string;
  readonly description?: string;
  readonly contentType?: string;
  readonly fieldName?: string;
  readonly mimeType?: string;
  /** Bytes after base64 and, where the kit's rule wrapped them, after unzipping. */
  readonly size: number;
  /** Lower-case hex SHA-256 of those bytes. */
  readonly sha256: string;
  /** What the bytes are, by their own signature, whatever the label says. */
  readonly detected: DetectedType;
}
export type DetectedType =
  | 'pdf'
  | 'zip'
  | 'ooxml'
  | 'odf'
  | 'ole'
  | 'xml'
  | 'rtf'
  | 'png'
  | 'jpeg'
  | 'tiff'
  | 'rar'
  | '7z'
  | 'text'
  | 'empty'
  | 'unknown';

/** Status message (spec 1.8). */
export interface EdxmlStatus {
  readonly kind: 'status';
  readonly from: Organization;
  readonly responseFor: ResponseFor;
  readonly staffInfo?: StaffInfo;
  /** Two characters where known (`1` reads as `01`), else as it came. */
  readonly statusCode: string;
  readonly description?: string;
  readonly timestamp?: Instant;
  readonly unknownElements?: readonly UnknownElement[];
  /** Present where the message carries a signature at all. */
  readonly packageSignature?: Exclude<PackageSignature, 'absent'>;
  readonly packageSigner?: PackageSigner;
}

export type EdxmlMessage = EdxmlDocument | EdxmlStatus;

/** A warning of the reader: the message was usable, but not as it should be. */
export interface EdxmlWarning {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** `OrganId,YYYY/MM/DD,Number/Notation`: the convention of the Government Office for our own documents. */
export function conventionalDocumentId(from: OrganId, date: LegalDate, number: string, notation: string): EdxmlDocumentId {
  return `${from},${date.replaceAll('-', '/')},${number}/${notation}` as EdxmlDocumentId;
}
