/** Keeps main's tray up with the workstation: figures and states only, told when they change and at most once a second. */
import type { DeskState } from '../contract/shell/index.ts';
import type { Clock } from './clock.ts';
import { deadlineRules, unownedUrgent } from './deadlines/index.ts';
import type { Workstation } from './workstation.ts';

const CLOSED: DeskState = { open: false, signedIn: false, training: false, line: 'unknown', waiting: 0, arrived: 0, urgent: 0 };
const SETTLE_MS = 1_000;

export function deskState(workstation: Workstation | undefined, signedIn: boolean): DeskState {
  if (!workstation?.store.db.open) return CLOSED;
  const { store, mode } = workstation;
  const status = workstation.exchangeStatus();
  return {
    open: true,
    signedIn,
    training: mode === 'training',
    line: status.line.kind === 'connected' ? 'connected' : status.line.kind === 'not_checked' ? 'unknown' : 'down',
    waiting: status.waitingDocuments + status.waitingStatuses,
    arrived: store.db.prepare<[], number>(`SELECT count(*) FROM incoming WHERE state = 'arrived'`).pluck().get() ?? 0,
    urgent: unownedUrgent(store, deadlineRules(store).bannerFrom).length,
  };
}

export class DeskTeller {
  readonly #clock: Clock;
  readonly #state: () => DeskState;
  readonly #tell: (state: DeskState) => void;
  #timer: { cancel(): void } | undefined;
  #told = '';
  constructor(clock: Clock, state: () => DeskState, tell: (state: DeskState) => void) {
    this.#clock = clock;
    this.#state = state;
    this.#tell = tell;
  }
  /** Something may have changed. */
  changed(): void {
    this.#timer ??= this.#clock.setTimer(() => {
      this.#timer = undefined;
      const state = this.#state();
      const text = JSON.stringify(state);
      if (text === this.#told) return;
      this.#told = text;
      this.#tell(state);
    }, SETTLE_MS);
  }
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
