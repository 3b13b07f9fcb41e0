/** What a person is told of a job that the process for pictures does not end well; the process is made here, the line to it is the real one. */
import { afterEach, describe, expect, it } from 'vitest';
import { imagingCalls } from '../../contract/parser/imaging.ts';
import { portPair } from '../../contract/ports.ts';
import { type Port, serve } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import type { Clock } from '../clock.ts';
import { createImaging, type Imaging } from './imaging.ts';

/** Every time that is waited for is over at once, but for how long a job may take, where it is to end by something else. */
const hurried = (jobMs: number): Clock => ({
  now: () => 0,
  random: () => 0,
  setTimer(callback, ms) {
    if (ms === jobMs) return { cancel: () => undefined };
    const timer = setTimeout(callback, 0);
    return { cancel: () => clearTimeout(timer) };
  },
});
const NEVER = 7_777;
const SOURCE = { path: '/vault/ab/1', key: new Uint8Array(32) };
let imaging: Imaging;
let restarts: number;
afterEach(() => imaging.close());

/** @param does what the process does with the job: nothing for ever, or it ends with it; `starts`: whether there is a process at all */
function desk({
  does = 'hangs',
  rssBytes = 1,
  jobMs = NEVER,
  starts = true,
}: {
  does?: 'hangs' | 'dies';
  rssBytes?: number;
  jobMs?: number;
  starts?: boolean | 'never';
}) {
  restarts = 0;
  const quiet = () => undefined;
  const connect = (): void => {
    const [here, there] = portPair();
    const handlers = {
      ...Object.fromEntries(Object.keys(imagingCalls).map((name) => [name, () => work(there)])),
      ping: () => ({ rssBytes }),
    };
    serve(there, { calls: imagingCalls, handlers: handlers as never, context: undefined, onUnexpected: quiet });
    imaging.setPort(here);
  };
  const work = (there: Port): Promise<never> => {
    if (does === 'dies') there.close();
    return new Promise(() => undefined);
  };
  imaging = createImaging({
    clock: hurried(NEVER),
    log: { info: quiet, warn: quiet, error: quiet },
    start: async () => {
      if (starts === 'never') throw new Failure('scan.cannot_read_here');
      if (starts) connect();
    },
    restart: async () => {
      restarts++;
      connect();
    },
    ms: { inspectScan: jobMs },
    rssBytes: 1_000,
  });
}
const inspect = (): Promise<string> =>
  imaging.ask('inspectScan', { source: SOURCE }).then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.error.code : String(error)),
  );

describe('a job of the process for pictures', () => {
  it('that takes too long, or too much memory, ends with the process, which is started anew', async () => {
    desk({ jobMs: 5 });
    expect([await inspect(), restarts]).toEqual(['scan.too_long', 1]);
    imaging.close();
    desk({ rssBytes: 2_000 });
    expect([await inspect(), restarts]).toEqual(['scan.too_much_memory', 1]);
  });
  it('with which the process ends is told as that, and a file that ended it twice is not tried a third time', async () => {
    desk({ does: 'dies' });
    expect([await inspect(), await inspect(), await inspect()]).toEqual(['scan.process_died', 'scan.process_died', 'scan.refused']);
  });
  it('for which no process comes up is told so too, and on a machine without its parts what is missing', async () => {
    desk({ starts: false });
    expect(await inspect()).toBe('scan.process_died');
    imaging.close();
    desk({ starts: 'never' });
    expect(await inspect()).toBe('scan.cannot_read_here');
  });
  it('is not begun, and one that waits is given back, when the profile is closed', async () => {
    desk({});
    const [first, waiting] = [inspect(), inspect()];
    await new Promise((resolve) => setImmediate(resolve));
    imaging.close();
    expect([await first, await waiting, await inspect()]).toEqual(['contract.closed', 'scan.closed', 'scan.closed']);
  });
});
