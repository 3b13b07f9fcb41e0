/**
 * Forms of documents per body and kind: Decree 30's form binds state bodies; the Party, the Front and the unions have their
 * own (Guideline 36-HD/VPTW for the Party). A profile is data: where number and date stand, how the number is introduced,
 * and which checks before signing make sense; kinds without a fixed form have none.
 */
import type { AppError } from './errors.ts';
import { type FoundPlaces, mm, type PageSize } from './signaturePlaces.ts';

export type FormProfileId = 'decree30' | 'party' | 'front' | 'none';
type FormCheck = 'a4' | 'number_blank' | 'date_blank' | 'signer_name';

export interface FormProfile {
  readonly name: string;
  /** What stands before the number where no blank is found. */
  readonly numberLabel: string;
  /** Baseline of number and date from the top of the page, points, where no blank is found. */
  readonly baselineFromTop: number;
  readonly checks: readonly FormCheck[];
  /** Kinds of document that have no fixed form: nothing is checked. */
  readonly freeKinds: readonly string[];
}
const ALL: readonly FormCheck[] = ['a4', 'number_blank', 'date_blank', 'signer_name'];
/** Sổ sách và biểu mẫu tự do: annex III of the decree lists them as kinds, annex I gives them no layout. */
const FREE = ['Giấy mời', 'Giấy giới thiệu', 'Phiếu gửi', 'Phiếu chuyển', 'Phiếu báo'];

export const FORM_PROFILES: Readonly<Record<FormProfileId, FormProfile>> = {
  decree30: { name: 'Nghị định 30/2020/NĐ-CP', numberLabel: 'Số:', baselineFromTop: mm(40), checks: ALL, freeKinds: FREE },
  party: {
    name: 'Văn bản của Đảng',
    numberLabel: 'Số',
    baselineFromTop: mm(38),
    checks: ['a4', 'date_blank', 'signer_name'],
    freeKinds: FREE,
  },
  front: {
    name: 'Mặt trận, đoàn thể',
    numberLabel: 'Số:',
    baselineFromTop: mm(40),
    checks: ['a4', 'signer_name'],
    freeKinds: FREE,
  },
  none: { name: 'Không kiểm tra thể thức', numberLabel: 'Số:', baselineFromTop: mm(40), checks: [], freeKinds: [] },
};
export const FORM_PROFILE_IDS = Object.keys(FORM_PROFILES) as FormProfileId[];

/** What a body usually follows, by the short form in its documents' signs; a setting says otherwise. */
export function usualProfile(abbreviation: string): FormProfileId {
  const text = abbreviation.trim().toUpperCase();
  if (/^(ĐU|TU|BTV|UBKT|BTC|BTG|BDV)\b/u.test(text)) return 'party';
  if (/^(MTTQ|CĐ|ĐTN|HPN|HND|HCCB|LĐLĐ)/u.test(text)) return 'front';
  return 'decree30';
}

const isA4 = ({ width, height }: PageSize): boolean => Math.abs(width - 595.28) < 15 && Math.abs(height - 841.89) < 15;

/** What of the form was not found; advice before signing, never a refusal. */
export function formFindings(
  profile: FormProfile,
  kind: string,
  seen: { readonly pages: readonly PageSize[]; readonly found: FoundPlaces; readonly signer: string; readonly numbered: boolean },
): AppError[] {
  if (profile.freeKinds.includes(kind)) return [];
  const missing: Readonly<Record<FormCheck, boolean>> = {
    a4: seen.pages.some((page) => !isA4(page)),
    number_blank: !seen.numbered && !seen.found.number,
    date_blank: !seen.numbered && !(seen.found.day && seen.found.month),
    signer_name: seen.signer !== '' && !seen.found.signer,
  };
  return profile.checks
    .filter((check) => missing[check])
    .map((check) => ({ code: `signing.form_${check}`, params: { signer: seen.signer } }));
}
