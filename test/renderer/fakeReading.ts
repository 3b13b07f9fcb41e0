/** What the machine read on the first paper of the tray, for pictures of the screen. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Proposed, readingCalls } from '../../src/contract/page/reading.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { uuid } from './fakeData.ts';

const PAGE = '00000000-0000-4000-8000-000009000010';
const row = (
  field: Proposed['fields'][number]['field'],
  value: string,
  place: readonly [number, number, number, number],
  doubtful = false,
) => ({
  field,
  value,
  doubtful,
  page: 1,
  pageId: PAGE,
  place: { x: place[0], y: place[1], w: place[2], h: place[3] },
});
const READ: Proposed = {
  state: 'reading',
  read: 3,
  pages: 4,
  fields: [
    row('sender', 'Ủy ban nhân dân xã Ví Dụ', [0.1, 0.063, 0.3, 0.02]),
    row('number', '125', [0.13, 0.1, 0.19, 0.019]),
    row('notation', 'BC-UBND', [0.13, 0.1, 0.19, 0.019]),
    row('date', '2026-11-20', [0.53, 0.1, 0.36, 0.019]),
    row('typeName', 'Báo cáo', [0.43, 0.149, 0.13, 0.019]),
    row('subject', 'Kết quả thực hiện công tác cải cách hành chính trên địa bàn xã năm 2026', [0.22, 0.172, 0.56, 0.043], true),
    row('signer', 'Nguyễn Văn Mẫu', [0.62, 0.864, 0.22, 0.019]),
  ],
};
const NONE: Proposed = { state: 'empty', read: 1, pages: 1, fields: [] };

export function fakeReading(): Pick<Handlers<PageCalls, undefined>, keyof typeof readingCalls> {
  return {
    'reading.ofScan': ({ groupId }) => (groupId.endsWith('9000001') ? READ : NONE),
    'reading.ofDocument': () => ({ ...NONE, state: 'absent' }),
    'reading.twins': ({ number, sender }) => ({
      rows:
        number === '125' && sender.includes('Ví Dụ')
          ? [
              {
                id: uuid(1),
                same: 'code',
                alike: 'nearly',
                state: 'registered',
                channel: 'axis',
                sender: 'UBND xã Ví Dụ',
                code: '125/BC-UBND',
                subject: 'Báo cáo kết quả',
                arrivedAt: 0,
                arrivalNumber: 1203,
              },
            ]
          : [],
    }),
  };
}
