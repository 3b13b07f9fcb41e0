/**
 * The token process for the command line: the same code as the workstation's, over the IPC channel of `fork` instead of
 * message ports. Channel `calls` carries the contract, `pin` the one PIN of the act.
 */
import { delimiter } from 'node:path';
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
  log: (line) => console.error(`token: ${line}`),
});
const listeners = new Map<Channel, (message: unknown) => void>();
const portOf = (channel: Channel): Port => ({
  post: (data) => process.send?.({ channel, data }),
  onMessage: (listener) => listeners.set(channel, listener),
  onClose: (listener) => process.once('disconnect', listener),
  close: () => listeners.delete(channel),
});
process.on('message', ({ channel, open, data }: Carried) => {
  if (!channel) return;
  if (open !== undefined) receive(open, [portOf(channel)]);
  else listeners.get(channel)?.(data);
});
process.on('disconnect', () => process.exit(0));
