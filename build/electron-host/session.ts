/** Electron's `protocol` and `session`: the product's own handler answers what Chromium asks of `app://`. */
import { EventEmitter } from 'node:events';

type Handler = (request: Request) => Response | Promise<Response>;

class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => {
      this.handlers.set(scheme, handler);
    },
  };
  // Accepted, not imitated: Chromium asks nobody here, and without a person it grants nothing.
  setPermissionRequestHandler(_handler: unknown): void {}
  setPermissionCheckHandler(_handler: unknown): void {}
  setDevicePermissionHandler(_handler: unknown): void {}
  setDisplayMediaRequestHandler(_handler: unknown): void {}
  setSpellCheckerEnabled(_enabled: boolean): void {}
}
export type HostSession = Session;

const sessions = new Map<string, Session>();
const fromPartition = (partition: string): Session => {
  const known = sessions.get(partition) ?? new Session();
  sessions.set(partition, known);
  return known;
};
export const session = { fromPartition, defaultSession: fromPartition('') };
export const protocol = { registerSchemesAsPrivileged: (_schemes: unknown): void => {} };
