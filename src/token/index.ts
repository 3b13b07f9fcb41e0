/**
 * The token process: PKCS#11 and nothing else. A vendor's driver that hangs or crashes takes only this process with it.
 * It promises that a PIN is used once, is never tried again by itself, never logged and never leaves this process; that only
 * CKR_PIN_INCORRECT is called a wrong PIN; and that no signature leaves it which the certificate's own key does not confirm.
 *
 * Parent port: `serveMessage` with a port on which the core asks (`contract/token`) and the modules an administrator allowed,
 * `{type:'pin-port', actId}` with the act's one-shot port. In source runs `TRAM_PKCS11_MODULES` names more modules, separated
 * as in PATH; a packaged supervisor does not hand that on.
 */
import { delimiter } from 'node:path';
import { fromMessagePort, type MessagePortLike } from '../contract/ports.ts';
import { knownPlaces, registryPlaces } from './places.ts';
import { startToken } from './token.ts';

/** Electron's `process.parentPort`, by shape. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): void;
  postMessage(message: unknown): void;
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
if (parentPort === undefined) throw new Error('the token process is started by its supervisor, with a parent port');

const receive = startToken({
  configured: (process.env.TRAM_PKCS11_MODULES ?? '').split(delimiter).filter((path) => path !== ''),
  known: knownPlaces(),
  discovered: registryPlaces,
  tell: (message) => parentPort.postMessage(message),
  log: (line) => console.error(`token: ${line}`),
});
parentPort.on('message', ({ data, ports }) => receive(data, ports.map(fromMessagePort)));
