/** The line, the queue, what was set aside and the connections on an invented core. */

import type { ConnectionView } from '../../src/contract/page/connections.ts';
import type { ExchangeStatus } from '../../src/contract/page/exchange.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { DEFAULT_TIMEOUTS, type StepResult } from '../../src/domain/connection.ts';
import { QUEUE } from './fakeData.ts';

const CONNECTION: ConnectionView = {
  organId: 'H99.242',
  name: 'UBND xã Ví Dụ',
  endpoint: 'https://truc-lien-thong.tinh-mau.example.vn',
  systemId: 'tinh-mau.h99.242',
  hasSecret: true,
  transport: 'vxp',
  securityServer: 'shared',
  hashFileForm: 'unpadded',
  listByDates: false,
  timeouts: DEFAULT_TIMEOUTS,
  authorities: [{ name: 'CA máy chủ bảo mật tỉnh Mẫu', until: Date.UTC(2031, 4, 1) }],
};
const STEPS: readonly StepResult[] = [
  { step: 'name', outcome: 'ok', found: 'truc-lien-thong.tinh-mau.example.vn → 10.0.0.8' },
  { step: 'tcp', outcome: 'ok', found: '10.0.0.8:443' },
  { step: 'tls', outcome: 'ok', found: 'TLSv1.3' },
  {
    step: 'certificate',
    outcome: 'failed',
    error: { code: 'axis.certificate_untrusted', params: { reason: 'SELF_SIGNED_CERT_IN_CHAIN' } },
  },
  { step: 'axis', outcome: 'not_reached' },
  { step: 'credential', outcome: 'not_reached' },
  { step: 'clock', outcome: 'not_reached' },
];
type Calls = 'connections.list' | 'connections.save' | 'connections.test' | 'exchange.queue' | 'exchange.pause' | 'exchange.limitBandwidth';

/** @param changed called when the queue is to be read again */
export function fakeExchange(status: () => ExchangeStatus, changed: () => void): Pick<Handlers<PageCalls, undefined>, Calls> {
  let paused = false;
  let bytesPerSecond = 0;
  return {
    'connections.list': () => ({ connections: [CONNECTION] }),
    'connections.save': () => ({}),
    'connections.test': () => ({ steps: [...STEPS] }),
    'exchange.queue': () => {
      const connected = status().line.kind === 'connected';
      const rows =
        connected && !paused ? [] : QUEUE.map((row) => (connected || row.state !== 'sending' ? row : { ...row, state: 'queued' as const }));
      return { rows, total: rows.length, bytes: rows.reduce((sum, row) => sum + row.size, 0), paused, bytesPerSecond };
    },
    'exchange.pause': ({ id, paused: next }) => {
      if (id === undefined) paused = next;
      changed();
      return {};
    },
    'exchange.limitBandwidth': ({ bytesPerSecond: next }) => {
      bytesPerSecond = next;
      return {};
    },
  };
}
