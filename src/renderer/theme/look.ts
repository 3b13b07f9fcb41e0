/**
 * How the page looks to the person who works: light, dark, high contrast or as the system has it; how large; how still.
 * Kept for each person by the core (`look.*`), told to the document by attributes, so that styles and components follow.
 */
import { create } from 'zustand';
import { DEFAULT_LOOK, type Look } from '../../domain/look.ts';

export type Shown = 'light' | 'dark' | 'contrast';
interface LookState {
  readonly look: Look;
  /** What `look.theme` comes to now. */
  readonly shown: Shown;
}

const asks = (query: string): boolean => typeof matchMedia === 'function' && matchMedia(query).matches;
export function shownOf(look: Pick<Look, 'theme'>, system: { readonly dark: boolean; readonly contrast: boolean }): Shown {
  if (look.theme !== 'system') return look.theme;
  return system.contrast ? 'contrast' : system.dark ? 'dark' : 'light';
}
const DARK = '(prefers-color-scheme: dark)';
const CONTRAST = '(prefers-contrast: more)';
const systemNow = () => ({ dark: asks(DARK), contrast: asks(CONTRAST) });

export const useLook = create<LookState>(() => ({ look: DEFAULT_LOOK, shown: shownOf(DEFAULT_LOOK, systemNow()) }));

function tell({ look, shown }: LookState): void {
  const { dataset } = document.documentElement;
  dataset.look = shown;
  dataset.motion = look.still ? 'still' : 'as-system';
}
/** Shows the page so from now on. Size is the window's own: the caller asks the shell. */
export function applyLook(look: Look): void {
  useLook.setState({ look, shown: shownOf(look, systemNow()) });
}
/** Call once, before anything is shown. */
export function startLook(): void {
  tell(useLook.getState());
  useLook.subscribe(tell);
  for (const query of [DARK, CONTRAST]) matchMedia(query).addEventListener('change', () => applyLook(useLook.getState().look));
}
