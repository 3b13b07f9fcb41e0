/** What an act of signing puts on the page: the leader's picture, or the agency's strip and seal. Pure. */
import type { SignatureFieldSpec } from '../../contract/parser/index.ts';
import { Failure } from '../../domain/errors.ts';
import { type FoundPlaces, leaderPlace, type PageSize, type Placed, sealPlace, stripPlan } from '../../domain/signaturePlaces.ts';
import type { LegalDate } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { Rgba } from '../../formats/image/index.ts';

/** Room for a CMS with a short chain and, later, a timestamp (about 9 kB were measured). */
const CONTENTS_BYTES = 16_384;
export const TRAINING_NOTE = 'TẬP HUẤN';

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

/** Ký ban hành: the picture of the handwritten signature, or the signer's name in text where there is no picture. */
export function planLeaderSignature(input: Common & { readonly image?: Rgba; readonly place?: Placed }): SignatureFieldSpec {
  const place = input.place ?? leaderPlace(input.pages, input.found);
  const appearance: SignatureFieldSpec['appearance'] = input.image
    ? { kind: 'image', ...input.image }
    : { kind: 'text', lines: [{ text: 'Đã ký', size: 14, italic: true }], color: 'black', ...note(input.training) };
  return {
    fieldName: `Leader_${input.fieldSuffix}`,
    page: place.page,
    rectangle: boxOf(place),
    appearance,
    reason: 'Ký ban hành',
    ...common(input),
  };
}

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
}
/** One act, two fields in two increments: the strip with số and ngày on page one, then the seal beside the leader's signature. */
export function planAgencySignature(input: AgencyInput): [strip: SignatureFieldSpec, seal: SignatureFieldSpec] {
  const [first] = input.pages;
  if (!first) throw new Failure('pdf.page_missing', { page: 1 });
  const strip = stripPlan(first, input.found, input);
  const leader = input.leader ?? leaderPlace(input.pages, input.found);
  const place = sealPlace(leader, input.pages[leader.page - 1] ?? first, input.sealMm);
  const sealed: SignatureFieldSpec['appearance'] = input.seal
    ? { kind: 'image', ...input.seal }
    : { kind: 'text', lines: [{ text: input.signerName.slice(0, 200), size: 11 }], color: 'red', ...note(input.training) };
  return [
    {
      fieldName: `AgencyNumber_${input.fieldSuffix}`,
      page: 1,
      rectangle: boxOf(strip.place),
      appearance: { kind: 'text', lines: [...strip.lines], color: 'black', ...note(input.training) },
      reason: 'Số và ngày của văn bản',
      ...common(input),
    },
    {
      fieldName: `AgencySeal_${input.fieldSuffix}`,
      page: place.page,
      rectangle: boxOf(place),
      appearance: sealed,
      reason: 'Phát hành',
      ...common(input),
    },
  ];
}

/** The leader's signature on a judged file: the last intact one that is not an agency's. */
export function leaderOf(verdict: PdfVerdict): Placed | undefined {
  const found = verdict.signatures.filter((s) => s.holder !== 'agency' && s.page !== undefined && s.rectangle).at(-1);
  return found?.page !== undefined && found.rectangle ? { page: found.page, ...found.rectangle } : undefined;
}
