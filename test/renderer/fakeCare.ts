/** Handing over, restoring, files outside, destruction on an invented core. */
import type { HandoverMinutes, HandoverRow } from '../../src/contract/page/handover.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { uuid } from './fakeData.ts';

const MINUTES: HandoverMinutes = {
  at: Date.now(),
  organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }],
  books: [
    {
      name: 'Sổ đăng ký văn bản đến',
      organ: 'UBND xã Ví Dụ',
      period: '2026',
      series: '',
      last: 1286,
      used: 1280,
      cancelled: 6,
      closed: false,
    },
    {
      name: 'Sổ đăng ký văn bản đi',
      organ: 'UBND xã Ví Dụ',
      period: '2026',
      series: '',
      last: 214,
      used: 214,
      cancelled: 0,
      closed: false,
    },
  ],
  documents: { incoming: 1300, outgoing: 230, files: 3100, bytes: 734_003_200 },
  openIncoming: 7,
  openOutgoing: 2,
  overdue: 1,
  open: [],
  waiting: { documents: 1, statuses: 2, refused: 0 },
  quarantined: 1,
  tokens: [],
  people: [{ name: 'Lê Thị Ví Dụ', position: 'Văn thư', roles: ['clerk', 'administrator'] }],
  auditHead: { seq: 12_733, hash: '3f9a07c1d2e4b58660a1f7c3924e8d5b77c0a91e6d3f42b8150c9e7a64d2b3f8' },
};

type Rooms = 'handover' | 'organs';
export function fakeCare(): Pick<Handlers<PageCalls, undefined>, Extract<keyof PageCalls, `${Rooms}.${string}`>> {
  const rows: HandoverRow[] = [];
  return {
    'handover.state': () => ({
      right: 'held',
      rows,
      places: [{ id: 'a', path: '/media/usb-sao-luu/Trạm Văn thư' }],
      people: [{ id: uuid(1), name: 'Lê Thị Ví Dụ', roles: ['clerk', 'administrator'], ended: false }],
    }),
    'handover.minutes': () => MINUTES,
    'handover.begin': () => ({ id: uuid(1) }),
    'handover.abandon': () => ({}),
    'handover.resume': () => ({}),
    'handover.print': () => ({ fileId: uuid(1), size: 1, name: 'Bien ban ban giao.pdf' }),
    'organs.list': () => ({ organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }] }),
    'organs.succeed': () => ({}),
  };
}
