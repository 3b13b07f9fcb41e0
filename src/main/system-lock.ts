/** The screen locks with Windows, with its sleep, and when another account comes to the front. */

/** Electron's `powerMonitor`, as far as it is asked. */
export interface LockEvents {
  on(event: 'lock-screen', listener: () => void): unknown;
  on(event: 'suspend', listener: () => void): unknown;
  on(event: 'user-did-resign-active', listener: () => void): unknown;
}

export function lockWithSystem(monitor: LockEvents, lock: () => void): void {
  // After each of these nobody is known to sit here.
  monitor.on('lock-screen', lock);
  monitor.on('suspend', lock);
  monitor.on('user-did-resign-active', lock);
}
