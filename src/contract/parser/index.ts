/**
 * What the core asks of the parser process. A job gets the paths and keys of just its own vault files; results
 * are plain values. A job that passes its limits of time or memory ends with the process, which is restarted.
 */
import { z } from 'zod';
import type { EdxmlMessage, EdxmlWarning } from '../../domain/edxml.ts';
import type { PageLayout } from '../../domain/layout.ts';
import type { OldEncoding } from '../../domain/oldEncodings.ts';
import type { PageText as WordsOfPage } from '../../domain/pageText.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import type { FoundPlaces } from '../../domain/signaturePlaces.ts';
import type { JudgedPdf } from '../../domain/verdict.ts';
import { anyBytes, bytes } from '../bytes.ts';
import { call } from '../wire.ts';

/** One sealed file of the vault: absolute path and its own 32-byte key. */
export const sealedFile = z.strictObject({ path: z.string().max(4096), key: anyBytes.refine((k) => k.byteLength === 32) });
export type SealedFile = z.infer<typeof sealedFile>;

const rectangle = z.strictObject({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() });
/** PDF user space: points, origin bottom left of the page as shown. */
export type Rectangle = z.infer<typeof rectangle>;

/** What a signature field shows; images come as straight RGBA. */
const appearance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image'),
    width: z.number().int().positive().max(2000),
    height: z.number().int().positive().max(2000),
    rgba: anyBytes,
    note: z.string().max(200).optional(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    lines: z
      .array(
        z.strictObject({
          text: z.string().max(200),
          size: z.number().min(4).max(40),
          bold: z.boolean().optional(),
          italic: z.boolean().optional(),
          /** Start of the baseline from the rectangle's bottom left, in points (its middle with `center`); lines without it flow from the top. */
          at: z.strictObject({ x: z.number(), y: z.number(), center: z.boolean().optional() }).optional(),
        }),
      )
      .max(8),
    color: z.enum(['black', 'red']),
    frame: z.boolean().optional(),
    rules: z
      .array(z.strictObject({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }))
      .max(20)
      .optional(),
    note: z.string().max(200).optional(),
  }),
]);
export type Appearance = z.infer<typeof appearance>;

/** A text field for số, day or month: baseline of its letters, points as shown. */
const textField = z.strictObject({
  name: z.string().max(120),
  page: z.number().int().positive(),
  rectangle,
  size: z.number().min(4).max(40),
  italic: z.boolean().optional(),
});
export type TextField = z.infer<typeof textField>;

export const signatureFieldSpec = z.strictObject({
  fieldName: z.string().max(120),
  /** 1-based page. */
  page: z.number().int().positive(),
  rectangle,
  appearance,
  /** `/Name`, `/Reason`, `/Location` of the signature dictionary. */
  signerName: z.string().max(200).optional(),
  reason: z.string().max(200).optional(),
  location: z.string().max(200).optional(),
  /** `/M`, Unix milliseconds. */
  signingTime: z.number(),
  /** Bytes reserved for the CMS. */
  contentsBytes: z.number().int().min(4096).max(65536),
  /** Text fields put on page one, empty, in the same increment: the first signature certifies that only they are filled later. */
  reserve: z.array(textField).max(4).optional(),
  /** An empty signature field beside them, for the agency's seal. */
  reserveSignature: z.strictObject({ name: z.string().max(120), page: z.number().int().positive(), rectangle }).optional(),
  /** Values of such fields, filled in by this increment. */
  fill: z
    .array(z.strictObject({ name: z.string().max(120), value: z.string().max(200) }))
    .max(4)
    .optional(),
  /** An empty signature field of this name is signed where it stands, instead of a new one. */
  reuse: z.string().max(200).optional(),
  /** A document timestamp (ETSI.RFC3161): no widget is shown. */
  timestamp: z.boolean().optional(),
});
export type SignatureFieldSpec = z.infer<typeof signatureFieldSpec>;

