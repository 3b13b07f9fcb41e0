/**
 * What an act of signing puts on the pages: the leader's picture, the agency's strip and seal, marks. Pure: everything that
 * was read of the file, the document and the office comes in.
 */
import type { SignatureFieldSpec, TextField } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { FORM_PROFILES, type FormProfileId } from '../../domain/formProfiles.ts';
import { kindLines, kindPlace, SIGNATURE_KINDS, type SignatureKind } from '../../domain/signatureKinds.ts';
import {
  type Column,
  clampToPage,
  type FoundPlaces,
  leaderPlace,
  mm,
  type PageSize,
  type Placed,
  sealPlace,
  stripPlan,
} from '../../domain/signaturePlaces.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { Rgba } from '../../formats/image/index.ts';

/** Room for a CMS with a short chain and a timestamp (about 9 kB were measured). */
const CONTENTS_BYTES = 16_384;
/** A document timestamp brings its maker's whole chain. */
const TIMESTAMP_BYTES = 16_384;
export const TRAINING_NOTE = 'TẬP HUẤN';

/** Names of what is reserved before the leader signs, where number and date go into form fields. */
export const RESERVED = { number: 'VanBanSo', day: 'VanBanNgay', month: 'VanBanThang', seal: 'VanBanDau' } as const;

export interface PlannedField {
  /** `leader`, `initial`, `strip`, `seal`, `mark`. */
  readonly key: string;
  readonly label: string;
  readonly place: Placed;
  readonly spec: SignatureFieldSpec;
  readonly picture?: 'seal' | 'signature';
  readonly fixed?: boolean;
}
interface Common {
  readonly pages: readonly PageSize[];
  readonly found: FoundPlaces;
  /** As the certificate names its holder. */
  readonly signerName: string;
  readonly signingTime: number;
  /** Makes the field's name unlike any other. */
  readonly fieldSuffix: string;
  readonly training: boolean;
}
const common = (input: Common): Pick<SignatureFieldSpec, 'signerName' | 'signingTime' | 'contentsBytes'> => ({
  signerName: input.signerName.slice(0, 200),
  signingTime: input.signingTime,
  contentsBytes: CONTENTS_BYTES,
});
// The training world's own pictures say it themselves; a second mark would lie across the first.
const note = (training: boolean): { note?: string } => (training ? { note: TRAINING_NOTE } : {});
const boxOf = ({ x, y, width, height }: Placed): SignatureFieldSpec['rectangle'] => ({ x, y, width, height });
/** Position 1 has no number in its name, as documents signed by earlier versions have none. */
const at = (position: number): string => (position > 1 ? String(position) : '');

/** A picture drawn as wide as it is on paper, in the middle of its usual place and never lower. */
function asWideAs(place: Placed, page: PageSize, image: Rgba | undefined, widthMm: number): Placed {
  if (!image) return place;
  const width = mm(widthMm);
  const height = Math.min((width * image.height) / image.width, mm(40));
  const [x, y] = [place.x + (place.width - width) / 2, place.y + Math.max(0, (place.height - height) / 2)];
  return { page: place.page, ...clampToPage({ x, y, width, height }, page) };
}

export interface LeaderInput extends Common {
  readonly image?: Rgba;
  readonly widthMm?: number;
  /** Of a joint document: whose turn it is. */
  readonly position?: number;
  readonly column?: Column;
  /** Number and date go into form fields: reserved now, where nobody signed before. */
  readonly reserve?: { readonly sealMm: number };
}
/** Ký ban hành: the picture of the handwritten signature, or the words where there is no picture. */
export function planLeaderSignature(input: LeaderInput): PlannedField {
  const rule = SIGNATURE_KINDS.leader;
  const usual = leaderPlace(input.pages, input.found, input.column);
  const page = pageOf(input.pages, usual.page);
  const place = asWideAs(usual, page, input.image, input.widthMm ?? rule.box.widthMm);
  const appearance: SignatureFieldSpec['appearance'] = input.image
    ? { kind: 'image', ...input.image }
    : {
        kind: 'text',
        lines: rule.lines.map((text) => ({ text, size: rule.size, italic: true })),
        color: rule.color,
        ...note(input.training),
      };
  return {
    key: 'leader',
    label: rule.name,
    place,
    ...(input.image ? { picture: 'signature' } : {}),
    spec: {
      fieldName: `Leader${at(input.position ?? 1)}_${input.fieldSuffix}`,
      page: place.page,
      rectangle: boxOf(place),
      appearance,
      reason: rule.reason,
      ...common(input),
      ...(input.reserve ? reservation(input, place, input.reserve.sealMm) : {}),
    },
  };
}

