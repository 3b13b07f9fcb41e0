/**
 * The machine's clock as a walk needs it: `TRAM_HOST_CLOCK` milliseconds ahead of the real one (or behind), and going on
 * from there, in every process and in the page. Without the variable nothing is touched.
 */
function moveClock(by: number): void {
  const Real = Date;
  const now = (): number => Real.now() + by;
  globalThis.Date = new Proxy(Real, {
    construct: (_, given: [], made) =>
      given.length === 0 ? new Real(now()) : (Reflect.construct(Real, given, made === globalThis.Date ? Real : made) as Date),
    apply: () => new Real(now()).toString(),
    get: (_, name) => (name === 'now' ? now : Reflect.get(Real, name)),
  });
}

const by = Number(process.env.TRAM_HOST_CLOCK ?? '0');
if (by !== 0) moveClock(by);
/** For the page, before any of its own code. */
export const clockOfPage = by === 0 ? undefined : `(${moveClock.toString()})(${by})`;
/** What a child is given of it: it has an environment of its own. */
export const clockOfChild: NodeJS.ProcessEnv = by === 0 ? {} : { TRAM_HOST_CLOCK: String(by) };
