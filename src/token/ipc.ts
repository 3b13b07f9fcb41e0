/**
 * The token process for the command line: the same code as the workstation's, over a pipe (`contract/frames.ts`) instead of
 * message ports. Channel `calls` carries the contract, `pin` the one PIN of the act.
 */
import { readSync, writeSync } from 'node:fs';
import { delimiter } from 'node:path';
import { FRAMES_FD, FrameReader, toFrame } from '../contract/frames.ts';
import type { Port } from '../contract/wire.ts';
import { knownPlaces } from './modules.ts';
import { startToken } from './token.ts';

type Channel = 'calls' | 'pin';
interface Carried {
  readonly channel?: Channel;
  readonly open?: unknown;
  readonly data?: unknown;
}
const receive = startToken({
  configured: (process.env.TRAM_PKCS11_MODULES ?? '').split(delimiter).filter((path) => path !== ''),
  known: knownPlaces(),
  alone: true,
  log: (line) => console.error(`token: ${line}`),
});
const listeners = new Map<Channel, (message: unknown) => void>();
/** Messages that have no answer yet. */
let unanswered = 0;
function post(channel: Channel, data: unknown): void {
  const frame = toFrame({ channel, data });
  for (let at = 0; at < frame.byteLength; ) at += writeSync(FRAMES_FD, frame, at);
  unanswered--;
  if (unanswered === 0) setImmediate(listen);
}
const portOf = (channel: Channel): Port => ({
  post: (data) => post(channel, data),
  onMessage: (listener) => listeners.set(channel, listener),
  // The pipe ends with the command, and this process with the pipe.
  onClose: () => undefined,
  close: () => listeners.delete(channel),
});
const reader = new FrameReader();
/** Waits in the system's own read while nothing is asked for; the end of the pipe is the end of the process and its sessions. */
function listen(): void {
  while (unanswered === 0) {
    const message = reader.next((into) => readSync(FRAMES_FD, into));
    if (!message) process.exit(0);
    const { channel, open, data } = message.value as Carried;
    if (!channel) continue;
    if (open !== undefined) receive(open, [portOf(channel)]);
    else {
      unanswered++;
      listeners.get(channel)?.(data);
    }
  }
}
listen();
