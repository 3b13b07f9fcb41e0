/** The people of a workstation and their roles. The core enforces roles; no key is bound to them. */
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { ROLES, type Role } from '../../domain/roles.ts';
import type { Instant } from '../../domain/time.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/index.ts';

export interface Person {
  readonly id: RecordId;
  readonly name: string;
  /** Chức vụ, as printed. */
  readonly position: string;
  readonly roles: readonly Role[];
  /** Organs they work for; absent = every one. */
  readonly organs?: readonly string[];
  readonly createdAt: Instant;
  /** Since when they no longer act here; their name stays on what they did. */
  readonly endedAt?: Instant;
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly position: string;
  readonly roles: string;
  readonly organs: string | null;
  readonly created_at: number;
  readonly ended_at: number | null;
}

const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

function fromRow(row: PersonRow): Person {
  const roles: unknown = JSON.parse(row.roles);
  return {
    id: recordId(row.id),
    name: row.name,
    position: row.position,
    roles: Array.isArray(roles) ? roles.filter(isRole) : [],
    ...(row.organs === null ? {} : { organs: JSON.parse(row.organs) as string[] }),
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

export interface PersonFacts {
  readonly id?: string;
  readonly name: string;
  readonly position?: string;
  readonly roles: readonly Role[];
  /** Absent = every organ. */
  readonly organs?: readonly string[];
}
function checked(store: Store, facts: PersonFacts): { name: string; position: string; roles: Role[]; organs: string[] | undefined } {
  const name = facts.name.normalize('NFC').trim();
  const roles = ROLES.filter((role) => facts.roles.includes(role));
  if (name === '' || roles.length === 0 || facts.organs?.length === 0) throw new Failure('accounts.person_incomplete');
  const known = store.db.prepare('SELECT 1 FROM organ WHERE organ_id = ?');
  const organs = facts.organs?.filter((id, i, all) => all.indexOf(id) === i);
  if (organs?.some((id) => known.get(id) === undefined)) throw new Failure('documents.not_our_organ');
  return { name, position: (facts.position ?? '').normalize('NFC').trim(), roles, organs };
}

/** Call inside `tx`. @throws Failure `accounts.person_incomplete` without a name, a role or an organ */
export function createPerson(store: Store, facts: PersonFacts): Person {
  const { name, position, roles, organs } = checked(store, facts);
  const person: Person = {
    id: facts.id === undefined ? store.newId() : recordId(facts.id),
    name,
    position,
    roles,
    ...(organs ? { organs } : {}),
    createdAt: store.now(),
  };
  store.db
    .prepare('INSERT INTO person (id, name, position, roles, organs, created_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(person.id, name, position, JSON.stringify(roles), organs ? JSON.stringify(organs) : null, person.createdAt, store.nextSeq());
  return person;
}

/**
 * Changes what is said of a person; what they did keeps the name it was done under. Call inside `tx`.
 * @throws Failure `accounts.person_incomplete`, `accounts.person_unknown`, `accounts.person_ended`, `accounts.last_administrator`
 */
export function changePerson(store: Store, id: RecordId, facts: Omit<PersonFacts, 'id'>): Person {
  if (findPerson(store, id).endedAt !== undefined) throw new Failure('accounts.person_ended');
  const { name, position, roles, organs } = checked(store, facts);
  store.db
    .prepare('UPDATE person SET name = ?, position = ?, roles = ?, organs = ? WHERE id = ?')
    .run(name, position, JSON.stringify(roles), organs ? JSON.stringify(organs) : null, id);
  requireAdministrator(store);
  return findPerson(store, id);
}

/** Somebody must be left who may let people in. */
function requireAdministrator(store: Store): void {
  const left = listPeople(store).some((person) => person.roles.includes('administrator') && person.organs === undefined);
  if (!left) throw new Failure('accounts.last_administrator');
}

/** In the order they were entered; `all` also those who no longer act. */
export function listPeople(store: Store, all = false): Person[] {
  const rows = store.db
    .prepare<[], PersonRow>('SELECT id, name, position, roles, organs, created_at, ended_at FROM person ORDER BY seq')
    .all();
  return rows.map(fromRow).filter((person) => all || person.endedAt === undefined);
}

/** @throws Failure `accounts.person_unknown` */
export function findPerson(store: Store, id: RecordId): Person {
  const row = store.db
    .prepare<[string], PersonRow>('SELECT id, name, position, roles, organs, created_at, ended_at FROM person WHERE id = ?')
    .get(id);
  if (row === undefined) throw new Failure('accounts.person_unknown');
  return fromRow(row);
}

/** Ends a person's acting here; the row stays, for what they did. Call inside `tx`. @throws Failure `accounts.last_administrator` */
export function endPerson(store: Store, id: RecordId): void {
  const wasAdministrator = findPerson(store, id).roles.includes('administrator');
  store.db.prepare('UPDATE person SET ended_at = coalesce(ended_at, ?) WHERE id = ?').run(store.now(), id);
  if (wasAdministrator) requireAdministrator(store);
}

export const actorOf = (person: Person): Actor => ({
  personId: person.id,
  name: person.name,
  roles: person.roles,
  ...(person.organs ? { organs: person.organs } : {}),
});

/**
 * Who enters an act for a person without a screen here: the clerk signs the entry, the person is named beside.
 * @throws Failure `accounts.behalf_role` where the person could not have done it, `accounts.person_unknown`, `accounts.person_ended`
 */
export function actingFor(store: Store, clerk: Actor, behalf: { personId: string; slipDate?: string }, ...roles: readonly Role[]): Actor {
  const person = findPerson(store, recordId(behalf.personId));
  if (person.endedAt !== undefined) throw new Failure('accounts.person_ended');
  if (!roles.some((role) => person.roles.includes(role))) throw new Failure('accounts.behalf_role');
  const { slipDate } = behalf;
  return { ...clerk, onBehalfOf: { personId: person.id, name: person.name, ...(slipDate === undefined ? {} : { slipDate }) } };
}

/** @throws Failure `accounts.role_needed` unless the actor holds one of the roles */
export function requireRole(actor: Actor, ...roles: readonly Role[]): void {
  if (!roles.some((role) => actor.roles.includes(role))) throw new Failure('accounts.role_needed');
}
