/** A report of an invented machine, for the page on an invented core. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { uuid } from './fakeData.ts';

type Support = Extract<keyof PageCalls, `${'support' | 'checklist'}.${string}`>;
export function fakeSupport(): Pick<Handlers<PageCalls, undefined>, Support> {
  return {
    'support.report': () => ({
      at: Date.now(),
      sections: [
        {
          key: 'program',
          lines: [
            { label: 'Phiên bản', value: '0.1.0' },
            { label: 'Chế độ', value: 'tập huấn' },
            { label: 'Hệ điều hành', value: 'win32 10.0.19045 x64' },
          ],
        },
        { key: 'store', lines: [{ label: 'Bước dữ liệu (migration)', value: '17' }] },
        { key: 'errors', lines: [{ label: 'registers.number_taken (incoming.register)', value: '2 lần, lần cuối 22/11/2026 09:14' }] },
      ],
    }),
    'support.save': () => ({ saved: true }),
    'checklist.list': () => ({
      items: [
        { key: 'keys', done: true },
        { key: 'connection', done: true },
        { key: 'organ', done: false },
        { key: 'books', done: false },
        { key: 'people', done: true },
        { key: 'powers', done: false },
        { key: 'scan', done: false },
        { key: 'backup', done: true },
      ],
      books: [{ id: uuid(1), name: 'Sổ đăng ký văn bản đến', organ: 'Ủy ban nhân dân xã Ví Dụ', first: 1 }],
    }),
    'checklist.firstNumber': () => ({}),
  };
}
