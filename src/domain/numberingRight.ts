/**
 * Who may give numbers. The right belongs to one machine at a time and carries a number of its own (epoch) that grows
 * each time the right moves. A store says which machine holds it; a machine remembers, outside every store, what it
 * held and what it gave away: so a machine that gave the right away finds no way back by an old backup.
 */
import type { Instant } from './time.ts';

export interface NumberingRight {
  readonly epoch: number;
  /**
   * `held`: by the machine named. `giving`: the machine named is handing over to epoch + 1 and stands still meanwhile.
   * `given`: it did.
   */
  readonly state: 'held' | 'giving' | 'given';
  readonly machineId: string;
  readonly at: Instant;
  /** To whom, while giving and after. */
  readonly to?: string;
}

/** What a machine remembers of one store, whatever becomes of the store's folder. */
export interface MachineMemory {
  /** Highest epoch that it held; 0 = none. */
  readonly held: number;
  /** Highest epoch that it gave to another machine; 0 = none. */
  readonly gave: number;
}
export const NOTHING_REMEMBERED: MachineMemory = { held: 0, gave: 0 };

/**
 * `holds`: gives numbers (once reconciled). `giving` and `given`: this machine handed over. `claim`: the store comes from
 * another machine; the right is to be taken over by the handover's file, or by saying that the other machine is gone.
 * `refused`: this machine, or the folder the backup lay in, knows that the right went on; only a newer handover helps.
 */
export type RightVerdict =
  | { readonly kind: 'holds' | 'giving' | 'given' }
  | { readonly kind: 'claim'; readonly by: 'ticket' | 'ticket_or_declaration' }
  | { readonly kind: 'refused'; readonly newer: number };

export interface RightQuestion {
  readonly right: NumberingRight;
  readonly machineId: string;
  readonly memory: MachineMemory;
  /** Epoch that a note beside the restored backup says the right went on to; 0 = no note. */
  readonly noted: number;
}

export function judgeRight({ right, machineId, memory, noted }: RightQuestion): RightVerdict {
  const own = right.machineId === machineId;
  const newer = Math.max(memory.gave, noted);
  // What this machine holds by a newer handover than the note's counts again.
  if (right.state === 'held' && own && right.epoch >= newer) return { kind: 'holds' };
  if (right.state === 'given') return own ? { kind: 'given' } : { kind: 'claim', by: 'ticket' };
  if (right.state === 'giving') {
    if (own) return right.epoch + 1 > newer ? { kind: 'giving' } : { kind: 'given' };
    // The very backup of the handover: its file is what makes the new machine.
    return memory.gave > right.epoch ? { kind: 'refused', newer: memory.gave } : { kind: 'claim', by: 'ticket' };
  }
  return right.epoch < newer ? { kind: 'refused', newer } : { kind: 'claim', by: 'ticket_or_declaration' };
}

/** Whether a handover's file for this epoch makes this machine the holder. */
export const ticketCounts = ({ right, memory, noted }: RightQuestion, epoch: number): boolean =>
  epoch > right.epoch && epoch > memory.gave && epoch >= noted;
