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
  readonly createdAt: Instant;
  /** Since when they no longer act here; their name stays on what they did. */
  readonly endedAt?: Instant;
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly position: string;
  readonly roles: string;
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
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

/** Call inside `tx`. @throws Failure `accounts.person_incomplete` without a name or a role */
export function createPerson(store: Store, facts: { id?: string; name: string; position?: string; roles: readonly Role[] }): Person {
  const name = facts.name.normalize('NFC').trim();
  const roles = ROLES.filter((role) => facts.roles.includes(role));
  if (name === '' || roles.length === 0) throw new Failure('accounts.person_incomplete');
  const person: Person = {
    id: facts.id === undefined ? store.newId() : recordId(facts.id),
    name,
    position: (facts.position ?? '').normalize('NFC').trim(),
    roles,
    createdAt: store.now(),
  };
  store.db
    .prepare('INSERT INTO person (id, name, position, roles, created_at, seq) VALUES (?, ?, ?, ?, ?, ?)')
    .run(person.id, person.name, person.position, JSON.stringify(roles), person.createdAt, store.nextSeq());
  return person;
}

/** In the order they were entered; `all` also those who no longer act. */
export function listPeople(store: Store, all = false): Person[] {
  const rows = store.db.prepare<[], PersonRow>('SELECT id, name, position, roles, created_at, ended_at FROM person ORDER BY seq').all();
  return rows.map(fromRow).filter((person) => all || person.endedAt === undefined);
}

/** @throws Failure `accounts.person_unknown` */
export function findPerson(store: Store, id: RecordId): Person {
  const row = store.db
    .prepare<[string], PersonRow>('SELECT id, name, position, roles, created_at, ended_at FROM person WHERE id = ?')
    .get(id);
  if (row === undefined) throw new Failure('accounts.person_unknown');
  return fromRow(row);
}

/** Ends a person's acting here; the row stays, for what they did. Call inside `tx`. */
export function endPerson(store: Store, id: RecordId): void {
  findPerson(store, id);
  store.db.prepare('UPDATE person SET ended_at = coalesce(ended_at, ?) WHERE id = ?').run(store.now(), id);
}

export const actorOf = (person: Person): Actor => ({ personId: person.id, name: person.name, roles: person.roles });

/** @throws Failure `accounts.role_needed` unless the actor holds one of the roles */
export function requireRole(actor: Actor, ...roles: readonly Role[]): void {
  if (!roles.some((role) => actor.roles.includes(role))) throw new Failure('accounts.role_needed');
}
