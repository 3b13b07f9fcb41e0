/**
 * What a new list of agencies changes, as pure decisions. Answers of the axis are not authenticated, so a code that
 * suddenly stands behind a known name counts for nothing before a person has said so; all the rest is taken over.
 */
import { nameKey } from './agencyNames.ts';
import { MAX_ORGAN_CODE, provinceOf } from './organCodes.ts';

/** An agency as the axis lists it. */
export interface ListedAgency {
  readonly organId: string;
  readonly name: string;
  /** Code of its parent, as listed. */
  readonly parentId?: string;
  /** Its code in the other standard, as listed. */
  readonly otherCode?: string;
  readonly mail?: string;
}

/**
 * Why a person is asked:
 * `replaced` – the name's code is gone and another stands in its place; `second_code` – a second code under a known name;
 * `took_name` – a known code took the name of another known agency; `other_code` – a known agency's code of the other
 * standard is another one now; `group_renamed` – a code in a saved group has another name.
 */
export type QuestionKind = 'replaced' | 'second_code' | 'took_name' | 'other_code' | 'group_renamed';
export interface Question {
  readonly kind: QuestionKind;
  /** The known code that the name stands for here. */
  readonly organId: string;
  /** Its name here. */
  readonly name: string;
  readonly newCode: string;
  readonly entry: ListedAgency;
}
export interface Renamed {
  readonly before: ListedAgency;
  readonly after: ListedAgency;
}
export interface UpdatePlan {
  readonly opened: readonly ListedAgency[];
  readonly closed: readonly ListedAgency[];
  readonly renamed: readonly Renamed[];
  /** Parent, mail, or a code of the other standard learnt for the first time. */
  readonly moved: readonly Renamed[];
  readonly questions: readonly Question[];
  /** Codes that the list names twice with different names: left as they were. */
  readonly ambiguous: readonly string[];
}

/**
 * The two lists of the axis as one, each agency with both its codes. Joined only by codes that the lists themselves
 * give; the code of the first list is the one that is sent to, for that list is the axis's own.
 */
export function mergeLists(main: readonly ListedAgency[], qd20: readonly ListedAgency[]): ListedAgency[] {
  const merged = main.flatMap((agency) => usableEntry(agency) ?? []);
  const placeOf = new Map<string, number>();
  merged.forEach((agency, i) => {
    if (agency.otherCode !== undefined && !placeOf.has(agency.otherCode)) placeOf.set(agency.otherCode, i);
  });
  merged.forEach((agency, i) => {
    placeOf.set(agency.organId, i);
  });
  for (const listed of qd20) {
    const agency = usableEntry(listed);
    if (agency === undefined) continue;
    const at = placeOf.get(agency.organId) ?? (agency.otherCode === undefined ? undefined : placeOf.get(agency.otherCode));
    const known = at === undefined ? undefined : merged[at];
    if (at === undefined || known === undefined) {
      placeOf.set(agency.organId, merged.push({ ...agency }) - 1);
      continue;
    }
    const other = [agency.organId, agency.otherCode, known.otherCode].find((code) => code !== undefined && code !== known.organId);
    merged[at] = { ...agency, ...known, ...(other === undefined ? {} : { otherCode: other }) };
  }
  return merged.map(withoutOwnCode);
}
const CODE = /^[\x21-\x7e]+$/;
const usableCode = (code: string | undefined): code is string => code !== undefined && code.length <= MAX_ORGAN_CODE && CODE.test(code);
const MAX_NAME = 200;
/**
 * An entry as it may be kept and shown: codes that can be sent to, a name without signs that cannot be seen. A name in
 * letters of another script (which may look like ours) is nobody's here, so its entry is passed over.
 */