const BELOW_BASELINE = 0.3;
/** Fields over the blanks for number, day and month, and the empty field of the seal; only where all blanks were found. */
function reservation(input: Common, leader: Placed, sealMm: number): Pick<SignatureFieldSpec, 'reserve' | 'reserveSignature'> {
  const { number, day, month } = input.found;
  if (number?.page !== 1 || day?.page !== 1 || month?.page !== 1) return {};
  const size = 13;
  const field = (name: string, blank: Placed, italic: boolean): TextField => ({
    name,
    page: 1,
    rectangle: { x: blank.x, y: blank.y - size * BELOW_BASELINE, width: blank.width, height: size * 1.3 },
    size,
    ...(italic ? { italic } : {}),
  });
  const seal = sealPlace(leader, pageOf(input.pages, leader.page), sealMm, input.found.signer);
  return {
    reserve: [field(RESERVED.number, number, false), field(RESERVED.day, day, true), field(RESERVED.month, month, true)],
    reserveSignature: { name: RESERVED.seal, page: seal.page, rectangle: boxOf(seal) },
  };
}

const pageOf = (pages: readonly PageSize[], number: number): PageSize =>
  pages[number - 1] ?? pages.at(-1) ?? { width: 595.28, height: 841.89 };

export interface AgencyInput extends Common {
  /** Where the leader's signature stands, from the verdict on the file. */
  readonly leader?: Placed;
  /** As printed: `05`, `05/UBND-VP`, the legal date, the place. */
  readonly number: string;
  readonly code: string;
  readonly date: LegalDate;
  readonly place: string;
  readonly seal?: Rgba;
  readonly sealMm?: number;
  readonly profile?: FormProfileId;
  /** Of a joint document: the agencies behind the first put their seal only. */
  readonly position?: number;
  /** The form fields that were reserved. */
  readonly reserved?: boolean;
  readonly reservedSeal?: Placed;
}
/**
 * One act, two fields in two increments: the strip with số and ngày on page one, then the seal beside the leader's signature.
 * Where form fields were reserved, one increment: they are filled in, and the seal's empty field is signed.
 */
export function planAgencySignature(input: AgencyInput): PlannedField[] {
  const [first] = input.pages;
  if (!first) throw new Failure('pdf.page_missing', { page: 1 });
  const position = input.position ?? 1;
  const seal = planSeal(input, first, position);
  if (position > 1) return [seal];
  if (input.reserved) {
    const [day, month] = [input.date.slice(8, 10), Number(input.date.slice(5, 7))];
    const fill = [
      { name: RESERVED.number, value: input.number },
      { name: RESERVED.day, value: day },
      { name: RESERVED.month, value: month < 3 ? `0${month}` : String(month) },
    ];
    const place = input.reservedSeal ?? seal.place;
    return [{ ...seal, place, fixed: true, spec: { ...seal.spec, page: place.page, rectangle: boxOf(place), fill, reuse: RESERVED.seal } }];
  }
  const form = FORM_PROFILES[input.profile ?? 'decree30'];
  const strip = stripPlan(first, input.found, input, form);
  if (strip.lines.length === 0) return [seal];
  return [
    {
      key: 'strip',
      label: 'Số và ngày của văn bản',
      place: strip.place,
      spec: {
        fieldName: `AgencyNumber_${input.fieldSuffix}`,
        page: 1,
        rectangle: boxOf(strip.place),
        appearance: { kind: 'text', lines: [...strip.lines], color: 'black', ...note(input.training) },
        reason: 'Số và ngày của văn bản',
        ...common(input),
      },
    },
    seal,
  ];
}
function planSeal(input: AgencyInput, first: PageSize, position: number): PlannedField {
  const rule = SIGNATURE_KINDS.agency;
  const leader = input.leader ?? leaderPlace(input.pages, input.found);
  const place = sealPlace(leader, input.pages[leader.page - 1] ?? first, input.sealMm, input.found.signer);
  const lines = kindLines('agency', { organ: input.signerName.slice(0, 200), at: input.signingTime });
  return {
    key: 'seal',
    label: 'Con dấu của cơ quan',
    place,
    ...(input.seal ? { picture: 'seal' } : {}),
    spec: {
      fieldName: `AgencySeal${at(position)}_${input.fieldSuffix}`,
      page: place.page,
      rectangle: boxOf(place),
      appearance: input.seal
        ? { kind: 'image', ...input.seal }
        : { kind: 'text', lines: lines.map((text) => ({ text, size: rule.size })), color: rule.color, ...note(input.training) },
      reason: rule.reason,
      ...common(input),
    },
  };
}

