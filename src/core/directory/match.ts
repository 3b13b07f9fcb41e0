/**
 * Recipients as they are typed on one line, matched without a person: a saved group by its name, an agency by its code or
 * by its whole name where no other agency near us has the same. What does not match stays the text it is: nobody is guessed at.
 */
import type { AgencyRow } from '../../contract/page/directory.ts';
import type { MatchedRecipient } from '../../contract/page/entry.ts';
import { nameKey } from '../../domain/agencyNames.ts';
import { provinceOf } from '../../domain/organCodes.ts';
import type { Store } from '../store/types.ts';
import { openAgency } from './agencies.ts';
import { getGroup, listGroups } from './groups.ts';

/** As picking offers them: the best open agencies for a text. */
export type Search = (text: string, limit: number) => readonly AgencyRow[];
/** Agencies of one name that are told apart; there are as many provinces. */
const LOOKED_AT = 50;
/** `Sở Nội vụ tỉnh Mẫu (H99.5)`: the code says which. */
const CODE = /\(([A-Za-z0-9.]{3,35})\)$/;

/** @param organId the organ that sends: of two agencies with one name the one in its province is meant */
export function recipientMatcher(store: Store, search: Search, organId: string): (text: string) => MatchedRecipient {
  const near = provinceOf(organId);
  let groups: ReadonlyMap<string, string> | undefined;
  const groupOf = (text: string): string | undefined => {
    groups ??= new Map(listGroups(store).map(({ id, name }) => [nameKey(name), id]));
    return groups.get(nameKey(text));
  };
  const named = (text: string): MatchedRecipient => {
    const key = nameKey(text);
    const whole = ({ name, parentName }: AgencyRow): boolean =>
      nameKey(name) === key || (parentName !== undefined && nameKey(`${name} ${parentName}`) === key);
    const same = key === '' ? [] : search(text, LOOKED_AT).filter(whole);
    const nearer = same.filter((agency) => near !== undefined && provinceOf(agency.organId) === near);
    const [only] = same.length === 1 ? same : nearer.length === 1 ? nearer : [];
    if (only) return { kind: 'agency', text, organId: only.organId, name: only.name };
    return same.length > 1 ? { kind: 'several', text, count: same.length } : { kind: 'text', text };
  };
  const match = (text: string): MatchedRecipient => {
    const group = groupOf(text);
    if (group !== undefined) {
      const { name, members } = getGroup(store, group);
      const to = members.flatMap(({ organId: code, name: called, state }) => (state === 'member' ? [{ organId: code, name: called }] : []));
      return { kind: 'group', text, name, members: to };
    }
    const code = CODE.exec(text)?.[1];
    const agency = code === undefined ? undefined : openAgency(store, code);
    return agency ? { kind: 'agency', text, organId: agency.organId, name: agency.name } : named(text);
  };
  const known = new Map<string, MatchedRecipient>();
  return (text) => {
    const found = known.get(text) ?? match(text);
    known.set(text, found);
    return found;
  };
}

/** Whom a list of matches names, each once. */
export function recipientsOf(matches: readonly MatchedRecipient[]): Named[] {
  const all = matches.flatMap((match): readonly Named[] => {
    if (match.kind === 'group') return match.members;
    return match.kind === 'agency' ? [{ organId: match.organId, name: match.name }] : [{ name: match.text }];
  });
  return [...new Map(all.map((one) => [one.organId ?? `"${one.name}`, one])).values()];
}
interface Named {
  readonly organId?: string;
  readonly name: string;
}
