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
  const names = agencies.flatMap((s) => [s.subject?.commonName, s.subject?.organization].flatMap((n) => (n ? [organName(n)] : [])));
  if (wanted === '' || names.length === 0) return 'unknown';
  // A certificate names the office more or less fully: “UBND xã Ví Dụ” and “UBND xã Ví Dụ, tỉnh Mẫu” are one.
  const same = (name: string): boolean => ` ${name} `.includes(` ${wanted} `) || ` ${wanted} `.includes(` ${name} `);
  return names.some(same) ? 'matches' : 'differs';
}
