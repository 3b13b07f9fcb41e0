/**
 * The input fields of Annex VI of Decree 30/2020 (part II) as a file carried out whole writes them: names, order, kinds,
 * greatest lengths. `S` text of so many characters, `N` a number of so many digits, `D` a day of ten characters, `L` text
 * of any length.
 */
export interface FieldSpec {
  readonly name: string;
  readonly kind?: 'S' | 'N' | 'D' | 'L';
  readonly max?: number;
  readonly children?: readonly FieldSpec[];
  /** Any number of times, also none. */
  readonly many?: true;
}
const S = (name: string, max: number): FieldSpec => ({ name, kind: 'S', max });
const N = (name: string, max: number): FieldSpec => ({ name, kind: 'N', max });
const D = (name: string): FieldSpec => ({ name, kind: 'D', max: 10 });
const L = (name: string): FieldSpec => ({ name, kind: 'L' });
const group = (name: string, ...children: readonly FieldSpec[]): FieldSpec => ({ name, children });

const FILE_CODE = group('FileCode', S('OrganId', 13), N('FileCatalog', 4), S('FileNotation', 20));
const COMMON: readonly FieldSpec[] = [
  FILE_CODE,
  N('DocOrdinal', 3),
  S('TypeName', 100),
  S('CodeNumber', 11),
  S('CodeNotation', 30),
  D('IssuedDate'),
  S('OrganName', 200),
  S('Subject', 500),
  S('Language', 30),
  N('PageAmount', 3),
  S('Description', 500),
];
const SIGNER = group('SignerInfo', S('Position', 100), S('FullName', 50));
/** What the annex has no field for: the documents' own files. */
const ATTACHMENTS: FieldSpec = { name: 'Attachment', many: true, children: [S('FileName', 255), N('Size', 15), S('SHA256', 64)] };

export const OUTGOING_FIELDS: readonly FieldSpec[] = [
  ...COMMON,
  SIGNER,
  { name: 'To', many: true, children: [S('OrganId', 13), S('OrganName', 200)] },
  N('Priority', 1),
  N('IssuedAmount', 3),
  D('DueDate'),
  ATTACHMENTS,
];
export const INCOMING_FIELDS: readonly FieldSpec[] = [
  ...COMMON,
  D('ArrivalDate'),
  N('ArrivalNumber', 10),
  SIGNER,
  N('Priority', 1),
  S('ToPlaces', 1000),
  L('TraceHeaderList'),
  D('DueDate'),
  ATTACHMENTS,
];
export const FILE_FIELDS: readonly FieldSpec[] = [
  FILE_CODE,
  S('Title', 500),
  S('Maintenance', 30),
  S('Rights', 30),
  S('Creator', 30),
  S('Language', 50),
  D('StartDate'),
  D('EndDate'),
  N('DocTotal', 4),
  N('PageTotal', 4),
  S('Description', 500),
];
/** One child a document, in the file's order. */
export const DOCUMENT_FIELDS = { incoming: INCOMING_FIELDS, outgoing: OUTGOING_FIELDS } as const;
export const DOCUMENT_NAMES = { incoming: 'IncomingDocument', outgoing: 'OutgoingDocument' } as const;
export const ROOT = 'File';
/** No namespace is public for it; ours says by its version what the elements are. */
export const NAMESPACE = 'urn:tram-van-thu:ho-so:1';