const MARK_NAMES: Readonly<Record<SignatureKind, string>> = {
  initial: 'Initial',
  leader: 'Leader',
  agency: 'AgencySeal',
  attachment: 'Attachment',
  copy: 'TrueCopy',
  duplicate: 'Duplicate',
  extract: 'Extract',
  incoming: 'Arrival',
  digitised: 'Digitised',
};
/** Initials, attachments, copies and marks: one field of words at the preset's place. */
export function planMark(
  kind: SignatureKind,
  input: Common & { readonly organ: string; readonly code?: string; readonly date?: string },
): PlannedField {
  const rule = SIGNATURE_KINDS[kind];
  const place = kindPlace(kind, input.pages, input.found);
  const said = {
    organ: input.organ,
    at: input.signingTime,
    ...(input.code ? { code: input.code } : {}),
    ...(input.date ? { date: input.date } : {}),
  };
  const lines = kindLines(kind, said).map((text) => ({
    text: text.slice(0, 200),
    size: rule.size,
    ...(text === 'ĐẾN' ? { bold: true } : {}),
  }));
  return {
    key: kind === 'initial' ? 'initial' : 'mark',
    label: rule.name,
    place,
    spec: {
      fieldName: `${MARK_NAMES[kind]}_${input.fieldSuffix}`,
      page: place.page,
      rectangle: boxOf(place),
      appearance: { kind: 'text', lines, color: rule.color, ...(rule.frame ? { frame: true } : {}), ...note(input.training) },
      reason: rule.reason,
      ...common(input),
    },
  };
}

/** A document timestamp (PAdES B-LTA): nothing is shown. */
export const planTimestamp = (suffix: string, signingTime: number): SignatureFieldSpec => ({
  fieldName: `Timestamp_${suffix}`,
  page: 1,
  rectangle: { x: 0, y: 0, width: 1, height: 1 },
  appearance: { kind: 'text', lines: [], color: 'black' },
  signingTime,
  contentsBytes: TIMESTAMP_BYTES,
  timestamp: true,
});

/** The same field where a person put it; what it shows and how large it is stays. */
export function movedTo(field: PlannedField, to: { readonly page: number; readonly x: number; readonly y: number }): PlannedField {
  if (field.fixed) return field;
  const place = { ...field.place, ...to };
  return { ...field, place, spec: { ...field.spec, page: place.page, rectangle: boxOf(place) } };
}

/** The same signature in an empty field that the file brought along, as large as that field. */
export const inField = (field: PlannedField, empty: Placed & { readonly name: string }): PlannedField => {
  const { name, ...place } = empty;
  return { ...field, place, fixed: true, spec: { ...field.spec, page: place.page, rectangle: boxOf(place), reuse: name } };
};

/** The leader's signature on a judged file: the last intact one that is not an agency's, nor an initial or a timestamp. */
export function leaderOf(verdict: PdfVerdict): Placed | undefined {
  const found = verdict.signatures
    .filter(
      (s) =>
        s.holder !== 'agency' && s.subFilter !== 'ETSI.RFC3161' && !s.field.startsWith('Initial_') && s.page !== undefined && s.rectangle,
    )
    .at(-1);
  return found?.page !== undefined && found.rectangle ? { page: found.page, ...found.rectangle } : undefined;
}
