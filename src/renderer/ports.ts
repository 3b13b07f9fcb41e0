/**
 * How ports reach the page: one to the core, and a one-shot port to the token for each PIN. The preload answers each
 * request on `window` with the same message and a port; nothing else crosses.
 */
import { markClosed, PAGE_PORT, PIN_PORT } from '../contract/page/ports.ts';
import { fromMessagePort } from '../contract/ports.ts';
import type { PinAnswer } from '../contract/token/index.ts';
import type { Port } from '../contract/wire.ts';

interface PortMessage {
  readonly type?: unknown;
  readonly actId?: unknown;
  readonly kind?: unknown;
  /** The process at the other end of the port ended; Chromium itself tells a page nothing then. */
  readonly closed?: unknown;
}
/** Only this very window (the preload posts from it) may hand over a port; a frame or an opener may not. */
function portOf(event: MessageEvent, type: string): { message: PortMessage; port: MessagePort } | undefined {
  const message = event.data as PortMessage | null;
  const port = event.ports[0];
  if (event.source !== window || port === undefined || typeof message !== 'object' || message?.type !== type) return undefined;
  return { message, port };
}

function tellsClosed(event: MessageEvent, type: string, actId?: string): boolean {
  const message = event.data as PortMessage | null;
  return event.source === window && message?.type === type && message.closed === true && message.actId === actId;
}

/** Calls the listener for every port to the core that the preload hands over: the first, and one after each loss. */
export function onCorePort(listener: (port: Port) => void): void {
  let last: MessagePort | undefined;
  window.addEventListener('message', (event) => {
    const got = portOf(event, PAGE_PORT);
    if (got) {
      last = got.port;
      listener(fromMessagePort(got.port));
    } else if (last !== undefined && tellsClosed(event, PAGE_PORT)) markClosed(last);
  });
}
export function askForCorePort(): void {
  window.postMessage({ type: PAGE_PORT }, '*');
}

const PIN_PORT_WAIT_MS = 15_000;
/** The port of one act, or undefined when none came in time. */
function pinPort(actId: string, kind: 'pkcs11' | 'training'): Promise<MessagePort | undefined> {
  return new Promise((resolve) => {
    const done = (port?: MessagePort): void => {
      window.removeEventListener('message', listen);
      clearTimeout(timer);
      resolve(port);
    };
    const listen = (event: MessageEvent): void => {
      const message = event.data as PortMessage | null;
      if (event.source !== window || message?.type !== PIN_PORT || message.actId !== actId) return;
      const [given] = event.ports;
      // An answer without a port: there is no process to sign with. (A question names its kind.)
      if (given !== undefined || message.kind === undefined) done(given);
    };
    const timer = setTimeout(() => done(), PIN_PORT_WAIT_MS);
    window.addEventListener('message', listen);
    window.postMessage({ type: PIN_PORT, actId, kind }, '*');
  });
}

/**
 * Sends the PIN of one act straight to the token process and waits for its one answer. The array is zeroed once it
 * was posted, and also when it never was. A port that closes without an answer means the process died. An empty PIN is for a
 * device with a pad of its own.
 */
export const sendPin = (actId: string, kind: 'pkcs11' | 'training', pin: Uint8Array): Promise<PinAnswer> => send(actId, kind, { pin });
/** The same for a change of PIN. */
export const sendPins = (actId: string, kind: 'pkcs11' | 'training', oldPin: Uint8Array, newPin: Uint8Array): Promise<PinAnswer> =>
  send(actId, kind, { oldPin, newPin });

async function send(actId: string, kind: 'pkcs11' | 'training', secrets: Readonly<Record<string, Uint8Array>>): Promise<PinAnswer> {
  const wipe = (): void => {
    for (const secret of Object.values(secrets)) secret.fill(0);
  };
  const given = await pinPort(actId, kind);
  if (given === undefined) {
    wipe();
    return { ok: false, error: { code: 'page.pin_port_missing' } };
  }
  const ended = (event: MessageEvent): void => {
    if (tellsClosed(event, PIN_PORT, actId)) markClosed(given);
  };
  window.addEventListener('message', ended);
  const port = fromMessagePort(given);
  const answer = await new Promise<PinAnswer>((resolve) => {
    port.onMessage((message) => resolve(message as PinAnswer));
    port.onClose(() => resolve({ ok: false, error: { code: 'page.pin_process_ended' } }));
    port.post(secrets);
    wipe();
  });
  window.removeEventListener('message', ended);
  port.close();
  return answer;
}