export interface ReadTable {
  readonly rows: readonly (readonly string[])[];
  readonly truncated: boolean;
  /** Names of a workbook's visible sheets, where there is more than one. */
  readonly sheets?: readonly string[];
  /** The text was converted from this. */
  readonly converted?: 'utf-16' | 'windows-1258' | 'tcvn3' | 'vni';
}
export interface PdfFacts {
  readonly pages: readonly { readonly width: number; readonly height: number; readonly rotate: number }[];
  readonly encrypted: boolean;
  readonly signatureFields: number;
  /** DocMDP P=1: no further signature is allowed. */
  readonly noFurtherSignatures: boolean;
  /** Signature fields that nobody signed yet, and where they stand as shown. */
  readonly emptyFields?: readonly (Rectangle & { readonly name: string; readonly page: number })[];
  /** Text fields reserved for number and date, by name. */
  readonly reserved?: readonly string[];
}

/** Text of some pages of a PDF, in Unicode. */
export interface ReadTextResult {
  /** Of the whole file. */
  readonly pages: number;
  readonly text: string;
  /** Page to go on from; absent where this was the end. */
  readonly nextPage?: number;
  /** There is more than may be taken. */
  readonly truncated: boolean;
  /** An old encoding that the text was converted from. */
  readonly encoding?: OldEncoding;
  readonly unreadable?: 'too_large' | 'encrypted' | 'damaged';
}

/** Words of some pages of a PDF's own text layer, with their places. */
export interface ReadWordsResult {
  /** Of the whole file. */
  readonly pages: number;
  readonly texts: readonly { readonly page: number; readonly text: WordsOfPage }[];
  readonly unreadable?: 'too_large' | 'encrypted' | 'damaged';
}

export type ReadEdxmlResult =
  | {
      readonly ok: true;
      readonly message: EdxmlMessage;
      /** For each attachment of the message, in order, the index of the target file that now holds it. */
      readonly attachments: readonly { readonly target: number }[];
      readonly warnings: readonly EdxmlWarning[];
    }
  | { readonly ok: false; readonly error: { readonly code: string; readonly params?: Readonly<Record<string, string | number>> } };

