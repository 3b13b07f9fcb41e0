/** A report of an invented machine, for the page on an invented core. */
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { LessonView } from '../../src/contract/page/lessons.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { LESSON_IDS, LESSONS } from '../../src/domain/lessons.ts';
import { uuid } from './fakeData.ts';

type Support = Extract<keyof PageCalls, `${'support' | 'checklist' | 'lessons'}.${string}`>;
const LIST = LESSON_IDS.map((id) => ({ id, steps: LESSONS[id].length, begun: id === 'arrival' ? 1 : 0 }));
let lesson: LessonView = { lessons: LIST };
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
    'support.deadMachine': () => ({ fileId: uuid(1), size: 40_000, name: 'khi-may-hong.pdf' }),
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
    'lessons.look': () => lesson,
    'lessons.begin': ({ lesson: id }) => {
      // One lesson is whole, one cannot go on, the others are under way.
      const done = id === 'outage' ? LESSONS.outage.length : id === 'recall' ? 1 : 2;
      const steps = LESSONS[id].map((step, i) => ({ step, ...(i < done ? { doneAt: Date.now() } : {}) }));
      const stuck = id === 'recall' ? { stuck: true as const } : {};
      lesson = { lessons: LIST, running: { lesson: id, code: '8001/SM-VP', steps, documentId: uuid(1), ...stuck } };
      return lesson;
    },
    'lessons.leave': () => {
      lesson = { lessons: LIST };
      return lesson;
    },
    'lessons.print': () => ({ fileId: uuid(1), size: 40_000, name: 'phieu.pdf' }),
  };
}
