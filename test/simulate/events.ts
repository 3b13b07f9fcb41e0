/** Virtual time: events in the order of their time, by a binary heap. */
export class Events {
  #now = 0;
  readonly #times: number[] = [];
  readonly #works: (() => void)[] = [];

  get now(): number {
    return this.#now;
  }
  /** Runs the work after so many virtual ms. */
  after(ms: number, work: () => void): void {
    const times = this.#times;
    const works = this.#works;
    const at = this.#now + Math.max(0, ms);
    let i = times.length;
    times.push(at);
    works.push(work);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = times[parent] ?? 0;
      if (above <= at) break;
      times[i] = above;
      works[i] = works[parent] ?? work;
      i = parent;
    }
    times[i] = at;
    works[i] = work;
  }
  /** Runs until nothing is left or the time is over. */
  run(until: number): void {
    for (let work = this.#next(until); work !== undefined; work = this.#next(until)) work();
  }
  #next(until: number): (() => void) | undefined {
    const times = this.#times;
    const works = this.#works;
    const first = times[0];
    const work = works[0];
    if (first === undefined || work === undefined || first > until) return undefined;
    this.#now = first;
    const lastTime = times.pop();
    const lastWork = works.pop();
    if (lastTime === undefined || lastWork === undefined || times.length === 0) return work;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      const left = times[child];
      if (left === undefined) break;
      const right = times[child + 1];
      if (right !== undefined && right < left) child++;
      const below = times[child] ?? 0;
      if (below >= lastTime) break;
      times[i] = below;
      works[i] = works[child] ?? lastWork;
      i = child;
    }
    times[i] = lastTime;
    works[i] = lastWork;
    return work;
  }
}

/** A seeded generator (mulberry32) in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
