import { describe, expect, it } from 'vitest';
import { TransportError } from './failure.ts';
import { afterFailure, gravest } from './line.ts';

const noNetwork = new TransportError('no_network', 'axis.unreachable');
const silent = new TransportError('axis_error', 'axis.fault');
describe('what the status line says', () => {
  it('keeps the time since when a trouble lasts, and begins anew when it becomes another', () => {
    const first = afterFailure({ kind: 'connected' }, noNetwork, 1000, 2000);
    expect(first).toEqual({ kind: 'no_network', since: 1000 });
    expect(afterFailure(first, noNetwork, 5000, 6000)).toEqual(first);
    const second = afterFailure(first, silent, 7000, 8000);
    expect(second).toEqual({ kind: 'axis_silent', since: 7000, nextTry: 8000 });
    expect(afterFailure(second, new TransportError('unknown_outcome', 'axis.timed_out'), 9000, 9500)).toEqual({
      kind: 'axis_silent',
      since: 7000,
      nextTry: 9500,
    });
    expect(afterFailure(second, new TransportError('credential_refused', 'axis.credential_refused'), 9000, 9500).kind).toBe(
      'credential_refused',
    );
  });
  it('is the gravest of several lines', () => {
    expect(gravest([{ kind: 'connected' }, { kind: 'no_network', since: 1 }, { kind: 'axis_silent', since: 2 }]).kind).toBe('no_network');
    expect(gravest([]).kind).toBe('not_checked');
  });
});
