/** The closed map of what a page may ask of the core, and the events the core pushes to it. */
import { directoryCalls } from './directory.ts';
import { exchangeCalls, fileCalls, registerCalls } from './exchange.ts';
import { incomingCalls } from './incoming.ts';
import { outgoingCalls } from './outgoing.ts';
import { sessionCalls } from './session.ts';

export const pageCalls = {
  ...sessionCalls,
  ...incomingCalls,
  ...outgoingCalls,
  ...exchangeCalls,
  ...directoryCalls,
  ...registerCalls,
  ...fileCalls,
} as const;
export type PageCalls = typeof pageCalls;

/** Pushed to every page: what changed, so that it asks again; never content. */
export type PageEvent =
  | { readonly topic: 'incoming' | 'outgoing' | 'exchange' | 'registers' | 'quarantine' | 'directory'; readonly id?: string }
  /** The session ended on this port (lock, closing). */
  | { readonly topic: 'session' };

export * from './ports.ts';
