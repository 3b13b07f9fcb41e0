/** The care of an invented store, for the page on an invented core. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';

export function fakeMaintenance(): Pick<
  Handlers<PageCalls, undefined>,
  Extract<keyof PageCalls, `${'maintenance' | 'reconcile' | 'audit'}.${string}`>
> {
  return {
    'maintenance.state': () => ({ backup: {}, reconcile: false }),
    'maintenance.check': () => ({}),
    'maintenance.backup': () => ({}),
    'maintenance.cancel': () => ({}),
    'maintenance.chooseBackupFolder': () => ({ chosen: false }),
    'audit.export': () => ({ saved: false, rows: 0, keySha256: '' }),
    'reconcile.state': () => ({}),
    'reconcile.compare': () => ({ found: 0, unknown: 0, listed: 0 }),
    'reconcile.confirmBook': () => ({}),
    'reconcile.finish': () => ({}),
  };
}
