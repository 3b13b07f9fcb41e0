/**
 * What runs inside the page to time it: the functions are given to the page as they stand and use nothing from here.
 * All times are the page's own `performance.now()`.
 */

/** What the meter keeps on the page's window. */
export interface Meter {
  /** Calls to the core: when asked, when answered. */
  readonly calls: { readonly at: number; answered?: number }[];
  /** From a key to the frame that shows what it did. */
  readonly typed: number[];
  /** Time of the last key press or click that `from` may stand for. */
  last: number;
  /** Waits until a matching element is there and a frame with it was drawn; answers when. */
  shown(selector: string, text?: string): Promise<number>;
  /** Gaps between frames until told to stop. */
  frames(): { stop(): number[] };
}
declare global {
  interface Window {
    meter: Meter;
  }
}

/** Before any script of the page. */
export function installMeter(): void {
  const calls: { at: number; answered?: number }[] = [];
  const open = new Map<number, { at: number; answered?: number }>();
  const post = MessagePort.prototype.postMessage;
  const listened = new WeakSet<MessagePort>();
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: [unknown]) {
    const message = args[0] as { id?: number; call?: string } | null;
    if (typeof message?.call === 'string' && typeof message.id === 'number') {
      const call = { at: performance.now() };
      calls.push(call);
      open.set(message.id, call);
      if (!listened.has(this)) {
        listened.add(this);
        this.addEventListener('message', ({ data }) => {
          const asked = open.get(data?.id);
          if (asked) asked.answered = performance.now();
          open.delete(data?.id);
        });
      }
    }
    return post.apply(this, args);
  };
  const typed: number[] = [];
  const afterFrame = (then: (at: number) => void): void => {
    requestAnimationFrame(() => {
      // A message comes after the frame was handed on.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => then(performance.now());
      post.call(channel.port2, null);
    });
  };
  const meter: Meter = {
    calls,
    typed,
    last: 0,
    shown: (selector, text) =>
      new Promise((resolve) => {
        const there = (): boolean =>
          [...document.querySelectorAll(selector)].some((e) => text === undefined || e.textContent?.includes(text));
        const look = (): boolean => {
          if (!there()) return false;
          watch.disconnect();
          afterFrame(resolve);
          return true;
        };
        const watch = new MutationObserver(look);
        if (!look()) watch.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
      }),
    frames: () => {
      const gaps: number[] = [];
      let last = performance.now();
      let going = true;
      const step = (): void => {
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        if (going) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
      return {
        stop: () => {
          going = false;
          return gaps;
        },
      };
    },
  };
  window.meter = meter;
  window.addEventListener(
    'keydown',
    ({ timeStamp, key }) => {
      meter.last = timeStamp;
      if (key.length === 1) afterFrame((at) => typed.push(at - timeStamp));
    },
    true,
  );
  window.addEventListener('pointerdown', ({ timeStamp }) => (meter.last = timeStamp), true);
}
