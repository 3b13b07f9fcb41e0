/**
 * Handing over the desk: one act with minutes, a proved backup, and access or the right to give numbers moved. It
 * promises: nothing moves before a backup was read back whole; a machine that gave the right away gives no number
 * again, whichever backup comes back to it; one that was broken off gave nothing and goes on or is given up.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HandoverKind, HandoverMinutes, HandoverRow, HandoverState } from '../../contract/page/handover.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import type { Role } from '../../domain/roles.ts';
import { endPerson, findPerson, listPeople, type OpenProfile, type Person, removeWaysOf, waysOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import type { Job, Maintenance } from '../maintenance/index.ts';
import { progressOf } from '../maintenance/index.ts';
import { isHere, targets } from '../maintenance/targets.ts';
import { backupRoot, noteHandedOver, proveBackup } from '../store/backup/index.ts';
import { replaceFile } from '../store/disk.ts';
import { type Machine, numberingRight, putRight, sealTicket, TICKET_FILE } from '../store/right.ts';
import type { Store } from '../store/types.ts';
import { reconciliation } from '../store/waiting.ts';
import { handoverMinutes } from './minutes.ts';

export { handoverMinutes } from './minutes.ts';
export { type PrintOffice, printMinutes } from './print.ts';
export { listOrgans, succeedOrgan } from './successor.ts';

export interface HandoverParts {
  readonly store: Store;
  readonly maintenance: Maintenance;
  readonly profile: Pick<OpenProfile, 'dir' | 'keys'> & Partial<OpenProfile>;
  /** Absent where this machine keeps nothing of itself (tests without one): then the right cannot move to another. */
  readonly machine?: Machine;
  readonly log: Log;
  /** Something changed that every screen shows. */
  changed(): void;
  /** A person's rights changed: their sessions follow, or end. */
  personChanged?(id: string): void;
}
export interface HandoverWish {
  readonly kind: Exclude<HandoverKind, 'merger'>;
  readonly placeId: string;
  readonly basis: string;
  readonly giverId?: string;
  readonly takerId?: string;
  readonly takerName?: string;
  /** Given by hand: tokens, seals, keys, papers. */
  readonly items: string;
}
interface Row {
  readonly id: RecordId;
  readonly kind: HandoverKind;
  readonly state: HandoverRow['state'];
  readonly begun_at: number;
  readonly ended_at: number | null;
  readonly giver_id: string | null;
  readonly giver_name: string;
  readonly taker_id: string | null;
  readonly taker_name: string;
  readonly basis: string;
  readonly minutes: string;
  readonly backup: string | null;
  readonly error: string | null;
}
type Kept = HandoverMinutes & { readonly items: string };
type Proved = NonNullable<HandoverRow['backup']>;

export class Handover {
  readonly #parts: HandoverParts;
  constructor(parts: HandoverParts) {
    this.#parts = parts;
  }

  state(): HandoverState {
    const { store, profile } = this.#parts;
    const right = numberingRight(store);
    const rows = store.db.prepare<[], Row>('SELECT * FROM handover ORDER BY seq DESC LIMIT 50').all();
    return {
      right: right?.state ?? 'held',
      ...(right && right.state !== 'held' ? { since: right.at, ...(right.to === undefined ? {} : { to: right.to }) } : {}),
      rows: rows.map(rowOf),
      places: targets(store)
        .filter((one) => isHere(one, profile.dir))
        .map(({ id, path }) => ({ id, path })),
      people: listPeople(store, true).map(({ id, name, roles, endedAt }) => ({ id, name, roles, ended: endedAt !== undefined })),
    };
  }

