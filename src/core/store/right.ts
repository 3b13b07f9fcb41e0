/**
 * The right to give numbers as it lies on the disk: in the store (who holds it), on the machine outside every store
 * (what it held and gave away), and in a handover's file (what makes another machine the holder).
 * Decision: docs/decisions, "The right to give numbers".
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../domain/errors.ts';
import {
  judgeRight,
  type MachineMemory,
  NOTHING_REMEMBERED,
  type NumberingRight,
  type RightVerdict,
  ticketCounts,
} from '../../domain/numberingRight.ts';
import { makeFolder, replaceFile } from './disk.ts';
import type { StoreKeys } from './keys.ts';
import type { Store } from './types.ts';

const SETTING = 'numbering_right';
const NOTED = 'numbering_right.noted';

const rightShape = z.strictObject({
  epoch: z.number().int().min(1),
  state: z.enum(['held', 'giving', 'given']),
  machineId: z.string().max(64),
  at: z.number(),
  to: z.string().max(200).optional(),
});
const memoryShape = z.strictObject({ held: z.number().int().min(0), gave: z.number().int().min(0) });

export function numberingRight(store: Store): NumberingRight | undefined {
  const text = store.setting(SETTING);
  if (text === undefined) return undefined;
  const { to, ...rest } = rightShape.parse(JSON.parse(text));
  return to === undefined ? rest : { ...rest, to };
}
/** Inside a transaction. */
export const putRight = (store: Store, right: NumberingRight): void => store.setSetting(SETTING, JSON.stringify(right));

/** What a machine keeps of itself and of each store, in its own folder outside all profiles. */
export class Machine {
  readonly id: string;
  readonly #folder: string;
  constructor(folder: string) {
    makeFolder(folder);
    this.#folder = folder;
    this.id = this.#ownId();
  }
  #ownId(): string {
    const path = join(this.#folder, 'machine.json');
    const known = readJson(path, z.strictObject({ id: z.uuid() }));
    if (known !== undefined) return known.id;
    const id = randomUUID();
    replaceFile(path, JSON.stringify({ id }));
    return id;
  }
  #path(workstationId: string): string {
    return join(this.#folder, `${workstationId}.right.json`);
  }
  memory(workstationId: string): MachineMemory {
    return readJson(this.#path(workstationId), memoryShape) ?? NOTHING_REMEMBERED;
  }
  /** Never forgets: both numbers only grow, but where a handover was given up before its file was written. */
  remember(workstationId: string, memory: MachineMemory): void {
    const before = this.memory(workstationId);
    if (before.held !== memory.held || before.gave !== memory.gave) replaceFile(this.#path(workstationId), JSON.stringify(memory));
  }
}
function readJson<T>(path: string, shape: z.ZodType<T>): T | undefined {
  try {
    return existsSync(path) ? shape.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  } catch {
    return undefined;
  }
}

/** What a handover gives the new machine, beside its backup. Worth nothing without a way into the store: its seal is by the store's key. */
const ticketShape = z.strictObject({
  format: z.literal(1),
  workstationId: z.uuid(),
  handoverId: z.uuid(),
  epoch: z.number().int().min(2),
  at: z.number(),
  /** The machine that gave. */
  from: z.string().max(64),
  to: z.string().max(200),
  mac: z.string().length(64),
});
export type Ticket = z.infer<typeof ticketShape>;
/** In the folder of the handover's backup. */
export const TICKET_FILE = 'ban-giao.json';

const macOf = (ticket: Omit<Ticket, 'mac'>, key: Uint8Array): string => {
  const { format, workstationId, handoverId, epoch, at, from, to } = ticket;
  const text = JSON.stringify(['handover-ticket', format, workstationId, handoverId, epoch, at, from, to]);
  return createHmac('sha256', key).update(text).digest('hex');
};
export const sealTicket = (ticket: Omit<Ticket, 'mac'>, keys: Pick<StoreKeys, 'backup'>): Ticket => ({
  ...ticket,
  mac: macOf(ticket, keys.backup),
});
/** @throws Failure `handover.ticket_damaged` (also where it belongs to another store) */
export function readTicket(text: string, workstationId: string, keys: Pick<StoreKeys, 'backup'>): Ticket {
  let ticket: Ticket;
  try {
    ticket = ticketShape.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure('handover.ticket_damaged', undefined, { cause: error });
  }
  const right = Buffer.from(macOf(ticket, keys.backup));
  const given = Buffer.from(ticket.mac);
  if (ticket.workstationId !== workstationId || given.byteLength !== right.byteLength || !timingSafeEqual(right, given)) {
    throw new Failure('handover.ticket_damaged');
  }
  return ticket;
}

/** Highest epoch that a note beside a restored backup spoke of. */
export const notedEpoch = (store: Store): number => Number(store.setting(NOTED) ?? 0);
export const noteEpoch = (store: Store, epoch: number): void => store.setSetting(NOTED, String(Math.max(epoch, notedEpoch(store))));

/** How this store stands on this machine. `known`: the machine runs this store already, so one from before rights is adopted. */
export function verdictOf(store: Store, machine: Machine, known: boolean): RightVerdict {
  const memory = machine.memory(store.workstationId);
  let right = numberingRight(store);
  if (right === undefined) {
    // A store from before rights, or a new one; on a machine that does not know it, another one held it.
    right = { epoch: 1, state: 'held', machineId: known ? machine.id : 'unknown', at: store.now() };
    const adopted = right;
    store.tx(() => putRight(store, adopted), 'right:adopt');
  }
  const verdict = judgeRight({ right, machineId: machine.id, memory, noted: notedEpoch(store) });
  // The very backup of a handover came back to the machine that gave: it is not under way here, it is done.
  if (verdict.kind === 'given' && right.state === 'giving') {
    const done = { ...right, state: 'given' as const };
    store.tx(() => {
      putRight(store, done);
      store.db.prepare(`UPDATE handover SET state = 'done', ended_at = ? WHERE state = 'under_way'`).run(store.now());
    }, 'right:given');
  }
  if (verdict.kind === 'holds') machine.remember(store.workstationId, { ...memory, held: Math.max(memory.held, right.epoch) });
  return verdict;
}

/** Makes this machine the holder; inside a transaction. `remember` after it. */
export function takeRight(store: Store, machine: Machine, epoch: number): void {
  putRight(store, { epoch, state: 'held', machineId: machine.id, at: store.now() });
}

/** @throws Failure `handover.ticket_old` for one that another handover followed, or that this machine itself gave */
export function requireTicketCounts(store: Store, machine: Machine, epoch: number): void {
  const right = numberingRight(store) ?? { epoch: 1, state: 'held' as const, machineId: 'unknown', at: 0 };
  const memory = machine.memory(store.workstationId);
  if (!ticketCounts({ right, machineId: machine.id, memory, noted: notedEpoch(store) }, epoch)) throw new Failure('handover.ticket_old');
}
