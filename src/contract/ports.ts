/**
 * Wraps whatever kind of message port a process holds into the contract's `Port`: Electron's `MessagePortMain` and
 * its stand-in (`on('message', ({ data }) => …)`), the `MessagePort` of a browser or of Node (`addEventListener`).
 * Typed by shape, so that neither Electron nor the DOM is imported here.
 */
import type { Port } from './wire.ts';

interface Sends {
  postMessage(message: unknown): void;
  close(): void;
  start?(): void;
}
/** Electron's `MessagePortMain` or its stand-in. */
export interface EmitterPort extends Sends {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}
/** The `MessagePort` of a browser or of Node. */
export interface TargetPort extends Sends {
  addEventListener(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(event: 'close', listener: () => void): void;
}
export type MessagePortLike = EmitterPort | TargetPort;

/** Said before closing: a page's `MessagePort` tells nothing when its other end closes (Chromium fires no `close` there). */
const CLOSING = 'tram-van-thu:closing';

/**
 * Starts the port and hands it on as a `Port`. Messages that came before a listener was set are kept for it; once
 * either side closed, `post` does nothing and every close listener has been called once.
 */
export function fromMessagePort(port: MessagePortLike): Port {
  const early: unknown[] = [];
  const onClose = new Set<() => void>();
  let listener: ((message: unknown) => void) | undefined;
  let closed = false;
  const receive = (event: { readonly data: unknown }): void => {
    if (event.data === CLOSING) ended();
    else if (listener) listener(event.data);
    else early.push(event.data);
  };
  const ended = (): void => {
    if (closed) return;
    closed = true;
    for (const call of onClose) call();
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', receive);
    port.addEventListener('close', ended);
  } else {
    port.on('message', receive);
    port.on('close', ended);
  }
  port.start?.();
  return {
    post(message) {
      if (!closed) port.postMessage(message);
    },
    onMessage(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
    onClose(next) {
      if (closed) next();
      else onClose.add(next);
    },
    close() {
      if (closed) return;
      port.postMessage(CLOSING);
      port.close();
      // Not every kind tells its own side that it closed.
      ended();
    },
  };
}

/** Two ends of one channel inside this process; messages are copied as between processes. */
export function portPair(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  return [fromMessagePort(port1), fromMessagePort(port2)];
}
