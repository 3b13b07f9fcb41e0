/**
 * Runs inside the page: presses what a screen offers and what each press brings up (a tab, a menu, a dialogue), each thing once
 * by its name. Says what was refused, what the page complained of, and what axe-core finds in each dialogue that opened.
 */
import type { AxeResults, RunOptions } from 'axe-core';

export interface PressReport {
  readonly pressed: number;
  /** One line each: by what, and what went wrong. */
  readonly found: readonly string[];
  /** Titles of the dialogues that opened. */
  readonly dialogues: readonly string[];
}
export interface PressOrder {
  readonly view: object;
  /** At most so many presses on one screen; 0: it is opened alone. */
  readonly most: number;
  /** Only what bears one of these names. */
  readonly only?: readonly string[];
  /** Dialogues that were judged already are not judged again. */
  readonly judged: readonly string[];
  /** Whether axe-core judges the dialogues. */
  readonly axe: boolean;
  readonly dark: boolean;
}
/** What the page has of tests: `dev.ts`. */
type Pressed = typeof globalThis & {
  readonly walk: { go(view: object): void; at(): string; look(theme: string): void };
  readonly refusedCalls: string[];
  readonly troubles: string[];
  readonly axe: { run(context: object, options: RunOptions): Promise<AxeResults> };
};

/** Handed over to the page as it is: it may use nothing from outside itself. */
export async function pressAll(order: PressOrder): Promise<PressReport> {
  const page = globalThis as Pressed;
  const TAGS = 'button, [role="menuitem"], [role="tab"], summary';
  const found: string[] = [];
  const dialogues: string[] = [];
  const judged = new Set(order.judged);
  let changes = 0;
  const observer = new MutationObserver(() => {
    changes++;
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 6));
  /** Nothing has moved for a few turns, and nothing is being read. */
  const settle = async (): Promise<void> => {
    for (let quiet = 0, n = 0; quiet < 3 && n < 150; n++) {
      const before = changes;
      await turn();
      quiet =
        changes === before && document.querySelector('main .mantine-Loader-root, [role="dialog"] .mantine-Loader-root') === null
          ? quiet + 1
          : 0;
    }
  };
  const words = (box: Element | null | undefined): string => (box?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (box: Element): string => (box.getAttribute('aria-label') ?? words(box)).replace(/\d+/g, '#').slice(0, 80);
  const top = <T extends Element>(all: Iterable<T>): T | undefined => [...all].filter((box) => box.checkVisibility()).at(-1);
  const dialogue = (): HTMLElement | undefined =>
    top(document.querySelectorAll<HTMLElement>('[role="dialog"][aria-modal="true"], [role="dialog"].mantine-Modal-content'));
  const titleOf = (box: Element): string =>
    words(document.getElementById(box.getAttribute('aria-labelledby') ?? '')) || box.getAttribute('aria-label') || '?';
  const scope = (): { key: string; box: Element | null } => {
    const menu = top(document.querySelectorAll('[role="menu"]'));
    if (menu) return { key: `menu ${nameOf(menu)}`, box: menu };
    const open = dialogue();
    return open ? { key: titleOf(open), box: open } : { key: 'main', box: document.querySelector('main') };
  };
  const offered = (): Map<string, HTMLElement> => {
    const all = new Map<string, HTMLElement>();
    const { key, box } = scope();
    const alike = new Map<string, number>();
    for (const one of box?.querySelectorAll<HTMLElement>(TAGS) ?? []) {
      const name = `${key} › ${nameOf(one)}`;
      const off =
        one.matches(':disabled, [aria-disabled="true"], [data-disabled], .mantine-Modal-close, .pdf-page *') || !one.checkVisibility();
      if (off || all.has(name)) continue;
      // Of a list's rows a few are enough.
      const kind = `${one.className} ${nameOf(one).split(' ')[0]}`;
      const count = (alike.get(kind) ?? 0) + 1;
      alike.set(kind, count);
      if (count <= 4) all.set(name, one);
    }
    return all;
  };
  const trouble = (where: string): void => {
    for (const call of page.refusedCalls.splice(0)) found.push(`${where}: not allowed ${call}`);
    for (const said of page.troubles.splice(0)) found.push(`${where}: ${said}`);
  };
  const judge = async (where: string): Promise<void> => {
    const box = dialogue();
    if (box === undefined) return;
    const title = titleOf(box).replace(/\d+/g, '#');
    if (judged.has(title)) return;
    judged.add(title);
    dialogues.push(title);
    if (!order.axe) return;
    const run = async (only: boolean): Promise<void> => {
      const { violations } = await page.axe.run(
        { include: [box], exclude: [['.pdf-page']] },
        {
          resultTypes: ['violations'],
          preload: false,
          rules: { 'label-content-name-mismatch': { enabled: false } },
          runOnly: only ? ['color-contrast'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'cat.keyboard'],
        },
      );
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(
            `${where} [${title}${only ? ', dark' : ''}] ${id}: ${nodes
              .slice(0, 2)
              .map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`)
              .join(' | ')}`,
          );
    };
    await run(false);
    if (!order.dark) return;
    page.walk.look('dark');
    await run(true);
    page.walk.look('light');
  };

  const open = async (path: readonly string[]): Promise<boolean> => {
    if (order.most > 0) {
      // Drawn anew: what was opened on it before is gone.
      page.walk.go({ at: 'verify' });
      await turn();
    }
    page.walk.go(order.view);
    await settle();
    for (const name of path) {
      const one = offered().get(name);
      if (one === undefined) return false;
      one.click();
      await settle();
    }
    return true;
  };
  const seen = new Set<string>();
  const waiting: string[][] = [[]];
  let pressed = 0;
  trouble('before');
  for (let path = waiting.shift(); path !== undefined && (path.length === 0 || pressed < order.most); path = waiting.shift()) {
    if (!(await open(path))) continue;
    trouble(`${path.join(' » ') || 'opened'}`);
    const names = [...offered().keys()];
    const [base, at] = [scope().key, page.walk.at()];
    let here = true;
    for (const name of names) {
      if (seen.has(name) || pressed >= order.most) continue;
      if (order.only && !order.only.some((wanted) => name === `main › ${wanted}`)) continue;
      if (!here) {
        if (!(await open(path))) break;
        here = true;
      }
      let one = offered().get(name);
      if (one === undefined) {
        if (!(await open(path))) break;
        one = offered().get(name);
      }
      if (one === undefined) continue;
      seen.add(name);
      pressed++;
      one.click();
      await settle();
      const where = [...path, name].join(' » ');
      trouble(where);
      await judge(where);
      trouble(where);
      const now = [...offered().keys()];
      const known = now.every((other) => names.includes(other) || seen.has(other));
      if (!known && path.length < 3 && page.walk.at() === at) waiting.push([...path, name]);
      // What was brought up is put away; whether the screen is still the one it was is seen at the next press.
      for (let n = 0; n < 3 && scope().key !== base; n++) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }));
        await settle();
      }
      here = page.walk.at() === at && scope().key === base;
    }
  }
  observer.disconnect();
  return { pressed, found, dialogues };
}
