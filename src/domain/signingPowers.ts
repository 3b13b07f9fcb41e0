/**
 * Who signs what, in which capacity, from when to when (Decree 30/2020, article 13; record keeping, 2): the table proposes
 * the block above the typed name, and an agency's signature is refused where signer, capacity, date or order does not fit.
 * Pure; a table without any row for a body judges nothing.
 */
import type { AppError } from './errors.ts';
import { type LegalDate, legalDateOf, screenDate } from './time.ts';

/** thủ trưởng · thay mặt · ký thay · thừa lệnh · thừa ủy quyền · quyền · phụ trách */
export const CAPACITIES = ['head', 'tm', 'kt', 'tl', 'tuq', 'q', 'pt'] as const;
export type Capacity = (typeof CAPACITIES)[number];

export interface SigningPower {
  readonly organId: string;
  /** A body without a code of its own that uses the organ's seal; absent = the organ itself. */
  readonly bodyId?: string;
  readonly person: string;
  readonly capacity: Capacity;
  /** The collective for which is signed (TM.), in the letters of the document: `ỦY BAN NHÂN DÂN`. */
  readonly collective: string;
  /** Position of the head, for KT., TL. and TUQ.: `CHỦ TỊCH`. */
  readonly headPosition: string;
  /** The signer's own: `PHÓ CHỦ TỊCH`. */
  readonly position: string;
  /** Names of kinds of document; empty = all. */
  readonly kinds: readonly string[];
  readonly from: LegalDate;
  readonly to?: LegalDate;
  /** The document that gives the power. */
  readonly authority: string;
}

/** Lines above the typed name: authority, then position. */
export interface SignatureBlock {
  readonly competence: string;
  readonly position: string;
}
export function blockOf(power: Pick<SigningPower, 'capacity' | 'collective' | 'headPosition' | 'position'>): SignatureBlock {
  const { capacity, collective, headPosition, position } = power;
  const on = collective ? [`TM. ${collective}`] : [];
  const byOrder = (sign: string): string[] => (headPosition ? [`${sign} ${headPosition}`] : [sign]);
  const before: Readonly<Record<Capacity, readonly string[]>> = {
    head: [],
    tm: on,
    kt: [...on, ...byOrder('KT.')],
    tl: byOrder('TL.'),
    tuq: byOrder('TUQ.'),
    q: on,
    pt: on,
  };
  const own = capacity === 'q' ? `Q. ${position}` : position;
  return { competence: before[capacity].join(' '), position: own };
}

const same = (a: string, b: string): boolean => plain(a) === plain(b);
/** Tones of Vietnamese as combining marks. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
/** One spelling: case and punctuation aside, the tone of a syllable wherever it was put (Hoà, Hòa); other letters differ. */
const plain = (text: string): string =>
  (
    text
      .normalize('NFD')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  )
    .map((word) => word.replace(TONES, '').normalize('NFC') + (word.match(TONES) ?? []).join(''))
    .join(' ');
const inForce = (power: SigningPower, on: LegalDate): boolean => power.from <= on && (power.to === undefined || on <= power.to);
const forKind = (power: SigningPower, kind: string): boolean => power.kinds.length === 0 || power.kinds.includes(kind);
const ofBody = (power: SigningPower, organId: string, bodyId: string | undefined): boolean =>
  power.organId === organId && power.bodyId === bodyId;

/** Powers that fit a kind of document on a day, the body's own head first. */
export function proposed<T extends SigningPower>(
  powers: readonly T[],
  about: { readonly organId: string; readonly bodyId?: string; readonly kind: string; readonly on: LegalDate },
): T[] {
  const order = (power: T): number => CAPACITIES.indexOf(power.capacity) + (power.kinds.length === 0 ? 0.5 : 0);
  return powers
    .filter((power) => ofBody(power, about.organId, about.bodyId) && forKind(power, about.kind) && inForce(power, about.on))
    .sort((a, b) => order(a) - order(b));
}

/** One who has to sign, in the order of signing, and what the file shows of it. */
export interface SignerDue {
  readonly organId: string;
  readonly bodyId?: string;
  readonly name: string;
  readonly competence: string;
  readonly position: string;
  /** The signature found for it. */
  readonly signed?: SignatureFound;
}
export interface SignatureFound {
  readonly at: number;
  readonly certificateName: string;
  /** How far its certificate is believed; absent = it is. `unknown`: nobody known issued it. */
  readonly certificate?: 'revoked' | 'expired' | 'unknown';
  /** Where the bytes that it signs end: who signed after whom, whatever times were written. */
  readonly end?: number;
}
export interface PowersInput {
  readonly powers: readonly SigningPower[];
  readonly kind: string;
  /** Day of the document; of today where it has none yet. */
  readonly date: LegalDate;
  readonly signers: readonly SignerDue[];
}

