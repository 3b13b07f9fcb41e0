/**
 * A dispatch is one package with fixed bytes, hash and DocumentId, uploaded once per transport; its deliveries
 * (one a recipient) carry the business statuses. Pure rules: states, order of sending, when to try again.
 */
import type { Priority } from './edxml.ts';
import type { Instant } from './time.ts';

/** `sending` is written before the first byte; a timeout or crash leaves `unknown`; `refused` asks a person. */
export type DispatchState = 'queued' | 'sending' | 'accepted' | 'unknown' | 'refused';
export type DispatchKind = 'document' | 'status';
/** Per recipient: `waiting` until the axis took the package, `sent`, then `delivered` with the first status back. */
export type DeliveryState = 'waiting' | 'sent' | 'delivered' | 'refused';

export interface Waiting {
  readonly priority: Priority;
  /** Local sequence of the workstation: the order in which things were queued. */
  readonly seq: number;
  readonly kind: DispatchKind;
}

/** Urgent first, then oldest. */
export const bySendingOrder = (a: Waiting, b: Waiting): number => b.priority - a.priority || a.seq - b.seq;

const BASE_MS = 5_000;
const CAP_MS = 15 * 60_000;
/**
 * Exponential backoff with full jitter above half: between d/2 and d, d = 5 s · 2^(attempt-1), at most 15 min.
 * Never gives up.
 * @param attempt failed tries so far, ≥ 1
 * @param random in [0, 1)
 */
export function nextTry(now: Instant, attempt: number, random: number): Instant {
  const delay = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 20));
  return now + Math.round(delay / 2 + (random * delay) / 2);
}

/** The line's state, in the clerk's words on the status line. */
export type LineState =
  | { readonly kind: 'connected' }
  /** No network at all: name, route or refusal of the connection. */
  | { readonly kind: 'no_network'; readonly since: Instant }
  /** Something answers, but not the axis. */
  | { readonly kind: 'axis_silent'; readonly since: Instant; readonly nextTry?: Instant }
  /** A network that wants a sign-in first answers in the axis's place. */
  | { readonly kind: 'captive_portal'; readonly since: Instant }
  /** A certificate, the axis's or ours, stands in the way. */
  | { readonly kind: 'certificate'; readonly since: Instant; readonly code: string }
  /** The axis answers and refuses our credential. */
  | { readonly kind: 'credential_refused'; readonly since: Instant }
  | { readonly kind: 'not_checked' };

/** How fast things went out lately. */
export interface SendingPace {
  readonly items: number;
  readonly bytes: number;
  /** Time in which these went out, ms. */
  readonly ms: number;
}
/** What an item costs beside its bytes, in bytes: connection, headers, the axis's answer. */
const ITEM_COST = 32 * 1024;
/** Fewer items or less time than this say nothing. */
const MIN_ITEMS = 3;
const MIN_MS = 500;

/** Ms until the queue is empty at this pace; undefined where the pace is not known well enough. */
export function timeToEmpty(left: { readonly items: number; readonly bytes: number }, pace: SendingPace): number | undefined {
  if (left.items === 0) return 0;
  if (pace.items < MIN_ITEMS || pace.ms < MIN_MS) return undefined;
  return Math.round(((left.bytes + left.items * ITEM_COST) * pace.ms) / (pace.bytes + pace.items * ITEM_COST));
}
