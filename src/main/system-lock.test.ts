import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { lockWithSystem } from './system-lock.ts';

/** Stands for Electron's `powerMonitor`, which is not here to be tried. */
class PretendPowerMonitor extends EventEmitter {}

test('the screen locks with Windows, with its sleep and when another account comes to the front, and not when they end', () => {
  const monitor = new PretendPowerMonitor();
  let locks = 0;
  lockWithSystem(monitor, () => locks++);
  for (const event of ['lock-screen', 'suspend', 'user-did-resign-active']) monitor.emit(event);
  expect(locks).toBe(3);
  for (const event of ['unlock-screen', 'resume', 'user-did-become-active', 'on-battery']) monitor.emit(event);
  expect(locks).toBe(3);
});
