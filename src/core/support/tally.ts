/**
 * What went wrong lately, by code and place and never by its words: what pages were refused, and what the log warned of.
 * Kept with the store, so that an end of the program takes the last minutes at most.
 */
import type { Log } from '../context.ts';
import type { Store } from '../store/types.ts';

export interface Tallied {
  /** `registers.number_taken`, or the log's own sentence. */
  readonly code: string;
  /** The call or the level it came up in. */
  readonly place: string;
  readonly count: number;
  readonly last: number;
}
const SETTING = 'support.tally';
const KEPT = 60;
const KEEP_EVERY_MS = 60_000;
/** A code or one of our own English sentences: nothing that a person wrote has this form by design; anything else is not kept. */
const SAFE = /^[a-z][a-z0-9_.]{1,60}$/;
const OWN_SENTENCE = /^[a-z][A-Za-z0-9 ,'-]{2,90}$/;

export class Tally {
  readonly #now: () => number;
  readonly #held = new Map<string, Tallied>();
  #store: Store | undefined;
  #keptAt = 0;
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param place name of a call; @param code of an error */
  note(place: string, code: string): void {
    if (!SAFE.test(code) && !OWN_SENTENCE.test(code)) return;
    const key = `${place} ${code}`;
    const before = this.#held.get(key);
    this.#held.delete(key);
    this.#held.set(key, { code, place, count: (before?.count ?? 0) + 1, last: this.#now() });
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= KEPT) break;
      this.#held.delete(oldest);
    }
    if (this.#now() - this.#keptAt > KEEP_EVERY_MS) this.keep();
  }
  /** A log whose warnings and errors are counted by what they are. */
  watch(log: Log): Log {
    const codeOf = (fields: Readonly<Record<string, unknown>> | undefined): string | undefined =>
      typeof fields?.code === 'string' ? fields.code : undefined;
    return {
      info: (message, fields) => log.info(message, fields),
      warn: (message, fields) => {
        this.note('log', codeOf(fields) ?? message);
        log.warn(message, fields);
      },
      error: (message, fields) => {
        this.note('log', codeOf(fields) ?? message);
        log.error(message, fields);
      },
    };
  }
  /** A store is open: what it kept comes first. */
  open(store: Store): void {
    this.#store = store;
    const now = [...this.#held.values()];
    this.#held.clear();
    for (const one of [...(JSON.parse(store.setting(SETTING) ?? '[]') as Tallied[]), ...now]) {
      const key = `${one.place} ${one.code}`;
      const before = this.#held.get(key);
      this.#held.set(key, before ? { ...one, count: one.count + before.count } : one);
    }
  }
  close(): void {
    this.keep();
    this.#store = undefined;
    this.#held.clear();
  }
  keep(): void {
    this.#keptAt = this.#now();
    const store = this.#store;
    if (store === undefined || !store.db.open || store.db.inTransaction) return;
    try {
      store.setSetting(SETTING, JSON.stringify([...this.#held.values()]));
    } catch {
      // A disk that is full is told elsewhere; the count goes on in memory.
    }
  }
  /** Newest first. */
  rows(): readonly Tallied[] {
    return [...this.#held.values()].sort((a, b) => b.last - a.last);
  }
}
