import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { leaveAll, mountHook, stubPage } from '../../../test/support/mountHook.ts';
import type { KeptForm, KeptPlace } from '../../contract/page/kept.ts';
import type { AppState } from '../../contract/page/session.ts';
import { oneOf, text } from './keptFields.ts';

/** The core's side, as far as a page sees it: each person's own. */
const core = vi.hoisted(() => ({
  rows: new Map<string, { value: string; at: number }>(),
  who: 'lan',
  /** How often it was asked for something. */
  asked: [] as string[],
  failing: false,
  /** Answers to `kept.get` that wait for their word. */
  slow: undefined as (() => void)[] | undefined,
}));
vi.mock('../core.ts', async (original) => {
  const at = ({ form, of = '' }: KeptPlace): string => `${core.who} ${form} ${of}`;
  const called = (name: string): void => {
    core.asked.push(name);
    if (core.failing) throw new Error('no core');
  };
  return {
    ...(await original<typeof import('../core.ts')>()),
    api: {
      'kept.get': async (place: KeptPlace): Promise<{ kept?: KeptForm }> => {
        called('get');
        const { slow } = core;
        if (slow) await new Promise<void>((resolve) => slow.push(resolve));
        const kept = core.rows.get(at(place));
        return kept ? { kept } : {};
      },
      'kept.put': async ({ value, ...place }: KeptPlace & { value: string }) => {
        called('put');
        core.rows.set(at(place), { value, at: Date.now() });
        return { at: Date.now() };
      },
      'kept.drop': async (place: KeptPlace) => {
        called('drop');
        core.rows.delete(at(place));
        return {};
      },
    },
  };
});

