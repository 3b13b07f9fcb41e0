import { EventEmitter } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { guardUnsaved } from './leaving.ts';

const event = () => {
  const one = {
    defaultPrevented: false,
    preventDefault: (): void => {
      one.defaultPrevented = true;
    },
  };
  return one;
};
function opened(...answers: boolean[]) {
  const [agrees] = answers;
  const did: string[] = [];
  const contents = new EventEmitter();
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    close: () => void did.push('close'),
    destroy: () => void did.push('destroy'),
    isDestroyed: () => did.includes('destroy'),
  });
  const left = guardUnsaved({
    window: window as never,
    agree: () => answers.shift() ?? agrees ?? false,
    tellPage: () => void did.push('tell'),
    onStay: () => void did.push('stay'),
    patienceMs: 50,
  });
  /** As Electron does: the window says that it closes, the page holds it back. */
  const press = (closes = true, hidden = false) => {
    const [close, unload] = [event(), event()];
    if (hidden) close.preventDefault();
    if (closes) window.emit('close', close);
    contents.emit('will-prevent-unload', unload);
    return unload.defaultPrevented;
  };
  return { did, left, press, asked: () => answers.length };
}

describe('a window closed with unsaved work', () => {
  test('that the person agrees to lose stays until the page has given it up, then closes', () => {
    vi.useFakeTimers();
    const { did, left, press } = opened(true);
    expect(press()).toBe(false);
    expect(did).toEqual(['tell']);
    left();
    expect(did).toEqual(['tell', 'close']);
    vi.advanceTimersByTime(1_000);
    expect(did).toEqual(['tell', 'close']);
    vi.useRealTimers();
  });
  test('closes all the same where the page does not answer', () => {
    vi.useFakeTimers();
    const { did, press } = opened(true);
    press();
    vi.advanceTimersByTime(60);
    expect(did).toEqual(['tell', 'destroy']);
    vi.useRealTimers();
  });
  test('stays where the person stays, and a page that was not asked closes nothing', () => {
    const { did, left, press } = opened(false);
    expect(press()).toBe(false);
    left();
    expect(did).toEqual(['stay']);
  });
  test('is asked about once, however often the closing is pressed while the page gives it up', () => {
    const { did, press, asked } = opened(true, false, false);
    press();
    press();
    expect([did, asked()]).toEqual([['tell'], 2]);
  });
  test('that stayed, or went into the tray, is drawn anew afterwards without being closed', () => {
    const stayed = opened(false, true);
    stayed.press();
    expect(stayed.press(false)).toBe(true);
    expect(stayed.did).toEqual(['stay']);
    const hidden = opened(true);
    expect(hidden.press(true, true)).toBe(true);
    expect(hidden.did).toEqual([]);
  });
  test('is not closed where the page is only drawn anew', () => {
    const { did, press } = opened(true);
    expect(press(false)).toBe(true);
    expect(did).toEqual([]);
  });
});
