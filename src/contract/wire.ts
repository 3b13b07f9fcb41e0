/**
 * The small contract between processes: a closed map of calls, each with a strict zod schema for what goes in;
 * `serve` answers them over a port, `connect` asks. A bad message is answered or dropped and never throws.
 * Only JSON values and bytes (Uint8Array, at most 1 MiB a message) travel; no transfer lists.
 */
import type { z } from 'zod';
import { type AppError, Failure, type Result } from '../domain/errors.ts';

/** What every kind of port (MessagePort, MessagePortMain, a tunnel over a fork) is wrapped into. */
export interface Port {
  post(message: unknown): void;
  /** One listener; messages that came before it was set are kept for it. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface Call<Input extends z.ZodType, Output> {
  readonly input: Input;
  /** Only for the type: what comes back. */
  readonly output?: Output;
}
export const call =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): Call<Input, Output> => ({ input });

// biome-ignore lint/suspicious/noExplicitAny: a map of calls of any shape
export type Calls = Readonly<Record<string, Call<z.ZodType, any>>>;
export type InputOf<C> = C extends Call<infer I, unknown> ? z.infer<I> : never;
export type OutputOf<C> = C extends Call<z.ZodType, infer O> ? O : never;
export type Handlers<Map extends Calls, Context> = {
  readonly [K in keyof Map]: (input: InputOf<Map[K]>, context: Context) => Promise<OutputOf<Map[K]>> | OutputOf<Map[K]>;
};
/** A failure comes back as a thrown `Failure` carrying the error's code and params. */
export type Client<Map extends Calls> = {
  readonly [K in keyof Map]: (input: InputOf<Map[K]>) => Promise<OutputOf<Map[K]>>;
};

type Request = { readonly id: number; readonly call: string; readonly input: unknown };
type Response = { readonly id: number; readonly result: Result<unknown> };
type Push = { readonly push: string; readonly value: unknown };

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const isRequest = (v: unknown): v is Request => isRecord(v) && Number.isSafeInteger(v.id) && typeof v.call === 'string' && 'input' in v;

/** Calls under way at once on one port; more are answered `contract.too_many`. */
const MAX_PENDING = 256;

export interface ServeOptions<Map extends Calls, Context> {
  readonly calls: Map;
  readonly handlers: Handlers<Map, Context>;
  readonly context: Context;
  /** Asked before each call (session, role); returns the refusal or undefined. */
  readonly guard?: (call: keyof Map & string, context: Context) => AppError | undefined;
  /** Asked once the input is known to be what it should: whether this call may be made on these things. */
  readonly admit?: (call: keyof Map & string, input: unknown, context: Context) => AppError | undefined;
  /** What of an answer this side may see. */
  readonly shown?: (call: keyof Map & string, output: unknown, context: Context) => unknown;
  /** Unexpected errors, with their cause, for the log; never shown to the page. */
  readonly onUnexpected: (call: string, error: unknown) => void;
  /** An expected failure was answered. */
  readonly onFailed?: (call: string, code: string) => void;
}

/** Serves a closed map of calls; returns a function that pushes an event to the other side. */
export function serve<Map extends Calls, Context>(
  port: Port,
  options: ServeOptions<Map, Context>,
): (event: string, value: unknown) => void {
  let pending = 0;
  const answer = (id: number, result: Result<unknown>): void => {
    try {
      port.post({ id, result } satisfies Response);
    } catch (error) {
      options.onUnexpected('answer', error);
    }
  };
  const handle = async (request: Request): Promise<Result<unknown>> => {
    if (!Object.hasOwn(options.calls, request.call)) return { ok: false, error: { code: 'contract.unknown_call' } };
    const name = request.call as keyof Map & string;
    const refused = options.guard?.(name, options.context);
    if (refused) return { ok: false, error: refused };
    const parsed = options.calls[name]?.input.safeParse(request.input);
    if (!parsed?.success) return { ok: false, error: { code: 'contract.bad_input', params: { call: name } } };
    try {
      const inadmissible = options.admit?.(name, parsed.data, options.context);
      if (inadmissible) return { ok: false, error: inadmissible };
      const value = await options.handlers[name](parsed.data as InputOf<Map[typeof name]>, options.context);
      return { ok: true, value: options.shown ? options.shown(name, value, options.context) : value };
    } catch (error) {
      if (error instanceof Failure) {
        options.onFailed?.(name, error.error.code);
        return { ok: false, error: error.error };
      }
      options.onUnexpected(name, error);
      return { ok: false, error: { code: 'unexpected', params: { call: name } } };
    }
  };
  port.onMessage((message) => {
    if (!isRequest(message)) return;
    const { id } = message;
    if (pending >= MAX_PENDING) return answer(id, { ok: false, error: { code: 'contract.too_many' } });
    pending++;
    void handle(message).then((result) => {
      pending--;
      answer(id, result);
    });
  });
  return (event, value) => {
    try {
      port.post({ push: event, value } satisfies Push);
    } catch (error) {
      options.onUnexpected('push', error);
    }
  };
}

export interface Connection<Map extends Calls> {
  readonly call: Client<Map>;
  on(event: string, listener: (value: unknown) => void): () => void;
  close(): void;
}

/** The asking side. When the port closes, every open call fails with `contract.closed`. */
export function connect<Map extends Calls>(port: Port): Connection<Map> {
  let next = 1;
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Failure) => void }>();
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  let closed = false;
  port.onMessage((message) => {
    if (!isRecord(message)) return;
    if (typeof message.push === 'string') {
      for (const listener of listeners.get(message.push) ?? []) listener(message.value);
      return;
    }
    if (typeof message.id !== 'number' || !isRecord(message.result)) return;
    const waiting = open.get(message.id);
    open.delete(message.id);
    const result = message.result as unknown as Result<unknown>;
    if (result.ok) waiting?.resolve(result.value);
    else waiting?.reject(new Failure(result.error.code, result.error.params));
  });
  port.onClose(() => {
    closed = true;
    for (const { reject } of open.values()) reject(new Failure('contract.closed'));
    open.clear();
  });
  const client = new Proxy({} as Client<Map>, {
    get: (_target, name) =>
      typeof name === 'string' && name !== 'then'
        ? (input: unknown) =>
            new Promise((resolve, reject) => {
              if (closed) return reject(new Failure('contract.closed'));
              const id = next++;
              open.set(id, { resolve, reject });
              port.post({ id, call: name, input } satisfies Request);
            })
        : undefined,
  });
  return {
    call: client,
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    close: () => port.close(),
  };
}
