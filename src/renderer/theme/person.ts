/** The look of whoever is signed in: read when they come, written when they change it, told to main so that it is there at once next time. */
import { useEffect } from 'react';
import { type Look, nextSize } from '../../domain/look.ts';
import { api, errorOf, useCore } from '../core.ts';
import { tellMain } from '../shell/talk.ts';
import { applyLook, useLook } from './look.ts';

function show(look: Look): void {
  applyLook(look);
  tellMain({ say: 'look', look: { theme: look.theme, size: look.size, still: look.still } });
}
/** Rises with every change a person makes: what was read before it is old. */
let changes = 0;
/** Shown at once; a store that does not take it changes nothing but the next time. */
export async function changeLook(change: Partial<Look>): Promise<void> {
  changes++;
  const look = { ...useLook.getState().look, ...change };
  show(look);
  await api['look.set'](look);
}
export const larger = (): Promise<void> => changeLook({ size: nextSize(useLook.getState().look.size, 1) });
export const smaller = (): Promise<void> => changeLook({ size: nextSize(useLook.getState().look.size, -1) });
export const usualSize = (): Promise<void> => changeLook({ size: 100 });

export function useLookOfPerson(): void {
  const me = useCore((s) => (s.app?.phase === 'ready' ? s.app.me?.id : undefined));
  useEffect(() => {
    if (me === undefined) return;
    const before = changes;
    api['look.get']({}).then(
      // Who changed it meanwhile has said what they want.
      (look) => (changes === before ? show(look) : undefined),
      (thrown: unknown) => void errorOf(thrown),
    );
  }, [me]);
}
