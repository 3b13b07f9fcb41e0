/** After how long without a hand at the keyboard the screen locks by itself. */
import type { Store } from '../store/types.ts';

const SETTING = 'lock.idle_minutes';
const DEFAULT_MINUTES = 10;

export function idleMinutes(store: Store): number {
  const kept = Number(store.setting(SETTING));
  return Number.isInteger(kept) && kept > 0 ? kept : DEFAULT_MINUTES;
}
export const setIdleMinutes = (store: Store, minutes: number): void => store.setSetting(SETTING, String(minutes));
