/**
 * What this machine remembers of a store, outside the profile's folder: that it is the one that runs it, and how far it
 * came. A profile that was copied to another machine finds no mark; one that was put back from an old copy is behind it.
 * Not found out: a whole machine set back at once (a virtual machine's snapshot), mark and profile together.
 */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { diskFailure, makeFolder, syncFolderNow } from './disk.ts';
import type { Store } from './types.ts';

const SETTING = 'machine_binding';
/** Always written whole at the same place, so that it never grows or shrinks. */
const BYTES = 256;
const shape = z.strictObject({ binding: z.uuid(), seq: z.number().int(), sum: z.string() });
const sumOf = (binding: string, seq: number): string => createHash('sha256').update(`${binding} ${seq}`).digest('hex').slice(0, 16);

export type MachineVerdict = 'same' | 'copied' | 'rolled_back';

export interface MachineMark {
  readonly verdict: MachineVerdict;
  /** Remembers how far the store came; after a commit. Not synced: behind is safe, ahead never happens. */
  advance(): void;
  close(): void;
}

function read(path: string): { binding: string; seq: number } | undefined {
  try {
    const mark = shape.parse(JSON.parse(readFileSync(path, 'utf8').trim()));
    return mark.sum === sumOf(mark.binding, mark.seq) ? mark : undefined;
  } catch {
    return undefined;
  }
}

const sequence = (store: Store): number => store.db.prepare<[], number>('SELECT last FROM sequence').pluck().get() ?? 0;

/**
 * Looks whether this machine knows the store, and from now on remembers it.
 * @param folder of this machine, outside every profile
 * @param fresh the store was made just now
 */
export function markMachine(store: Store, folder: string, fresh: boolean): MachineMark {
  makeFolder(folder);
  const path = join(folder, `${store.workstationId}.json`);
  const known = existsSync(path) ? read(path) : undefined;
  const own = store.setting(SETTING);
  const first = fresh || (own === undefined && known === undefined);
  const verdict: MachineVerdict = first
    ? 'same'
    : known === undefined || known.binding !== own
      ? 'copied'
      : sequence(store) < known.seq
        ? 'rolled_back'
        : 'same';
  const binding = verdict === 'same' && own !== undefined && known !== undefined ? own : randomUUID();
  if (binding !== own) store.tx(() => store.setSetting(SETTING, binding), 'machine:mark');
  const statement = store.db.prepare<[], number>('SELECT last FROM sequence').pluck();
  let fd: number;
  try {
    fd = openSync(path, existsSync(path) ? 'r+' : 'w', 0o600);
  } catch (error) {
    throw diskFailure(error);
  }
  let last = -1;
  const write = (): void => {
    const seq = statement.get() ?? 0;
    if (seq === last) return;
    writeSync(fd, `${JSON.stringify({ binding, seq, sum: sumOf(binding, seq) })}`.padEnd(BYTES), 0);
    last = seq;
  };
  write();
  fsyncSync(fd);
  syncFolderNow(folder);
  return {
    verdict,
    advance: () => {
      if (store.db.open) write();
    },
    close: () => closeSync(fd),
  };
}