interface Words {
  readonly leader: string;
  readonly text: string;
  readonly way: 'post' | 'hand';
}
const SHAPE = { leader: text(50), text: text(200), way: oneOf('post', 'hand') };
const begin = (): Words => ({ leader: 'Nguyễn Văn Mẫu', text: '', way: 'post' });
const START = Date.UTC(2026, 10, 20, 2, 0);
const place = (of: string): KeptPlace => ({ form: 'instruct', of });

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  stubPage();
  Object.assign(core, { rows: new Map(), who: 'lan', asked: [], failing: false, slow: undefined });
});
afterEach(async () => {
  await leaveAll();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A window of its own: what one page remembers, no other does. */
async function openWindow() {
  vi.resetModules();
  const { useKeptForm } = await import('./keptForm.ts');
  const { useFound } = await import('./kept.ts');
  const { useUnsaved, giveUpUnsaved } = await import('./dirty.tsx');
  const { setApp } = await import('../core.ts');
  const signIn = (id: string): void => {
    core.who = id;
    setApp({ phase: 'ready', office: { organId: 'H99.2' }, me: { id, roles: [] } } as unknown as AppState);
  };
  signIn(core.who);
  const hook = (of: string | undefined, mayKeep?: (value: Words) => boolean) => () => {
    const kept = useKeptForm<Words>(of === undefined ? undefined : place(of), SHAPE, begin, mayKeep);
    useUnsaved(kept.changed, kept.end);
    return kept;
  };
  return {
    open: (of: string | undefined = 'one', mayKeep?: (value: Words) => boolean) => mountHook(hook(of, mayKeep)),
    hook,
    useFound,
    giveUpUnsaved,
    signIn,
    lock: () => setApp({ phase: 'locked' } as AppState),
  };
}
/** The pause after the last key is over. */
const pause = (): Promise<unknown> => vi.advanceTimersByTimeAsync(600);
const held = (of = 'one', who = 'lan'): unknown => {
  const row = core.rows.get(`${who} instruct ${of}`);
  return row && (JSON.parse(row.value) as { typed: unknown }).typed;
};
/** A form in which words were typed and given to the core. */
async function typed(words: string, of = 'one') {
  const window = await openWindow();
  const form = await window.open(of);
  await form.does(({ set }) => set({ text: words }));
  await form.does(pause);
  return { window, form };
}

describe('a dialogue that is killed', () => {
  test('gives the core what was typed, with the pause after the last key, and says since when it is safe', async () => {
    const window = await openWindow();
    const form = await window.open();
    await form.does(({ set }) => set({ text: 'Giao' }));
    await form.does(() => vi.advanceTimersByTimeAsync(300));
    await form.does(({ set }) => set({ text: 'Giao đ/c Mẫu' }));
    expect([held(), form.now.at]).toEqual([undefined, undefined]);
    await form.does(pause);
    expect([held(), form.now.at !== undefined]).toEqual([{ text: 'Giao đ/c Mẫu' }, true]);
    expect(core.asked).toEqual(['get', 'put']);
    await form.does(({ set }) => set({ text: 'Giao đ/c Mẫu,' }));
    expect(form.now.at).toBeUndefined();
  });
  test('is there again with the hour; what was not typed stands as it is today', async () => {
    await typed('Giao đ/c Mẫu');
    const later = await openWindow();
    vi.setSystemTime(START + 3_600_000);
    const form = await later.open();
    expect(form.now.value).toEqual({ leader: 'Nguyễn Văn Mẫu', text: 'Giao đ/c Mẫu', way: 'post' });
    expect([form.now.restored, form.now.changed]).toEqual([core.rows.get('lan instruct one')?.at, true]);
    expect(form.now.restored).toBeLessThan(START + 60_000);
    // Nothing of it is new: the core is asked for nothing more.
    await form.does(pause);
    expect(core.asked).toEqual(['get', 'put', 'get']);
  });
  test('does not type over what was typed before the core answered', async () => {
    const { form: first } = await typed('Giao đ/c Mẫu');
    await first.does(({ set }) => set({ leader: 'Người cũ' }));
    await first.does(pause);
    core.slow = [];
    const form = await (await openWindow()).open();
    await form.does(({ set }) => set({ leader: 'Trần Thị Mẫu' }));
    await form.does(() => {
      for (const answer of core.slow ?? []) answer();
    });
    expect(form.now.value).toEqual({ leader: 'Trần Thị Mẫu', text: 'Giao đ/c Mẫu', way: 'post' });
    await form.does(pause);
    expect(held()).toEqual({ leader: 'Trần Thị Mẫu', text: 'Giao đ/c Mẫu' });
  });
  test('of which a choice alone was changed, or what the program proposed, is nothing to keep or to be asked about', async () => {
    const form = await (await openWindow()).open();
    await form.does(({ set }) => set({ way: 'hand' }));
    await form.does(({ propose }) => propose({ leader: 'Trần Thị Mẫu' }));
    await form.does(pause);
    expect([form.now.value.leader, form.now.changed, core.asked]).toEqual(['Trần Thị Mẫu', false, ['get']]);
  });
  test('gives its last words as its screen goes, without waiting for the pause', async () => {
    const form = await (await openWindow()).open();
    await form.does(({ set }) => set({ text: 'Giao' }));
    await form.leaves();
    expect(held()).toEqual({ text: 'Giao' });
  });
});

describe('a dialogue that came back', () => {
  test('is thrown away: as it began, its fields new, nothing of it in the core; what is typed from then on is kept', async () => {
    await typed('Giao đ/c Mẫu');
    const form = await (await openWindow()).open();
    const { round } = form.now;
    await form.does(({ startAnew }) => startAnew());
    expect([form.now.value, form.now.restored, form.now.changed, core.rows.size]).toEqual([begin(), undefined, false, 0]);
    expect(form.now.round).not.toBe(round);
    await form.does(pause);
    expect(core.rows.size).toBe(0);
    await form.does(({ set }) => set({ text: 'Khác' }));
    await form.does(pause);
    expect(held()).toEqual({ text: 'Khác' });
  });
  test('is sent or cancelled: nothing of it stays, though its last keys were still waiting', async () => {
    const { form } = await typed('Giao đ/c Mẫu');
    await form.does(({ set }) => set({ text: 'Giao đ/c Mẫu gấp' }));
    await form.does(({ end }) => end());
    // Drawn once more on its way out, as a screen that tells how the act went.
    await form.does(({ set }) => set({ way: 'hand' }));
    await form.does(pause);
    await form.leaves();
    expect(core.rows.size).toBe(0);
  });
  test('is left by the window that is closed over it on purpose', async () => {
    const { window, form } = await typed('Giao đ/c Mẫu');
    await form.does(() => window.giveUpUnsaved());
    expect(core.rows.size).toBe(0);
    await form.leaves();
    expect(core.rows.size).toBe(0);
  });
});

describe('a dialogue about another row', () => {
  test('has nothing of the first, and gives nothing to it', async () => {
    const { window, form } = await typed('Về văn bản một');
    await form.leaves();
    const other = await window.open('two');
    expect([other.now.value, other.now.restored]).toEqual([begin(), undefined]);
    await other.does(({ set }) => set({ text: 'Về văn bản hai' }));
    await other.does(pause);
    expect([held('one'), held('two')]).toEqual([{ text: 'Về văn bản một' }, { text: 'Về văn bản hai' }]);
  });
  test('begins anew too where the row changes under the open form, either way', async () => {
    const { window, form } = await typed('Về văn bản một');
    await form.does(({ set }) => set({ text: 'Về văn bản một, gấp' }));
    await form.becomes(window.hook('two'));
    expect([form.now.value, form.now.changed, held('one')]).toEqual([begin(), false, { text: 'Về văn bản một, gấp' }]);
    await form.does(({ set }) => set({ text: 'Về văn bản hai' }));
    await form.does(pause);
    await form.becomes(window.hook('one'));
    expect([form.now.value.text, form.now.restored !== undefined]).toEqual(['Về văn bản một, gấp', true]);
    core.slow = [];
    await form.becomes(window.hook('two'));
    expect([form.now.value, form.now.restored]).toEqual([begin(), undefined]);
    core.slow = undefined;
    await form.becomes(window.hook('one'));
    await form.does(({ end }) => end());
    expect([held('one'), held('two')]).toEqual([undefined, { text: 'Về văn bản hai' }]);
  });
  test('that may not be kept at all asks the core for nothing', async () => {
    const form = await mountHook((await openWindow()).hook(undefined));
    await form.does(({ set }) => set({ text: 'Giao' }));
    await form.does(pause);
    await form.does(({ end }) => end());
    expect([form.now.value.text, form.now.changed, core.asked]).toEqual(['Giao', true, []]);
  });
});

describe('a core that fails', () => {
  test('loses nothing that is on the screen, promises nothing, and is given all of it with the next key', async () => {
    const window = await openWindow();
    core.failing = true;
    const form = await window.open();
    await form.does(({ set }) => set({ text: 'Giao' }));
    await form.does(pause);
    expect([form.now.value.text, form.now.at, core.rows.size]).toEqual(['Giao', undefined, 0]);
    core.failing = false;
    await form.does(({ set }) => set({ text: 'Giao đ' }));
    await form.does(pause);
    expect(held()).toEqual({ text: 'Giao đ' });
  });
  test('holds up no form that waits for what was kept of it', async () => {
    const window = await openWindow();
    core.failing = true;
    const found = await mountHook(() => window.useFound(place('one'), String));
    expect([found.now.ready, found.now.found]).toEqual([true, undefined]);
  });
  test('is given it as the form goes, and after a lock, with no further key', async () => {
    const window = await openWindow();
    core.failing = true;
    const [one, two] = [await window.open('one'), await window.open('two')];
    for (const form of [one, two]) await form.does(({ set }) => set({ text: 'Giao' }));
    await one.does(pause);
    core.failing = false;
    await one.leaves();
    await two.does(() => window.lock());
    await two.does(() => window.signIn('lan'));
    await two.does(pause);
    expect([held('one'), held('two')]).toEqual([{ text: 'Giao' }, { text: 'Giao' }]);
  });
});

describe('two windows over the same row', () => {
  test('the second shows what the first has typed; whoever types last is kept', async () => {
    const { form: first } = await typed('Giao');
    const second = await (await openWindow()).open();
    expect(second.now.value.text).toBe('Giao');
    await second.does(({ set }) => set({ text: 'Giao phòng Mẫu' }));
    await second.does(pause);
    expect(held()).toEqual({ text: 'Giao phòng Mẫu' });
    await first.does(({ set }) => set({ text: 'Giao lại' }));
    await first.does(pause);
    expect(held()).toEqual({ text: 'Giao lại' });
  });
  test('one in which nothing was typed is closed without taking from the other what that one keeps', async () => {
    const empty = await (await openWindow()).open();
    await typed('Giao đ/c Mẫu');
    await empty.does(({ end }) => end());
    await empty.leaves();
    expect(held()).toEqual({ text: 'Giao đ/c Mẫu' });
  });
});

describe('another person', () => {
  test('who signed in under the open form is not given its words; who typed them finds them again', async () => {
    const window = await openWindow();
    const form = await window.open();
    await form.does(({ set }) => set({ text: 'Giao' }));
    await form.does(() => window.signIn('minh'));
    await form.does(pause);
    await form.leaves();
    expect(core.rows.size).toBe(0);
    const theirs = await window.open();
    expect([theirs.now.value, theirs.now.restored]).toEqual([begin(), undefined]);
    await theirs.leaves();
    window.signIn('lan');
    expect((await window.open()).now.value.text).toBe('Giao');
  });
});

test('what may not be kept as it stands goes from the core at once, and is kept again when it may', async () => {
  const form = await (await openWindow()).open('one', ({ way }) => way === 'post');
  await form.does(({ set }) => set({ text: 'Giao' }));
  await form.does(pause);
  expect(held()).toEqual({ text: 'Giao' });
  await form.does(({ set }) => set({ way: 'hand' }));
  await form.does(pause);
  expect(core.rows.size).toBe(0);
  await form.does(({ set }) => set({ way: 'post' }));
  await form.does(pause);
  expect(held()).toEqual({ text: 'Giao' });
});
