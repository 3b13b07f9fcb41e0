/** The table of signing powers and the bodies without a code: kept, ended, never rewritten without a trace. */
import type { BodyRow, PowerRow } from '../../contract/page/signing.ts';
import { byWord } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import type { FormProfileId } from '../../domain/formProfiles.ts';
import { blockOf, type Capacity, proposed, type SigningPower } from '../../domain/signingPowers.ts';
import { type LegalDate, legalDate, legalDateOf } from '../../domain/time.ts';
import { listPeople } from '../accounts/people.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { ownOrgan } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';

interface PowerRecord {
  id: string;
  organ_id: string;
  body_id: string | null;
  person: string;
  capacity: Capacity;
  collective: string;
  head_position: string;
  position: string;
  kinds: string;
  from_date: LegalDate;
  to_date: LegalDate | null;
  authority: string;
  body_name: string | null;
}
type KeptPower = SigningPower & { readonly id: string; readonly bodyName: string };

export function powersOf(store: Store): KeptPower[] {
  const rows = store.db
    .prepare(
      `SELECT p.*, b.name AS body_name FROM signing_power p LEFT JOIN signing_body b ON b.id = p.body_id
       WHERE p.removed_at IS NULL ORDER BY p.organ_id, p.body_id, p.from_date, p.seq`,
    )
    .all() as PowerRecord[];
  return rows.map((r) => ({
    id: r.id,
    organId: r.organ_id,
    ...(r.body_id === null ? {} : { bodyId: r.body_id }),
    bodyName: r.body_name ?? '',
    person: r.person,
    capacity: r.capacity,
    collective: r.collective,
    headPosition: r.head_position,
    position: r.position,
    kinds: JSON.parse(r.kinds) as string[],
    from: r.from_date,
    ...(r.to_date === null ? {} : { to: r.to_date }),
    authority: r.authority,
  }));
}

export function listPowers(store: Store): PowerRow[] {
  const today = legalDateOf(store.now());
  const people = listPeople(store, true);
  const at = (name: string) => people.filter((person) => person.name === name);
  return powersOf(store).map((power) => {
    const inForce = power.from <= today && (power.to === undefined || today <= power.to);
    const known = at(power.person);
    // Their account ended, and nobody wrote when their power did.
    const left = inForce && known.length > 0 && known.every((person) => person.endedAt !== undefined);
    return { ...power, block: blockOf(power), inForce, ...(left ? { left: true as const } : {}) };
  });
}

type PowerInput = Omit<SigningPower, 'from' | 'to'> & { readonly from: string; readonly to?: string };
/**
 * A row that is changed ends and a new one begins, so that what was true of an older document can still be told.
 * @throws Failure `documents.not_our_organ`, `signing.power_dates`, `signing.power_twice`, `signing.power_gone`, `signing.body_gone`
 */
