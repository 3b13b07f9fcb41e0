import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { fromMessagePort } from '../contract/ports.ts';
import type { ShellCalls } from '../contract/shell/index.ts';
import { connect, type Port } from '../contract/wire.ts';
import { Core } from './core.ts';

const silent = { info() {}, warn() {}, error() {} };
/** A port whose other end dies when told. */
function mortal(): { readonly port: Port; die(): void } {
  const ends: (() => void)[] = [];
  const port: Port = { post() {}, onMessage() {}, onClose: (listener) => void ends.push(listener), close() {} };
  return { port, die: () => ends.forEach((end) => void end()) };
}

test('a parser or a training world that stays away is spoken of; one that comes back within seconds is not', () => {
  let now = 1_000_000;
  const core = new Core({
    start: { type: 'start', profilesDir: '/nowhere', resourcesDir: '/nowhere', version: '0', host: 'node' },
    shell: connect<ShellCalls>(fromMessagePort(new MessageChannel().port1)),
    log: silent,
    clock: { now: () => now, random: () => 0, setTimer: () => ({ cancel() {} }) },
  });
  const first = mortal();
  const second = mortal();
  const training = mortal();
  core.processes.add('parser', first.port);
  core.processes.add('training-token', training.port);
  expect(core.processes.down()).toEqual({});
  first.die();
  now += 2_000;
  expect(core.processes.down()).toEqual({});
  core.processes.add('parser', second.port);
  // The end of the old port arrives late: the new process is there.
  first.die();
  now += 60_000;
  expect(core.processes.down()).toEqual({});
  second.die();
  training.die();
  now += 10_000;
  expect(core.processes.down()).toEqual({ parserDown: true, trainingDown: true });
  core.processes.add('parser', mortal().port);
  expect(core.processes.down()).toEqual({ trainingDown: true });
});