  /**
   * Begins in the background; `ended` resolves when it is done or gave up (the row says which).
   * @throws Failure `handover.under_way_already`, `handover.no_place`, `handover.people_needed`, `handover.same_person`,
   *   `handover.no_administrator`, `handover.taker_without_way`, `handover.taker_needed`, `reconcile.first`, `handover.given`, `backup.running`
   */
  begin(actor: Actor, wish: HandoverWish): { readonly id: RecordId; readonly ended: Promise<void> } {
    const { store } = this.#parts;
    if (this.#underWay()) throw new Failure('handover.under_way_already');
    if (reconciliation(store) !== undefined) throw new Failure('reconcile.first');
    if (numberingRight(store)?.state === 'given') throw new Failure('handover.given');
    this.#place(wish.placeId);
    const names = wish.kind === 'machine' ? this.#machineNames(actor, wish) : this.#peopleNames(wish);
    if (this.#parts.maintenance.state().job) throw new Failure('backup.running');
    const id = store.newId();
    const kept: Kept = { ...handoverMinutes(store), items: wish.items };
    store.tx(() => {
      store.db
        .prepare(
          `INSERT INTO handover (id, kind, state, begun_at, giver_id, giver_name, taker_id, taker_name, basis, minutes, person_id, seq)
           VALUES (?, ?, 'under_way', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          wish.kind,
          store.now(),
          wish.giverId ?? null,
          names.giver,
          wish.takerId ?? null,
          names.taker,
          wish.basis,
          JSON.stringify(kept),
          actor.personId ?? null,
          store.nextSeq(),
        );
      if (wish.kind === 'machine') this.#give(names.taker);
      record(store, actor, 'handover.begin', id, wish.kind);
    }, 'handover:begin');
    this.#parts.changed();
    return { id, ended: this.#work(id, wish.placeId) };
  }

  /**
   * Goes on with one that an end of the machine broke off, or writes the backup and the file of one to another machine
   * once more (the disk was lost on the way); the file is good for one machine only, whichever copy of it is used.
   * @throws Failure `handover.none_under_way`, `handover.no_place`, `backup.running`
   */
  resume(actor: Actor, placeId: string): { readonly ended: Promise<void> } {
    const { store } = this.#parts;
    const row = this.#underWay() ?? this.#given();
    if (!row) throw new Failure('handover.none_under_way');
    this.#place(placeId);
    const ended = this.#work(row.id, placeId);
    store.tx(() => record(store, actor, 'handover.resume', row.id), 'handover:resume');
    return { ended };
  }

  /**
   * Gives up one that is under way and gave nothing yet; the desk goes on working.
   * @throws Failure `handover.none_under_way`, `handover.given` where the right is gone already, `backup.running` while it works
   */
  abandon(actor: Actor): void {
    const row = this.#underWay();
    if (!row) throw new Failure('handover.none_under_way');
    if (this.#parts.maintenance.state().job?.kind === 'handover') throw new Failure('backup.running');
    this.#giveUp(actor, row.id, undefined);
  }

  /** For the printed minutes. @throws Failure `handover.unknown` */
  printed(id: string): Omit<Kept, 'minutes'> & { row: HandoverRow; minutes: HandoverMinutes } {
    const row = this.#parts.store.db.prepare<[string], Row>('SELECT * FROM handover WHERE id = ?').get(id);
    if (!row) throw new Failure('handover.unknown');
    const { items, ...minutes } = JSON.parse(row.minutes) as Kept;
    return { ...minutes, items, minutes, row: rowOf(row) };
  }

  #underWay(): Row | undefined {
    return this.#parts.store.db.prepare<[], Row>(`SELECT * FROM handover WHERE state = 'under_way' ORDER BY seq DESC LIMIT 1`).get();
  }
  /** The last one, where it gave the right away from here. */
  #given(): Row | undefined {
    const { store } = this.#parts;
    if (numberingRight(store)?.state !== 'given') return undefined;
    return store.db.prepare<[], Row>(`SELECT * FROM handover WHERE kind = 'machine' AND state = 'done' ORDER BY seq DESC LIMIT 1`).get();
  }
  #place(id: string): string {
    const { store, profile } = this.#parts;
    const one = targets(store).find((target) => target.id === id);
    if (!one || !isHere(one, profile.dir)) throw new Failure('handover.no_place');
    return one.path;
  }
  #machineNames(actor: Actor, wish: HandoverWish): { giver: string; taker: string } {
    if (this.#parts.machine === undefined) throw new Failure('handover.no_machine');
    if (!wish.takerName) throw new Failure('handover.taker_needed');
    return { giver: actor.name, taker: wish.takerName };
  }
  #peopleNames(wish: HandoverWish): { giver: string; taker: string } {
    if (!wish.giverId || !wish.takerId) throw new Failure('handover.people_needed');
    if (wish.giverId === wish.takerId) throw new Failure('handover.same_person');
    const giver = findPerson(this.#parts.store, recordId(wish.giverId));
    const taker = findPerson(this.#parts.store, recordId(wish.takerId));
    this.#requireAdministrator(giver, taker);
    return { giver: giver.name, taker: taker.name };
  }
  #requireAdministrator(giver: Person, taker: Person): void {
    const { store, profile } = this.#parts;
    const left = listPeople(store).filter((person) => person.id !== giver.id);
    if (![...left, taker].some((person) => person.roles.includes('administrator'))) throw new Failure('handover.no_administrator');
    // A way from before people had their own opens for whoever knows it.
    if (existsSync(join(profile.dir, 'keys.json')) && !waysOf(profile.dir).some((way) => way.personId === taker.id)) {
      throw new Failure('handover.taker_without_way', { name: taker.name });
    }
  }
  /** Inside a transaction: from here on this machine stands still. */
  #give(to: string): void {
    const { store, machine } = this.#parts;
    const right = numberingRight(store) ?? { epoch: 1, state: 'held' as const, machineId: machine?.id ?? 'unknown', at: store.now() };
    putRight(store, { ...right, state: 'giving', at: store.now(), to });
  }

  #work(id: RecordId, placeId: string): Promise<void> {
    const { store, maintenance, log } = this.#parts;
    return maintenance.begin('handover', async (job) => {
      try {
        await this.#carryOut(id, this.#place(placeId), job);
      } catch (error) {
        const known: AppError = error instanceof Failure ? error.error : { code: 'backup.copy_failed' };
        log.warn('handover did not end well', { code: known.code, error: String(error) });
        // After the right went, only going on helps; the workstation closing leaves it as it is.
        if (store.db.open && numberingRight(store)?.state !== 'given') this.#giveUp(WORKSTATION, id, known);
        throw error;
      } finally {
        this.#parts.changed();
      }
    });
  }

  async #carryOut(id: RecordId, place: string, job: Job): Promise<void> {
    const { maintenance, profile } = this.#parts;
    const row = this.#underWay() ?? this.#given();
    if (!row || row.id !== id) return;
    const made = await maintenance.makeAt(place, job, 'handover');
    const proved = await proveBackup(made.path, profile.keys, { signal: job.stop.signal, onProgress: progressOf(job) });
    const backup: Proved = { at: made.at, files: proved.files, place };
    if (row.kind === 'machine') return this.#giveRight(row, backup, made.path);
    this.#moveAccess(row, backup);
    // The first one still lets the giver in.
    await maintenance.makeAt(place, job, 'handover');
  }

  /** The right goes: first this machine remembers it, then the store, and only then there is a file that gives it. */
  #giveRight(row: Row, backup: Proved, generation: string): void {
    const { store, machine, profile } = this.#parts;
    const right = numberingRight(store);
    if (!machine || !right) throw new Failure('handover.no_machine');
    const memory = machine.memory(store.workstationId);
    const epoch = Math.max(right.epoch + 1, memory.gave);
    machine.remember(store.workstationId, { ...memory, gave: Math.max(memory.gave, epoch) });
    store.tx(() => {
      putRight(store, { ...right, state: 'given', at: store.now() });
      this.#end(row.id, backup, epoch);
    }, 'handover:given');
    const at = store.now();
    const facts = {
      format: 1,
      workstationId: store.workstationId,
      handoverId: row.id,
      epoch,
      at,
      from: machine.id,
      to: row.taker_name,
    } as const;
    replaceFile(join(generation, TICKET_FILE), `${JSON.stringify(sealTicket(facts, profile.keys), undefined, 1)}\n`);
    for (const path of this.#parts.maintenance.places()) {
      noteHandedOver(backupRoot(path, store.workstationId), store.workstationId, { epoch, at, to: row.taker_name }, profile.keys);
    }
  }

  #moveAccess(row: Row, backup: Proved): void {
    const { store, profile } = this.#parts;
    const [giverId, takerId] = [recordId(row.giver_id ?? ''), recordId(row.taker_id ?? '')];
    store.tx(() => {
      const giver = findPerson(store, giverId);
      const taker = findPerson(store, takerId);
      const roles: Role[] = [
        ...new Set<Role>([...taker.roles, 'clerk', ...giver.roles.filter((role) => role !== 'administrator' && role !== 'leader')]),
      ];
      store.db.prepare('UPDATE person SET roles = ?, ended_at = NULL WHERE id = ?').run(JSON.stringify(roles), takerId);
      endPerson(store, giverId);
      this.#end(row.id, backup, undefined);
    }, 'handover:access');
    // For a leave the giver's own way stays for the return; it opens for nobody who has ended.
    if (row.kind === 'clerk' && profile.dataKey !== undefined && waysOf(profile.dir).some((way) => way.personId === giverId)) {
      removeWaysOf(profile as OpenProfile, giverId);
    }
    for (const id of [giverId, takerId]) this.#parts.personChanged?.(id);
  }

  /** Inside a transaction. */
  #end(id: RecordId, backup: Proved, epoch: number | undefined): void {
    const { store } = this.#parts;
    store.db
      .prepare(`UPDATE handover SET state = 'done', ended_at = ?, backup = ?, epoch = ?, error = NULL WHERE id = ?`)
      .run(store.now(), JSON.stringify(backup), epoch ?? null, id);
    record(store, WORKSTATION, 'handover.done', id, `${backup.files} files`);
  }

  #giveUp(actor: Actor, id: RecordId, error: AppError | undefined): void {
    const { store, machine } = this.#parts;
    const right = numberingRight(store);
    if (right?.state === 'given') throw new Failure('handover.given');
    store.tx(() => {
      store.db
        .prepare(`UPDATE handover SET state = 'abandoned', ended_at = ?, error = ? WHERE id = ?`)
        .run(store.now(), error ? JSON.stringify(error) : null, id);
      if (right?.state === 'giving') {
        const { to: _to, ...rest } = right;
        putRight(store, { ...rest, state: 'held', at: store.now() });
      }
      record(store, actor, 'handover.abandon', id, error?.code ?? 'asked');
    }, 'handover:abandon');
    if (machine && right?.state === 'giving') {
      // No file was written for it.
      const memory = machine.memory(store.workstationId);
      if (memory.gave > right.epoch) machine.remember(store.workstationId, { ...memory, gave: right.epoch === 1 ? 0 : right.epoch - 1 });
    }
    this.#parts.changed();
  }
}

function rowOf(row: Row): HandoverRow {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    begunAt: row.begun_at,
    giver: row.giver_name,
    taker: row.taker_name,
    basis: row.basis,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.backup === null ? {} : { backup: JSON.parse(row.backup) as Proved }),
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as AppError }),
  };
}
