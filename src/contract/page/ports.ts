/**
 * How a page comes to its ports, by `window.postMessage` on its own window; light, so that the preload bundles no schema.
 *
 * The page asks `{type: PAGE_PORT}` and the preload answers `{type: PAGE_PORT}` **with one port** (`event.ports[0]`): the
 * page's connection to the core. The answer may come late (the core starts or restarts). When that port closes, the page
 * asks again. A question has no port and an answer has one: that is how a listener tells them apart.
 *
 * Chromium tells a page nothing when the process at the other end of a port dies, so the preload says it:
 * `{type, closed: true}`, with `actId` for a PIN port. `markClosed` turns that into the port's own `close` event.
 *
 * The page asks `{type: PIN_PORT, actId, kind}` (`kind` is `SignerChoice.kind`) and the answer is `{type: PIN_PORT, actId}`
 * with the one-shot port of that act; `{type: PIN_PORT, actId}` with no port and no `kind` says there is none.
 */
export const PAGE_PORT = 'tram-van-thu:port';
export const PIN_PORT = 'tram-van-thu:pin-port';

/** Lets everyone who listens on the port know, as Chromium should. */
export const markClosed = (port: Pick<EventTarget, 'dispatchEvent'>): void => void port.dispatchEvent(new Event('close'));

/** Name of the push under which `PageEvent`s travel. */
export const PAGE_EVENT = 'event';
