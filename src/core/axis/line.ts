/** What is known of a line, from how the last calls over it went; pure. */
import type { LineState } from '../../domain/dispatch.ts';
import type { Instant } from '../../domain/time.ts';
import { TransportError } from './failure.ts';

type DownKind = Exclude<LineState['kind'], 'connected' | 'not_checked'>;

function kindOf(error: unknown): DownKind {
  if (!(error instanceof TransportError)) return 'axis_silent';
  if (error.error.code === 'axis.captive_portal') return 'captive_portal';
  const { failure } = error;
  return failure === 'no_network' || failure === 'credential_refused' || failure === 'certificate' ? failure : 'axis_silent';
}

export const isDown = (line: LineState): boolean => line.kind !== 'connected' && line.kind !== 'not_checked';

/** The state after a failed call; `since` stands from the first failure of this kind on. */
export function afterFailure(line: LineState, error: unknown, now: Instant, nextTry: Instant): LineState {
  const kind = kindOf(error);
  const since = line.kind === kind ? line.since : now;
  if (kind === 'axis_silent') return { kind, since, nextTry };
  if (kind === 'certificate') return { kind, since, code: error instanceof TransportError ? error.error.code : 'axis.tls_failed' };
  return { kind, since };
}

/** A line's state as a row of the log keeps it, so that a restart does not forget since when the line is down. */
export function restored(row: { readonly kind: string; readonly code: string | null; readonly at: Instant } | undefined): LineState {
  if (row === undefined) return { kind: 'not_checked' };
  const since = row.at;
  switch (row.kind) {
    case 'no_network':
    case 'axis_silent':
    case 'captive_portal':
    case 'credential_refused':
      return { kind: row.kind, since };
    case 'certificate':
      return { kind: 'certificate', since, code: row.code ?? 'axis.tls_failed' };
    default:
      return { kind: 'not_checked' };
  }
}

const GRAVITY: readonly LineState['kind'][] = [
  'credential_refused',
  'certificate',
  'captive_portal',
  'no_network',
  'axis_silent',
  'not_checked',
  'connected',
];
/** The gravest of several lines, for one line of words on the screen. */
export const gravest = (lines: readonly LineState[]): LineState =>
  [...lines].sort((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))[0] ?? { kind: 'not_checked' };
