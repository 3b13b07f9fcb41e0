/**
 * Runs a hook as the page does, in a component that draws nothing: effects, state, leaving. What React asks of a document for
 * that is a handful of values, so no library that imitates a browser is needed.
 */
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { vi } from 'vitest';

export interface Mounted<T> {
  /** What the hook gave when it was drawn last. */
  readonly now: T;
  /** Lets the person or the core do something, until everything that follows from it is drawn. */
  does(what: (now: T) => unknown): Promise<void>;
  /** Draws it with another hook: the same component, asked for something else. */
  becomes(hook: () => T): Promise<void>;
  /** The component goes, as a screen that is left. */
  leaves(): Promise<void>;
}

const nothing = (): void => undefined;
const listens = { addEventListener: nothing, removeEventListener: nothing };
/** Call once before the first hook is mounted; `vi.unstubAllGlobals()` takes it back. */
export function stubPage(): void {
  const page = { nodeType: 9, ...listens, documentElement: {}, activeElement: null };
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('HTMLIFrameElement', class {});
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
}

const roots = new Set<Root>();
/** After each test: what it left open goes, so that no hook acts on in the next. */
export async function leaveAll(): Promise<void> {
  for (const root of roots) await act(async () => root.unmount());
  roots.clear();
}

function Drawn({ draw }: { readonly draw: () => void }) {
  draw();
  return null;
}
export async function mountHook<T>(hook: () => T): Promise<Mounted<T>> {
  const ownerDocument = Object.assign(document, { defaultView: globalThis });
  const box = { nodeType: 1, tagName: 'DIV', nodeName: 'DIV', textContent: '', ...listens, ownerDocument, getRootNode: () => document };
  const root = createRoot(box as unknown as Element);
  roots.add(root);
  let drawn: { readonly value: T } | undefined;
  const draw = (hook: () => T): Promise<void> =>
    act(async () =>
      root.render(
        createElement(Drawn, {
          draw: () => {
            drawn = { value: hook() };
          },
        }),
      ),
    );
  const now = (): T => {
    if (drawn === undefined) throw new Error('never drawn');
    return drawn.value;
  };
  await draw(hook);
  return {
    get now() {
      return now();
    },
    does: (what) => act(async () => void (await what(now()))),
    becomes: draw,
    leaves: () => act(async () => root.unmount()),
  };
}
