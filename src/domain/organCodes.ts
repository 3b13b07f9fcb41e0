/**
 * Identifier codes of agencies: QCVN 102:2016 (13 characters, the child first) and Decision 20/2020/QĐ-TTg (the parent
 * first, at most 35). Each is read within its own standard; nothing here turns one into the other, because their groups
 * are not one another's mirror: which two codes name one agency is known to the directory only.
 */

/** Longest code of Decision 20/2020. */
export const MAX_ORGAN_CODE = 35;

interface Common {
  /** The code itself, trimmed. */
  readonly text: string;
  /** Code of the level-1 body that it belongs to (`H51`, `G22`); absent for an enterprise's own code. */
  readonly levelOne?: string;
  /** 1 is the top. */
  readonly level: number;
  /** Code of the body right above, in the same standard; absent at the top and where the code does not say it. */
  readonly parent?: string;
}
export type OrganCode =
  /** Decision 20/2020, articles 4–5: groups of digits and capitals, the first is the level-1 body. */
  | (Common & { readonly standard: 'qd20'; readonly groups: readonly string[] })
  /** QCVN 102:2016: `V1V2V3.Z1Z2.Y1Y2.MX1X2`; `short` where leading groups are left out, as some systems write it. */
  | (Common & { readonly standard: 'qcvn102'; readonly short: boolean })
  /** An enterprise's own number, 10 digits, or 13 for a branch (Decision 20/2020 takes it over as it is). */
  | (Common & { readonly standard: 'enterprise' });

const QD20 = /^[A-Z][0-9]{2}(?:\.[0-9A-Z]+)*$/;
const QCVN = /^(\d{3})\.(\d{2})\.(\d{2})\.([A-Z][A-Z0-9]{2})$/;
/** `28.22.H17`: in use, in no standard. */
const QCVN_SHORT = /^(?:\d{2,3}\.)?\d{2}\.([A-Z][A-Z0-9]{2})$/;
const ENTERPRISE = /^\d{10}(?:-\d{3})?$/;

/** Reads a code of either standard; undefined where it is none. Letters are capitals in both: nothing is corrected. */
export function parseOrganCode(value: string): OrganCode | undefined {
  const text = value.trim();
  if (text.length === 0 || text.length > MAX_ORGAN_CODE) return undefined;
  return qcvn(text) ?? parentFirst(text) ?? enterprise(text);
}

function parentFirst(text: string): OrganCode | undefined {
  if (!QD20.test(text)) return undefined;
  const groups = text.split('.');
  const [levelOne = text] = groups;
  const parent = groups.slice(0, -1).join('.');
  return { standard: 'qd20', text, groups, levelOne, level: groups.length, ...(parent === '' ? {} : { parent }) };
}

function qcvn(text: string): OrganCode | undefined {
  const full = QCVN.exec(text);
  if (full) {
    const [, v = '', z = '', y = '', levelOne = ''] = full;
    const [hasV, hasZ, hasY] = [v !== '000', z !== '00', y !== '00'];
    const level = hasV ? 4 : hasZ ? 3 : hasY ? 2 : 1;
    // The nearest group is the body's own; the code without it names the body above.
    const above = hasV ? `000.${z}.${y}` : hasZ ? `000.00.${y}` : '000.00.00';
    return { standard: 'qcvn102', text, short: false, levelOne, level, ...(level === 1 ? {} : { parent: `${above}.${levelOne}` }) };
  }
  const short = QCVN_SHORT.exec(text);
  return short?.[1] === undefined
    ? undefined
    : { standard: 'qcvn102', text, short: true, levelOne: short[1], level: text.split('.').length };
}

const enterprise = (text: string): OrganCode | undefined =>
  ENTERPRISE.test(text)
    ? { standard: 'enterprise', text, level: text.length > 10 ? 2 : 1, ...(text.length > 10 ? { parent: text.slice(0, 10) } : {}) }
    : undefined;

/** A code of either standard, in the standard's own form: what may be written into a message. */
export const isOrganCode = (value: string): boolean => parseOrganCode(value) !== undefined;

/** What stands for a body in its notations (`12/QĐ-UBND`): a stroke, a space or a brace in it would be read as the notation's own. */
export const isOrganAbbreviation = (value: string): boolean => /^[\p{L}\p{N}&.-]+$/u.test(value.trim());

/** Which bodies a level-1 letter stands for (Decision 20/2020, annex). */
const KINDS: Readonly<Record<string, LevelOneKind>> = {
  A: 'party',
  B: 'president',
  C: 'assembly',
  D: 'court',
  E: 'procuracy',
  F: 'audit',
  G: 'government',
  H: 'province',
  I: 'political_social',
  J: 'association',
  K: 'provincial_council',
};
export type LevelOneKind =
  | 'party'
  | 'president'
  | 'assembly'
  | 'court'
  | 'procuracy'
  | 'audit'
  | 'government'
  | 'province'
  | 'political_social'
  | 'association'
  | 'provincial_council';
export const levelOneKind = (levelOne: string): LevelOneKind | undefined => KINDS[levelOne.charAt(0)];

/** The province's level-1 code (`H51`) of a code under a provincial people's committee, by the code alone. */
export function provinceOf(value: string): string | undefined {
  const levelOne = parseOrganCode(value)?.levelOne;
  return levelOne !== undefined && /^H\d{2}$/.test(levelOne) ? levelOne : undefined;
}

/** Technical connections that peers do not offer as recipients (a group `W00` in the code). */
export const isTechnicalCode = (value: string): boolean => value.trim().split('.').includes('W00');

/**
 * Do two codes name one agency? Only equal texts do, or two codes that the directory lists for one agency.
 * @param codesOf every code that the directory has for the agency of a code; empty where it knows none
 */
export function sameOrgan(a: string, b: string, codesOf: (code: string) => readonly string[]): boolean {
  const [one, two] = [a.trim(), b.trim()];
  return one !== '' && (one === two || codesOf(one).includes(two));
}
