/** Exchange by hand with invented neighbours, for the page on an invented core. */
import type { folderCalls } from '../../src/contract/page/folder.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { uuid } from './fakeData.ts';

const HOUR = 3_600_000;
export function fakeFolder(): Handlers<typeof folderCalls, undefined> {
  return {
    'folder.takeFile': () => ({}),
    'folder.state': () => ({
      fingerprint: '40718 22963 80154 06417 99302 51876',
      organs: [{ organId: 'H99.242', name: 'UBND xã Ví Dụ' }],
      peers: [
        {
          id: uuid(801),
          name: 'UBND xã Thử Nghiệm',
          organs: [{ organId: 'H99.243', name: 'UBND xã Thử Nghiệm' }],
          state: 'confirmed',
          fingerprint: '11820 45093 77216 30558 90124 66407',
          confirmed: { at: Date.now() - 72 * HOUR, by: 'Lê Thị Ví Dụ', heardFrom: 'đ/c Mẫu, văn thư' },
          waiting: { documents: 2, statuses: 5 },
          unconfirmedBundles: 1,
          lastSent: Date.now() - 5 * HOUR,
        },
        {
          id: uuid(802),
          name: 'Sở Mẫu',
          organs: [{ organId: 'H99.01', name: 'Sở Mẫu' }],
          state: 'new',
          waiting: { documents: 0, statuses: 0 },
          unconfirmedBundles: 0,
        },
      ],
      bundles: [
        {
          id: uuid(811),
          peer: 'UBND xã Thử Nghiệm',
          direction: 'out',
          number: 4,
          state: 'written',
          at: Date.now() - 5 * HOUR,
          by: 'Lê Thị Ví Dụ',
          documents: 1,
          statuses: 3,
        },
      ],
    }),
    'folder.saveKeyFile': () => ({ saved: true }),
    'folder.addPeer': () => ({ id: uuid(802) }),
    'folder.confirmPeer': () => ({}),
    'folder.removePeer': () => ({}),
    'folder.export': () => ({ saved: true, number: 5, fileName: 'H99.242_gui_H99.243_000005.goi', documents: 1, statuses: 2, receipts: 1 }),
    'folder.import': () => ({
      chosen: true,
      bundles: [
        {
          fileName: 'H99.243_gui_H99.242_000002.goi',
          outcome: 'taken',
          peer: 'UBND xã Thử Nghiệm',
          number: 2,
          documents: 1,
          statuses: 0,
          receipts: 1,
        },
      ],
    }),
    'folder.plain': () => ({ saved: true, folderName: '12-UBND-VP ngay 2026-11-20' }),
    'folder.slipBack': () => ({}),
    'folder.ofDocument': () => ({ peers: [{ id: uuid(801), name: 'UBND xã Thử Nghiệm' }], carried: [], slips: [] }),
  };
}
