/** Misbehaviour on command: which fault, if any, meets the call that is coming in. */
import type { TrainingFaults } from '../../contract/training/index.ts';

/** A call that no fault touches. */
const NONE: TrainingFaults = {};

const touches = (f: TrainingFaults, call: string): boolean =>
  f.refuse === true ||
  f.acceptThenTimeout === true ||
  f.answerStatus !== undefined ||
  f.portal === true ||
  f.halfOpen === true ||
  f.resetRequest === true ||
  f.cutAnswer === true ||
  f.clockOffsetMs !== undefined ||
  ((f.disorder === true || f.doubled === true) && /^get(Received|Sent)EdocList$/.test(call)) ||
  (f.delayMs ?? 0) > 0 ||
  (f.noDeduplication === true && call === 'sendEdoc') ||
  (f.noFindByDocumentId === true && call === 'getSentEdocList');

export class Faults {
  #current: TrainingFaults = NONE;
  #left = Number.POSITIVE_INFINITY;

  /** Takes the place of whatever was set; `{}` makes the axis behave. */
  set(faults: TrainingFaults): void {
    this.#current = faults;
    this.#left = faults.times ?? Number.POSITIVE_INFINITY;
  }

  /** The line is cut for every call: the listening socket itself must go. */
  get lineCut(): boolean {
    return this.#current.refuse === true && this.#current.onlyCall === undefined && this.#current.times === undefined;
  }

  /** The faults that meet this call; counts it where they last a number of calls. */
  take(call: string): TrainingFaults {
    const f = this.#current;
    if ((f.onlyCall !== undefined && f.onlyCall !== call) || !touches(f, call)) return NONE;
    if (this.#left <= 0) return NONE;
    this.#left--;
    return f;
  }
}
