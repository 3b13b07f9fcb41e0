/** Every fault run there is; `npm run faults -- NAME` finds them here. */
import { exchange } from '../exchange/index.ts';
import { crash } from './crash.ts';
import { power } from './power.ts';

/** A long run under faults that compares what should be with what is, and ends with one line of JSON. */
export interface FaultRun {
  readonly name: string;
  /** One sentence for people: what is broken on purpose and what must hold. */
  readonly about: string;
  /** Its options, for the usage line. */
  readonly usage: string;
  /** Returns the figures of its last line, and whether all of them are as they must be. */
  run(
    args: readonly string[],
    say: (line: string) => void,
  ): Promise<{ readonly figures: Readonly<Record<string, number>>; readonly holds: boolean }>;
}

export const runs: readonly FaultRun[] = [crash, power, exchange];
