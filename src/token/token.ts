/** Serves the token contract on the ports it is handed, and passes each act's PIN port on. */
import { pinPortMessage, tokenCalls } from '../contract/token/index.ts';
import { type Handlers, type Port, serve } from '../contract/wire.ts';
import { Failure } from '../domain/errors.ts';
import { Acts, type InTurn } from './acts.ts';
import { Modules, type ModulesOptions } from './modules.ts';
import { scanTokens } from './tokens.ts';

export interface TokenHost extends ModulesOptions {
  /** One line for the log; never holds a PIN or what is signed. */
  log(line: string): void;
  /** An act that nobody ended is ended after this many milliseconds; by default five minutes. */
  readonly actLimitMs?: number;
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

function tokenHandlers(modules: Modules, acts: Acts, inTurn: InTurn): Handlers<typeof tokenCalls, Port> {
  return {
    list: () =>
      inTurn(() => {
        const { tokens, reports } = scanTokens(modules);
        return { tokens: tokens.map((t) => t.info), modules: reports };
      }),
    beginAct: ({ actId, serial, certificateSha256 }, owner) =>
      inTurn(() => {
        const token = scanTokens(modules).tokens.find((t) => t.info.serial === serial);
        if (!token) throw new Failure('token.not_present');
        return { mechanisms: acts.begin(owner, actId, token, certificateSha256).mechanisms };
      }),
    sign: ({ actId, data }, owner) =>
      inTurn(async () => {
        if (data.byteLength > MAX_SIGNED_BYTES) throw new Failure('token.too_much_data');
        return { signature: await acts.of(owner, actId).sign(data) };
      }),
    endAct: ({ actId }, owner) =>
      inTurn(() => {
        acts.end(owner, actId);
        return {};
      }),
  };
}

export function startToken(host: TokenHost): ReceiveMessage {
  const inTurn = queue();
  const acts = new Acts(inTurn, host.log, host.actLimitMs ?? ACT_LIMIT_MS);
  const handlers = tokenHandlers(new Modules(host), acts, inTurn);
  // Errors of a driver may quote anything, so only the kind of an unexpected error is logged.
  const onUnexpected = (call: string, error: unknown): void =>
    host.log(`${call}: unexpected ${error instanceof Error ? error.name : 'error'}`);

  return (message, ports) => {
    const [port] = ports;
    if (!port) return;
    const pinPort = pinPortMessage.safeParse(message);
    if (pinPort.success) {
      acts.receivePinPort(pinPort.data.actId, port);
    } else if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'serve') {
      serve(port, { calls: tokenCalls, handlers, context: port, onUnexpected });
      port.onClose(() => void inTurn(() => acts.endAllOf(port)));
    } else {
      port.close();
    }
  };
}