function usableEntry({ organId, name, parentId, otherCode, mail }: ListedAgency): ListedAgency | undefined {
  const seen = name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);
  if (!usableCode(organId) || seen === '' || /[^\P{L}\p{Script=Latin}]/u.test(seen)) return undefined;
  return {
    organId,
    name: seen,
    ...(usableCode(parentId) ? { parentId } : {}),
    ...(usableCode(otherCode) ? { otherCode } : {}),
    ...(mail === undefined ? {} : { mail: mail.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, MAX_NAME) }),
  };
}
/** A list that repeats the code as the other one says nothing by it. */
function withoutOwnCode(agency: ListedAgency): ListedAgency {
  if (agency.otherCode !== agency.organId) return agency;
  const { otherCode: _same, ...rest } = agency;
  return rest;
}

/** One name in one place: under its parent, or in its province where no parent is listed. */
const placeKey = (agency: ListedAgency): string =>
  `${nameKey(agency.name)}|${agency.parentId ?? provinceOf(agency.organId) ?? provinceOf(agency.otherCode ?? '') ?? ''}`;
const provinceKey = (agency: ListedAgency): string =>
  `${nameKey(agency.name)}|${provinceOf(agency.organId) ?? provinceOf(agency.otherCode ?? '') ?? ''}`;

class Planner {
  readonly opened: ListedAgency[] = [];
  readonly closed: ListedAgency[] = [];
  readonly renamed: Renamed[] = [];
  readonly moved: Renamed[] = [];
  readonly questions: Question[] = [];
  readonly ambiguous: string[] = [];
  readonly #byCode = new Map<string, ListedAgency>();
  readonly #known: readonly ListedAgency[];
  readonly #inGroups: ReadonlySet<string>;
  #byPlace: Map<string, ListedAgency> | undefined;

  constructor(known: readonly ListedAgency[], inGroups: ReadonlySet<string>) {
    this.#known = known;
    this.#inGroups = inGroups;
    for (const agency of known) if (agency.otherCode !== undefined) this.#byCode.set(agency.otherCode, agency);
    for (const agency of known) this.#byCode.set(agency.organId, agency);
  }

  /** Who has this name in this place; made only for a list that names anything new. */
  #holder(agency: ListedAgency): ListedAgency | undefined {
    if (this.#known.length === 0) return undefined;
    this.#byPlace ??= new Map(this.#known.map((known) => [placeKey(known), known]));
    return this.#byPlace.get(placeKey(agency));
  }