export const parserCalls = {
  ping: call<{ rssBytes: number }>()(z.strictObject({})),
  /** Reads a package; each attachment is cut into a target file of its own, synced before the answer. */
  readEdxml: call<ReadEdxmlResult>()(
    z.strictObject({ source: sealedFile, targets: z.array(sealedFile).max(200), maxAttachmentBytes: z.number() }),
  ),
  /** Type by the bytes themselves, and a PDF's facts where it is one. */
  inspect: call<{ detected: string; size: number; pdf?: PdfFacts }>()(z.strictObject({ source: sealedFile })),
  /** Blanks for number and date on page one and the signer's typed name on the last page, by the text layer. */
  findPlaces: call<FoundPlaces>()(z.strictObject({ source: sealedFile, signer: z.string().max(100) })),
  /** A table that another program exported (xlsx, csv), within limits; `table.not_a_table`, `table.unreadable`, `table.encoding`, `table.old_workbook`. */
  readTable: call<ReadTable>()(
    z.strictObject({
      source: sealedFile,
      sheet: z.string().max(100).optional(),
      keepLines: z.boolean().optional(),
      cell: z.number().int().min(1).max(2_000).optional(),
    }),
  ),
  /** Marks of secrecy by the text layer of its first pages. */
  findSecrecy: call<SecrecyFinding>()(z.strictObject({ source: sealedFile })),
  /** The text layer, some pages at a time; what cannot be read says why. */
  readText: call<ReadTextResult>()(
    z.strictObject({
      source: sealedFile,
      fromPage: z.number().int().positive(),
      maxPages: z.number().int().min(1).max(200),
      maxChars: z.number().int().min(1).max(300_000),
      maxMs: z.number().int().min(1).max(30_000),
    }),
  ),
  /** Words of the first and last pages as they are shown; a page without a text layer has none. */
  readWords: call<ReadWordsResult>()(
    z.strictObject({ source: sealedFile, first: z.number().int().min(0).max(10), last: z.number().int().min(0).max(10) }),
  ),
  /**
   * The three lines for each signature. `anchors`/`intermediates` are DER certificates; `pins` name roots by their SHA-256
   * wherever they come from; `ocsps` and `crls` were fetched before. `wanted` of the answer is what would tell more.
   * `held`: when this very file is known to have been here already; without a proven time it speaks for certificates that ended since.
   */
  verifyPdf: call<JudgedPdf>()(
    z.strictObject({
      source: sealedFile,
      anchors: z.array(bytes).max(200),
      intermediates: z.array(bytes).max(500),
      trainingPolicyOid: z.string(),
      now: z.number(),
      pins: z.array(z.string().length(64)).max(200).optional(),
      ocsps: z.array(bytes).max(400).optional(),
      crls: z.array(sealedFile).max(60).optional(),
      ask: z.boolean().optional(),
      held: z.number().optional(),
    }),
  ),
  /** Whether fetched bytes are what they should be; from when until when they speak, and the certificates in them. */
  inspectMaterial: call<{ ok: boolean; thisUpdate?: number; nextUpdate?: number; certificates?: Uint8Array[] }>()(
    z.strictObject({ kind: z.enum(['ocsp', 'crl', 'certificate']), source: sealedFile.optional(), bytes: bytes.optional() }),
  ),
  /**
   * Appends an empty signature field to a copy of the file (append-only). The digest is SHA-256 over the two byte
   * ranges; the CMS goes as hex into `contentsOffset…` of the target (`contentsHexLength` hex digits, `<`,`>` excluded).
   */
  prepareSignature: call<{ digest: Uint8Array; contentsOffset: number; contentsHexLength: number; byteRange: number[]; size: number }>()(
    z.strictObject({ source: sealedFile, target: sealedFile, field: signatureFieldSpec }),
  ),
  /** Copies `source` into `target` with the CMS put in its place; checks the digest again on the way. */
  placeSignature: call<{ size: number; sha256: string }>()(
    z.strictObject({
      source: sealedFile,
      target: sealedFile,
      contentsOffset: z.number().int(),
      contentsHexLength: z.number().int(),
      cms: bytes,
      digest: bytes,
    }),
  ),
  /** A damaged PDF that carries no signature, written anew with a sound cross-reference table. */
  repairPdf: call<{ size: number }>()(z.strictObject({ source: sealedFile, target: sealedFile })),
  /** Appends certificates, CRLs and OCSP responses as the file's DSS (ISO 32000-2, 12.8.4.3) to a copy of it. */
  appendValidation: call<{ size: number }>()(
    z.strictObject({
      source: sealedFile,
      target: sealedFile,
      certificates: z.array(anyBytes).max(60),
      crls: z.array(anyBytes).max(40),
      ocsps: z.array(anyBytes).max(60),
    }),
  ),
  /** Lines of the first page and the last ones with their places; empty where the file has no text layer. */
  readLayout: call<PageLayout>()(z.strictObject({ source: sealedFile })),
  /** A copy of the file with a mark drawn on one page, for printing. */
  stampPdf: call<{ size: number }>()(
    z.strictObject({
      source: sealedFile,
      target: sealedFile,
      page: z.number().int().positive(),
      rectangle,
      appearance,
      name: z.string().max(200),
    }),
  ),
  /**
   * A file for paper made of pages of others, their signatures' pictures and stamps drawn in; `overlays` are small
   * drawings of the core's own. `pdf.too_large_to_compose`, `pdf.encrypted`, `pdf.damaged`, `pdf.page_missing`.
   */
  composePdf: call<{ size: number; pages: number }>()(
    z.strictObject({
      source: sealedFile,
      pages: z.array(z.number().int().positive()).max(3_000).optional(),
      behind: z.array(z.strictObject({ source: sealedFile, pages: z.array(z.number().int().positive()).max(3_000).optional() })).max(50),
      /** `page` 0 = the last; x and y in points from the bottom left. */
      overlays: z.array(z.strictObject({ source: sealedFile, page: z.number().int().min(0), x: z.number(), y: z.number() })).max(20),
      target: sealedFile,
    }),
  ),
  /** Certificates of the file's signatures and timestamps: DER, each once; and for each signature field the signer's. */
  signers: call<{ certificates: Uint8Array[]; signers: Uint8Array[] }>()(z.strictObject({ source: sealedFile })),
} as const;
export type ParserCalls = typeof parserCalls;
