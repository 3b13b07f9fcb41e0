/** Serves the token contract on the ports it is handed, and passes each act's PIN port on. */

import type { z } from 'zod';
import { type moduleBusy, moduleNoted, pinPortMessage, serveMessage, tokenCalls } from '../contract/token/index.ts';
import { type Handlers, type Port, serve } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { Acts, type InTurn } from './acts.ts';
import { inspectModule, Modules, type ModulesOptions } from './modules.ts';
import { type PresentToken, Tokens } from './tokens.ts';

export interface TokenHost extends ModulesOptions {
  /** One line for the log; never holds a PIN or what is signed. */
  log(line: string): void;
  /** An act that nobody used is ended after this many milliseconds; by default five minutes. */
  readonly actLimitMs?: number;
  /** Whoever asks waits for each answer before asking again. */
  readonly alone?: true;
  /** To the supervisor. */
  readonly tell?: (message: unknown) => void;
}
/** What the process does with each message of its parent port and the ports that came with it. */
export type ReceiveMessage = (message: unknown, ports: readonly Port[]) => void;

const ACT_LIMIT_MS = 5 * 60_000;
const MAX_SIGNED_BYTES = 64 * 1024;

/** A module is asked one thing at a time: not every driver has locks. */
function queue(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

function tokenHandlers(tokens: Tokens, acts: Acts, inTurn: InTurn, alone: boolean): Handlers<typeof tokenCalls, Port> {
  const present = async (serial: string, imported: readonly Uint8Array[] = []): Promise<PresentToken> => {
    const token = (await tokens.scan(imported)).tokens.find((t) => t.info.serial === serial);
    if (!token) throw new Failure('token.not_present');
    return token;
  };
  return {
    list: ({ imported }) =>
      inTurn(async () => {
        const found = await tokens.scan(imported);
        acts.endAbsent(found.present);
        return { tokens: found.tokens.map((t) => t.info), modules: found.reports };
      }),
    beginAct: ({ actId, serial, certificateSha256, imported, finalTryAccepted, purpose }, owner) =>
      inTurn(async () => {
        const token = await present(serial, imported === undefined ? [] : [imported]);
        const { mechanisms, protectedPath } = acts.begin(owner, actId, token, certificateSha256, finalTryAccepted, purpose);
        return { mechanisms, protectedPath };
      }),
    sign: ({ actId, data }, owner) =>
      inTurn(async () => {
        if (data.byteLength > MAX_SIGNED_BYTES) throw new Failure('token.too_much_data');
        return { signature: await acts.of(owner, actId).sign(data, alone) };
      }),
    decrypt: ({ actId, data }, owner) => inTurn(async () => ({ plain: await acts.of(owner, actId).decrypt(data) })),
    endAct: ({ actId }, owner) =>
      inTurn(() => {
        acts.end(owner, actId);
        return {};
      }),
    beginPinChange: ({ actId, serial, finalTryAccepted }, owner) =>
      inTurn(async () => {
        const token = await present(serial);
        acts.beginPinChange(owner, actId, token, finalTryAccepted ?? false);
        return { protectedPath: token.info.flags.protectedPath };
      }),
    endPinChange: ({ actId }, owner) => inTurn(() => acts.endPinChange(owner, actId)),
    inspect: ({ path }) => inspectModule(path),
    ping: () => ({}),
  };
}

/** Tells the supervisor which module runs, and waits until it knows: what follows may end this process. */
function supervised(tell: (message: unknown) => void): { note: (path?: string) => Promise<void>; noted: () => void } {
  let noted: (() => void) | undefined;
  return {
    noted: () => noted?.(),
    note: (path) => {
      tell({ type: 'module-busy', ...(path === undefined ? {} : { path }) } satisfies z.infer<typeof moduleBusy>);
      if (path === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        noted = resolve;
      });
    },
  };
}

export function startToken(host: TokenHost): ReceiveMessage {
  const inTurn = queue();
  const acts = new Acts(inTurn, host.log, host.actLimitMs ?? ACT_LIMIT_MS);
  const modules = new Modules(host);
  const handlers = tokenHandlers(new Tokens(modules), acts, inTurn, host.alone ?? false);
  const supervisor = supervised(host.tell ?? (() => {}));
  // Errors of a driver may quote anything, so only the kind of an unexpected error is logged.
  const onUnexpected = (call: string, error: unknown): void =>
    host.log(`${call}: unexpected ${error instanceof Error ? error.name : 'error'}`);

  const receivePort = (message: unknown, port: Port): void => {
    const pinPort = pinPortMessage.safeParse(message);
    const served = serveMessage.safeParse(message);
    if (pinPort.success) acts.receivePinPort(pinPort.data.actId, port);
    else if (served.success) {
      const { modules: allowed = [], avoided = [], noted } = served.data;
      modules.setRules({ allowed, avoided, note: noted ? supervisor.note : async () => {} });
      serve(port, { calls: tokenCalls, handlers, context: port, onUnexpected });
      port.onClose(() => void inTurn(() => acts.endAllOf(port)));
    } else port.close();
  };
  return (message, ports) => {
    const [port] = ports;
    if (port) receivePort(message, port);
    else if (moduleNoted.safeParse(message).success) supervisor.noted();
  };
}