/** Everything that does not fit, for the agency's signature; empty = nothing stands against it. */
export function powerRefusals({ powers, kind, date, signers }: PowersInput): AppError[] {
  const refused = signers.flatMap((signer) => [...powerOf(signer, powers, kind, date), ...signatureOf(signer)]);
  return [...refused, ...orderOf(signers, date)];
}

/** What stands against one signer before anybody signed: the same rules, on the given day. */
export function signerRefusals(signer: SignerDue, powers: readonly SigningPower[], kind: string, on: LegalDate): AppError[] {
  return powerOf({ ...signer, signed: { at: Date.parse(`${on}T05:00:00Z`), certificateName: signer.name } }, powers, kind, on);
}

function powerOf(signer: SignerDue, all: readonly SigningPower[], kind: string, date: LegalDate): AppError[] {
  const table = all.filter((power) => ofBody(power, signer.organId, signer.bodyId));
  const refuse = (what: string, more: Record<string, string> = {}): AppError[] => [
    { code: `signing.power_${what}`, params: { name: signer.name, ...more } },
  ];
  if (table.length === 0) {
    // Another agency's leader, or an organ whose table nobody has written down. A body of an organ that has one is no way around it.
    const known = signer.bodyId !== undefined && all.some((power) => power.organId === signer.organId);
    return known ? refuse('body') : [];
  }
  const own = table.filter((power) => same(power.person, signer.name));
  if (own.length === 0) return refuse('person');
  const kinds = own.filter((power) => forKind(power, kind));
  if (kinds.length === 0) return refuse('kind', { kind });
  const on = signer.signed ? legalDateOf(signer.signed.at) : date;
  const now = kinds.filter((power) => inForce(power, on));
  if (now.length === 0) return refuse('date', { date: screenDate(on) });
  const fits = now.some((power) => {
    const block = blockOf(power);
    return same(block.competence, signer.competence) && same(block.position, signer.position);
  });
  const [first] = now;
  if (fits || !first) return [];
  const block = blockOf(first);
  return refuse('capacity', { expected: [block.competence, block.position].filter(Boolean).join(' – ') });
}

function signatureOf({ name, signed }: SignerDue): AppError[] {
  if (!signed) return [{ code: 'signing.power_unsigned', params: { name } }];
  if (name !== '' && !isOfPerson(signed.certificateName, name))
    return [{ code: 'signing.power_certificate', params: { name, certificate: signed.certificateName } }];
  return signed.certificate ? [{ code: `signing.power_signer_${signed.certificate}`, params: { name } }] : [];
}

/** Forms of address and degrees that some certificates write before a name. */
const ADDRESSED = ['ông', 'bà', 'đồng chí', 'đ/c', 'GS', 'PGS', 'TS', 'ThS', 'BS', 'KS', 'CN', 'luật sư'].map((word) => `${plain(word)} `);
const leading = (text: string): string | undefined => ADDRESSED.find((word) => text.startsWith(word));
/**
 * Whether a certificate's common name is this person's: the name alone, addressed, or beside a position set apart by a sign.
 * “Nguyễn Văn An” is nobody called “Nguyễn Văn A”.
 */
export function isOfPerson(commonName: string, name: string): boolean {
  const wanted = plain(name);
  const parts = [commonName, ...commonName.split(/[,;:()[\]/|–—-]+/)].map(plain);
  return parts.some((part) => {
    let rest = part;
    for (let word = leading(rest); word !== undefined; word = leading(rest)) rest = rest.slice(word.length);
    return rest === wanted;
  });
}

/** Leaders one after the other, none after the day of the document. */
function orderOf(signers: readonly SignerDue[], date: LegalDate): AppError[] {
  const found = signers.flatMap((signer) => (signer.signed ? [{ name: signer.name, ...signer.signed }] : []));
  const late = found.find(({ at }) => legalDateOf(at) > date);
  const wrong = found.find((one, i) => {
    const before = found[i - 1];
    if (before === undefined) return false;
    return one.end !== undefined && before.end !== undefined ? one.end < before.end : one.at < before.at;
  });
  const told = late ?? wrong;
  return told ? [{ code: 'signing.power_order', params: { name: told.name } }] : [];
}
