import { describe, expect, it } from 'vitest';
import { judgeRight, type MachineMemory, NOTHING_REMEMBERED, type NumberingRight, ticketCounts } from './numberingRight.ts';

const right = (epoch: number, state: NumberingRight['state'], machineId: string): NumberingRight => ({ epoch, state, machineId, at: 0 });
const on = (machineId: string, r: NumberingRight, memory: MachineMemory = NOTHING_REMEMBERED, noted = 0) =>
  judgeRight({ right: r, machineId, memory, noted });

describe('the right to give numbers', () => {
  it('is with the machine the store names', () => {
    expect(on('old', right(1, 'held', 'old'))).toEqual({ kind: 'holds' });
  });
  it('does not come with a copy: the copy says that the other machine is gone, or brings a handover', () => {
    expect(on('new', right(1, 'held', 'old'))).toEqual({ kind: 'claim', by: 'ticket_or_declaration' });
  });
  it('is gone from a machine that gave it away, whichever backup comes back there', () => {
    const gave = { held: 1, gave: 2 };
    expect(on('old', right(1, 'given', 'old'), gave)).toEqual({ kind: 'given' });
    expect(on('old', right(1, 'held', 'old'), gave)).toEqual({ kind: 'refused', newer: 2 });
    expect(on('old', right(1, 'giving', 'old'), gave)).toEqual({ kind: 'given' });
    expect(ticketCounts({ right: right(1, 'giving', 'old'), machineId: 'old', memory: gave, noted: 0 }, 2)).toBe(false);
  });
  it('is refused to an old backup where the folder it lay in knows of the handover, though the machine knows nothing', () => {
    expect(on('wiped', right(1, 'held', 'old'), NOTHING_REMEMBERED, 2)).toEqual({ kind: 'refused', newer: 2 });
    expect(on('old', right(1, 'held', 'old'), { held: 1, gave: 0 }, 2)).toEqual({ kind: 'refused', newer: 2 });
  });
  it('comes with the backup of the handover only by its file', () => {
    const handed = right(1, 'giving', 'old');
    expect(on('new', handed)).toEqual({ kind: 'claim', by: 'ticket' });
    const question = { right: handed, machineId: 'new', memory: NOTHING_REMEMBERED, noted: 2 };
    expect([1, 2, 3].map((epoch) => ticketCounts(question, epoch))).toEqual([false, true, true]);
  });
  it('can come back by a handover of its own', () => {
    const back = right(2, 'giving', 'new');
    expect(on('old', back, { held: 1, gave: 2 })).toEqual({ kind: 'claim', by: 'ticket' });
    expect(ticketCounts({ right: back, machineId: 'old', memory: { held: 1, gave: 2 }, noted: 0 }, 3)).toBe(true);
    expect(on('old', right(3, 'held', 'old'), { held: 3, gave: 2 })).toEqual({ kind: 'holds' });
  });
  it('may go to the machine that gave it away when the new one is gone for good, by what a person says', () => {
    expect(on('old', right(2, 'held', 'new'), { held: 1, gave: 2 })).toEqual({ kind: 'claim', by: 'ticket_or_declaration' });
  });
  it('stays with the machine while a handover is under way and was not finished', () => {
    expect(on('old', right(1, 'giving', 'old'), { held: 1, gave: 0 })).toEqual({ kind: 'giving' });
  });
});
