/**
 * A part of the screen whose code is fetched when it is first shown. Not React's `lazy`: where its place was shown as
 * waiting, React holds the part back until 300 ms have gone by, however soon the code was there – and waits once even
 * for code that was fetched before.
 */
import { type FunctionComponent, type ReactNode, useLayoutEffect, useState } from 'react';

type Drawn = (props: never) => ReactNode;
type PropsOf<T extends Drawn> = Parameters<T> extends [infer P extends object] ? P : object;
export type Later<P> = ((props: P) => ReactNode) & {
  /** Fetches the code before it is shown; afterwards the part is there with the first drawing. */
  readonly fetch: () => Promise<unknown>;
};
const Nothing = (): null => null;

/** `Meanwhile` stands in its place until then; code that cannot be fetched is an error of drawing. */
export function later<T extends Drawn>(
  load: () => Promise<{ readonly default: T }>,
  Meanwhile: FunctionComponent = Nothing,
): Later<PropsOf<T>> {
  type Fetched = FunctionComponent<PropsOf<T>>;
  let fetched: Fetched | undefined;
  const fetch = async (): Promise<Fetched> => {
    // Its props are what was inferred from it, which the compiler does not follow back.
    fetched ??= (await load()).default as unknown as Fetched;
    return fetched;
  };
  function Part(props: PropsOf<T>) {
    const [Shown, setShown] = useState(() => fetched);
    const [failed, setFailed] = useState<{ readonly thrown: unknown }>();
    useLayoutEffect(() => {
      let here = true;
      if (!Shown)
        fetch().then(
          (part) => here && setShown(() => part),
          (thrown: unknown) => here && setFailed({ thrown }),
        );
      return () => {
        here = false;
      };
    }, [Shown]);
    if (failed) throw failed.thrown;
    return Shown ? <Shown {...props} /> : <Meanwhile />;
  }
  return Object.assign(Part, { fetch });
}
