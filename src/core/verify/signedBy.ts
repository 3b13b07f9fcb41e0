/** Whether the agency that signed is the one that the message names as issuing; pure, by names, since nothing else binds them. */
import type { PdfVerdict } from '../../domain/verdict.ts';

export type SignedBy = 'matches' | 'differs' | 'unknown';

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\bubnd\b/g, 'ủy ban nhân dân'],
  [/\bhđnd\b/g, 'hội đồng nhân dân'],
  [/uỷ/g, 'ủy'],
];
/** One spelling of an organ's name: letters composed, lower case, usual short forms written out, no punctuation. */
export function organName(text: string): string {
  let name = text.normalize('NFC').toLowerCase();
  for (const [short, whole] of SHORT) name = name.replace(short, whole);
  return name.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** @param issuer the issuing organ as the metadata names it */
export function signedBy(main: PdfVerdict | undefined, issuer: string): SignedBy {
  const wanted = organName(issuer);
  const agencies = (main?.signatures ?? []).filter((s) => s.holder === 'agency' && s.bytes.startsWith('intact'));
  // The organisation above the name is often the one that an office belongs to: it speaks only where there is no name.
  const names = agencies.flatMap((s) => {
    const name = organName(s.subject?.commonName ?? s.subject?.organization ?? '');
    return name === '' ? [] : [name];
  });
  if (wanted === '' || names.length === 0) return 'unknown';
  return names.some((name) => isSameOrgan(name, wanted)) ? 'matches' : 'differs';
}

const PLACE = /^(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|tp) /;
/** Names that every office of a kind has. */
const OF_MANY: readonly string[] = ['ủy ban nhân dân', 'hội đồng nhân dân', 'ủy ban', 'hội đồng', 'văn phòng', 'công an', 'trường'];
/** One is named more fully: “UBND xã Ví Dụ” and “UBND xã Ví Dụ, tỉnh Mẫu” are one; “Văn phòng UBND xã Ví Dụ” and “UBND xã Ví” are others. */
export function isSameOrgan(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short === long) return true;
  return long.startsWith(`${short} `) && PLACE.test(long.slice(short.length + 1)) && !OF_MANY.includes(short);
}
