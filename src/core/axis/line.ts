/** What is known of a line, from how the last calls over it went; pure. */
import type { LineState } from '../../domain/dispatch.ts';
import type { Instant } from '../../domain/time.ts';
import { TransportError } from './failure.ts';

const kindOf = (error: unknown): 'no_network' | 'axis_silent' | 'credential_refused' => {
  if (!(error instanceof TransportError)) return 'axis_silent';
  if (error.failure === 'no_network' || error.failure === 'credential_refused') return error.failure;
  return 'axis_silent';
};

export const isDown = (line: LineState): boolean => line.kind !== 'connected' && line.kind !== 'not_checked';

/** The state after a failed call; `since` stands from the first failure of this kind on. */
export function afterFailure(line: LineState, error: unknown, now: Instant, nextTry: Instant): LineState {
  const kind = kindOf(error);
  const since = line.kind === kind ? line.since : now;
  return kind === 'axis_silent' ? { kind, since, nextTry } : { kind, since };
}

const GRAVITY: readonly LineState['kind'][] = ['credential_refused', 'no_network', 'axis_silent', 'not_checked', 'connected'];
/** The gravest of several lines, for one line of words on the screen. */
export const gravest = (lines: readonly LineState[]): LineState =>
  [...lines].sort((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))[0] ?? { kind: 'not_checked' };
