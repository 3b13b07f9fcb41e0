/**
 * The page's line to the core: calls, pushed events by topic, and what the core says of the session. When the port
 * closes (lock, restart of the core, reload) a new one is asked for until it comes.
 */
import { create } from 'zustand';
import type { PageCalls, PageEvent } from '../contract/page/index.ts';
import { PAGE_EVENT } from '../contract/page/ports.ts';
import type { AppState } from '../contract/page/session.ts';
import { type Client, type Connection, connect, type Port } from '../contract/wire.ts';
import { type AppError, Failure } from '../domain/errors.ts';
import { askForCorePort, onCorePort } from './ports.ts';

interface CoreState {
  readonly link: 'connecting' | 'open' | 'lost';
  readonly app?: AppState;
  readonly problem?: AppError;
}
export const useCore = create<CoreState>(() => ({ link: 'connecting' }));
/**
 * Takes what the core says of the session. While nobody is signed in the person who was stays known here, so that the
 * work behind the lock stands as it was left (its screens go by roles); whether it is seen is decided by `phase` alone.
 */
export function setApp(next: AppState): void {
  const { app } = useCore.getState();
  const who = next.phase === 'ready' || app?.me === undefined ? {} : { me: app.me, ...(app.organs ? { organs: app.organs } : {}) };
  useCore.setState({ app: { ...who, ...next } });
}

type Topic = PageEvent['topic'];
const topics = new Map<Topic, Set<(id?: string) => void>>();
/** Calls the listener when the core says that something of this topic changed; returns its end. */
export function onTopic(topic: Topic, listener: (id?: string) => void): () => void {
  const set = topics.get(topic) ?? new Set();
  topics.set(topic, set.add(listener));
  return () => set.delete(listener);
}

/** After a lock nobody here was told what happened: everything that is shown is read again. */
export function refreshAll(): void {
  for (const [topic, listeners] of topics) if (topic !== 'session') for (const listener of listeners) listener();
}

let connection: Connection<PageCalls> | undefined;
/** The core's calls over whichever port is open now; `contract.closed` while there is none. */
export const api = new Proxy({} as Client<PageCalls>, {
  get: (_target, name) => (input: unknown) => {
    if (!connection) return Promise.reject(new Failure('contract.closed'));
    const ask = connection.call[name as keyof PageCalls] as (input: unknown) => Promise<unknown>;
    return ask(input);
  },
});

/** What went wrong, as the error value that has a text. */
export function errorOf(thrown: unknown): AppError {
  if (thrown instanceof Failure) return thrown.error;
  console.error(thrown);
  return { code: 'unexpected' };
}

const ASK_AGAIN_MS = 2_000;
let asking: ReturnType<typeof setInterval> | undefined;
function ask(): void {
  askForCorePort();
  asking ??= setInterval(askForCorePort, ASK_AGAIN_MS);
}

function lost(which: Connection<PageCalls>): void {
  if (connection !== which) return;
  connection = undefined;
  useCore.setState({ link: 'lost' });
  ask();
}

async function opened(port: Port): Promise<void> {
  clearInterval(asking);
  asking = undefined;
  // A question asked twice may be answered twice; the session lives on the port that came first.
  if (connection) return port.close();
  const mine = connect<PageCalls>(port);
  connection = mine;
  port.onClose(() => lost(mine));
  mine.on(PAGE_EVENT, (value) => {
    const event = value as PageEvent;
    if (event.topic === 'session') void readState();
    for (const listener of topics.get(event.topic) ?? []) listener('id' in event ? event.id : undefined);
  });
  await readState();
}

async function readState(): Promise<void> {
  try {
    const app = await api['app.state']({});
    useCore.setState({ link: 'open' });
    setApp(app);
  } catch (thrown) {
    const error = errorOf(thrown);
    // A port that closed meanwhile is answered by the next one.
    if (error.code !== 'contract.closed') useCore.setState({ link: 'open', problem: error });
  }
}

export function startCore(): void {
  onCorePort((port) => void opened(port));
  ask();
}