  run(listed: readonly ListedAgency[]): UpdatePlan {
    const fresh = this.#unambiguous(listed);
    const matched = new Set<string>();
    // By their own code first: what another entry says of that code comes after.
    const unmatched = fresh.filter((entry) => !this.#match(this.#byCode.get(entry.organId), entry, matched));
    const newcomers = unmatched.filter((entry) => !this.#match(this.#byCode.get(entry.otherCode ?? ''), entry, matched));
    for (const code of this.ambiguous) matched.add(this.#byCode.get(code)?.organId ?? code);
    const missing = new Map(this.#known.filter((agency) => !matched.has(agency.organId)).map((agency) => [agency.organId, agency]));
    this.#newcomers(newcomers, missing);
    this.closed.push(...missing.values());
    const { opened, closed, renamed, moved, questions, ambiguous } = this;
    return { opened, closed, renamed, moved, questions, ambiguous };
  }

  #match(before: ListedAgency | undefined, entry: ListedAgency, matched: Set<string>): boolean {
    if (before === undefined || matched.has(before.organId)) return false;
    matched.add(before.organId);
    this.#compare(before, entry);
    return true;
  }

  #unambiguous(listed: readonly ListedAgency[]): ListedAgency[] {
    const fresh = new Map<string, ListedAgency>();
    for (const agency of listed) {
      if (agency.organId === '' || agency.name === '') continue;
      const twin = fresh.get(agency.organId);
      if (twin === undefined) fresh.set(agency.organId, agency);
      else if (nameKey(twin.name) !== nameKey(agency.name)) this.ambiguous.push(agency.organId);
    }
    for (const code of this.ambiguous) fresh.delete(code);
    return [...fresh.values()];
  }

  #ask(kind: QuestionKind, known: ListedAgency, newCode: string, entry: ListedAgency): void {
    this.questions.push({ kind, organId: known.organId, name: known.name, newCode, entry });
  }

  /** An agency that is known by one of its codes. */
  #compare(before: ListedAgency, entry: ListedAgency): void {
    // The same agency under a code that nobody knew for it: another code behind a known name.
    if (entry.organId !== before.organId && entry.organId !== before.otherCode) {
      this.#ask('replaced', before, entry.organId, entry);
      return;
    }
    const otherCode = entry.organId === before.organId ? entry.otherCode : before.otherCode;
    const taken = otherCode !== undefined && (this.#byCode.get(otherCode) ?? before) !== before;
    let after: ListedAgency = { ...before, ...entry, organId: before.organId };
    if (otherCode !== undefined && ((before.otherCode ?? otherCode) !== otherCode || taken)) {
      this.#ask('other_code', before, otherCode, after);
      after = { ...after, ...(before.otherCode === undefined ? {} : { otherCode: before.otherCode }) };
      if (before.otherCode === undefined) after = dropOther(after);
    } else if (otherCode === undefined) after = dropOther(after);
    else {
      after = { ...after, otherCode };
      this.#byCode.set(otherCode, before);
    }
    if (otherCode === undefined && before.otherCode !== undefined) after = { ...after, otherCode: before.otherCode };
    this.#compareNames(before, after);
  }

  #compareNames(before: ListedAgency, after: ListedAgency): void {
    const sameText = before.name === after.name;
    const holder = sameText && before.parentId === after.parentId ? undefined : this.#holder(after);
    if (holder !== undefined && holder.organId !== before.organId && placeKey(after) !== placeKey(before)) {
      this.#ask('took_name', holder, before.organId, after);
      return;
    }
    if (!sameText && this.#inGroups.has(before.organId) && nameKey(before.name) !== nameKey(after.name)) {
      this.#ask('group_renamed', before, before.organId, after);
      return;
    }
    if (!sameText) this.renamed.push({ before, after });
    else if (before.parentId !== after.parentId || before.otherCode !== after.otherCode || before.mail !== after.mail)
      this.moved.push({ before, after });
  }

  /** Codes nobody knows: new agencies, unless their name is known in that place. */
  #newcomers(entries: readonly ListedAgency[], missing: Map<string, ListedAgency>): void {
    const gone = new Map([...missing.values()].map((agency) => [provinceKey(agency), agency]));
    for (const entry of entries) {
      const holder = this.#holder(entry) ?? this.#byCode.get(entry.organId) ?? this.#byCode.get(entry.otherCode ?? '');
      const left = gone.size === 0 ? undefined : gone.get(provinceKey(entry));
      if (left !== undefined && (holder === undefined || holder.organId === left.organId)) {
        this.#ask('replaced', left, entry.organId, entry);
        missing.delete(left.organId);
      } else if (holder !== undefined) this.#ask('second_code', holder, entry.organId, entry);
      else {
        this.opened.push(entry);
        for (const code of [entry.organId, entry.otherCode]) if (code !== undefined) this.#byCode.set(code, entry);
      }
    }
  }
}
function dropOther(agency: ListedAgency): ListedAgency {
  const { otherCode: _other, ...rest } = agency;
  return rest;
}

/**
 * Compares the open agencies known here with a new list. An agency behind an open question stays as it was: `closed`
 * never holds one, so the old code goes on being usable until a person has answered.
 * @param inGroups codes that stand in a saved group
 */
export function planUpdate(known: readonly ListedAgency[], listed: readonly ListedAgency[], inGroups: ReadonlySet<string>): UpdatePlan {
  return new Planner(known, inGroups).run(listed);
}

/** Of a small directory more than half, of a large one more than a tenth may not vanish without a person. */
export const unusualLoss = (closed: number, known: number): boolean => closed * 2 > known || (closed >= 20 && closed * 10 > known);