export function savePower(store: Store, actor: Actor, input: PowerInput, id?: string): string {
  ownOrgan(store, input.organId);
  const from = legalDate(input.from);
  const to = input.to === undefined ? undefined : legalDate(input.to);
  if (!from || (input.to !== undefined && !to)) throw new Failure('signing.power_dates');
  if (to && to < from) throw new Failure('signing.power_dates');
  checkBody(store, input.organId, input.bodyId);
  if (powersOf(store).some((kept) => kept.id !== id && saysTheSame(kept, { ...input, from }, to)))
    throw new Failure('signing.power_twice', { name: input.person });
  return store.tx(() => {
    if (id !== undefined) end(store, id);
    const made = store.newId();
    store.db
      .prepare(
        `INSERT INTO signing_power (id, organ_id, body_id, person, capacity, collective, head_position, position, kinds, from_date, to_date,
           authority, created_at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        made,
        input.organId,
        input.bodyId ?? null,
        input.person,
        input.capacity,
        input.collective,
        input.headPosition,
        input.position,
        JSON.stringify(input.kinds),
        from,
        to ?? null,
        input.authority,
        store.now(),
        actor.personId ?? null,
        store.nextSeq(),
      );
    record(store, actor, 'signing.power', made, input.person);
    return made;
  }, 'signing:power');
}
/** A body uses one organ's seal, and only while it stands. */
function checkBody(store: Store, organId: string, bodyId: string | undefined): void {
  if (bodyId === undefined) return;
  const of = store.db.prepare('SELECT organ_id FROM signing_body WHERE id = ? AND ended_at IS NULL').pluck().get(bodyId);
  if (of !== organId) throw new Failure('signing.body_gone');
}
/** The same person, capacity and kinds over days that overlap: one of the two rows would be forgotten when the power ends. */
function saysTheSame(kept: KeptPower, input: Omit<PowerInput, 'to'>, to: LegalDate | undefined): boolean {
  const blocks = [blockOf(kept), blockOf(input)].map(({ competence, position }) => `${competence}|${position}`);
  return (
    kept.organId === input.organId &&
    kept.bodyId === input.bodyId &&
    kept.person === input.person &&
    blocks[0] === blocks[1] &&
    JSON.stringify([...kept.kinds].sort()) === JSON.stringify([...input.kinds].sort()) &&
    (to === undefined || kept.from <= to) &&
    (kept.to === undefined || input.from <= kept.to)
  );
}
function end(store: Store, id: string): void {
  const done = store.db.prepare('UPDATE signing_power SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(store.now(), id);
  if (done.changes !== 1) throw new Failure('signing.power_gone');
}
export function removePower(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    end(store, id);
    record(store, actor, 'signing.power_removed', id);
  }, 'signing:power');
}

export function listBodies(store: Store): BodyRow[] {
  const rows = store.db.prepare('SELECT id, organ_id, name, profile FROM signing_body WHERE ended_at IS NULL').all() as {
    id: string;
    organ_id: string;
    name: string;
    profile: FormProfileId | null;
  }[];
  return rows
    .sort(byWord(({ name }) => name))
    .map((r) => ({ id: r.id, organId: r.organ_id, name: r.name, ...(r.profile ? { profile: r.profile } : {}) }));
}
/** @throws Failure `documents.not_our_organ`, `signing.body_gone` */
export function saveBody(
  store: Store,
  actor: Actor,
  input: { readonly id?: string; readonly organId: string; readonly name: string; readonly profile?: FormProfileId },
): string {
  ownOrgan(store, input.organId);
  return store.tx(() => {
    const id = input.id ?? store.newId();
    if (input.id !== undefined) checkBody(store, input.organId, input.id);
    if (input.id === undefined)
      store.db
        .prepare('INSERT INTO signing_body (id, organ_id, name, profile, created_at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(id, input.organId, input.name, input.profile ?? null, store.now(), actor.personId ?? null, store.nextSeq());
    else store.db.prepare('UPDATE signing_body SET name = ?, profile = ? WHERE id = ?').run(input.name, input.profile ?? null, id);
    record(store, actor, 'signing.body', id, input.name);
    return id;
  }, 'signing:body');
}
/** Its powers end with it. */
export function removeBody(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    store.db.prepare('UPDATE signing_body SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(store.now(), id);
    store.db.prepare('UPDATE signing_power SET removed_at = ? WHERE body_id = ? AND removed_at IS NULL').run(store.now(), id);
    record(store, actor, 'signing.body_removed', id);
  }, 'signing:body');
}

export function blocksFor(
  store: Store,
  organId: string,
  kind: string,
  bodyId?: string,
): { person: string; competence: string; position: string }[] {
  const on = legalDateOf(store.now());
  return proposed(powersOf(store), { organId, kind, on, ...(bodyId === undefined ? {} : { bodyId }) }).map((power) => ({
    person: power.person,
    ...blockOf(power),
  }));
}
