/** Who may let an agency sign against the table of powers: the head of the organ's office, where one has an account here. */
import { listPeople } from '../accounts/people.ts';
import type { Store } from '../store/types.ts';

/** Names; empty where nobody here heads that office: then the clerk writes down whose decision it was. */
export function officeHeads(store: Store, organId: string): string[] {
  return listPeople(store)
    .filter((person) => person.endedAt === undefined && person.roles.includes('office_head'))
    .filter((person) => person.organs === undefined || person.organs.some((organ) => organ === organId))
    .map((person) => person.name);
}
