/** Search over the invented documents: a plain filter, so that the screen can be looked at. */
import type { historyCalls } from '../../src/contract/page/history.ts';
import type { IncomingDetail } from '../../src/contract/page/incoming.ts';
import type { FoundRow, SavedSearch, searchCalls } from '../../src/contract/page/search.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { excerpt, marksIn } from '../../src/domain/highlight.ts';
import { parseSearch, wordsToMark } from '../../src/domain/searchQuery.ts';
import { foldedText } from '../../src/domain/searchText.ts';
import { uuid } from './fakeData.ts';

export function fakeSearch(documents: () => readonly IncomingDetail[]): Handlers<typeof searchCalls & typeof historyCalls, undefined> {
  let saved: SavedSearch[] = [
    { id: uuid(900), name: 'Việc của đồng chí Mẫu còn mở', query: { text: '', filters: { handler: 'Nguyễn Văn Mẫu', overdue: true } } },
  ];
  const row = (doc: IncomingDetail, text: string): FoundRow => {
    const asked = parseSearch(text);
    const wanted = asked ? wordsToMark(asked) : { words: [] };
    const subject = marksIn(doc.subject, wanted);
    const body = excerpt(`Căn cứ Quyết định số 12/QĐ-UBND, đề nghị ${text} theo kế hoạch chung của tỉnh và báo cáo kết quả.`, wanted);
    return {
      direction: 'incoming',
      id: doc.id,
      state: doc.state,
      priority: doc.priority,
      code: doc.code,
      typeName: doc.typeName,
      subject: doc.subject,
      party: doc.sender,
      overdue: doc.dueDate !== undefined && doc.acts.includes('finish'),
      marks: [...(subject ? [{ field: 'subject', parts: subject }] : []), ...(body ? [{ field: 'body', parts: body }] : [])],
      ...(doc.date === undefined ? {} : { date: doc.date }),
      ...(doc.arrivalNumber === undefined ? {} : { arrivalNumber: doc.arrivalNumber }),
      ...(doc.arrivalDate === undefined ? {} : { arrivalDate: doc.arrivalDate }),
      ...(doc.dueDate === undefined ? {} : { dueDate: doc.dueDate }),
    };
  };
  return {
    'search.export': () => ({ jobId: 'job' }),
    'search.find': ({ text, filters, offset, limit }) => {
      const words = foldedText(text).split(/\s+/).filter(Boolean);
      const hits = documents().filter(
        (d) =>
          words.every((word) => foldedText(`${d.code} ${d.subject} ${d.sender}`).includes(word)) &&
          (!filters.states || filters.states.includes(d.state)),
      );
      return { rows: hits.slice(offset, offset + limit).map((d) => row(d, text)), total: hits.length, more: false, upTo: 1 };
    },
    'search.choices': () => ({
      books: [
        { id: uuid(901), name: 'Sổ đăng ký văn bản đến', direction: 'incoming' },
        { id: uuid(902), name: 'Sổ đăng ký văn bản đi', direction: 'outgoing' },
      ],
      handlers: ['Nguyễn Văn Mẫu', 'Trần Thị Ví Dụ'],
      organs: [{ organId: 'H99.2', name: 'Ủy ban nhân dân xã Ví Dụ' }],
    }),
    'search.saved': () => ({ searches: saved }),
    'search.save': ({ name, query }) => {
      saved = [{ id: uuid(910 + saved.length), name, query }, ...saved.filter((one) => one.name !== name)];
      return { id: saved[0]?.id ?? '' };
    },
    'search.forget': ({ id }) => {
      saved = saved.filter((one) => one.id !== id);
      return {};
    },
    'search.chain': ({ id }) => {
      const [doc, other] = documents().filter((d) => d.id !== id);
      if (!doc || !other) return { rows: [] };
      const tie = (d: IncomingDetail) => ({
        direction: 'incoming' as const,
        id: d.id,
        state: d.state,
        code: d.code,
        typeName: d.typeName,
        subject: d.subject,
        party: d.sender,
        ...(d.date === undefined ? {} : { date: d.date }),
      });
      return {
        rows: [
          { ...tie(doc), relation: 'answers' },
          { ...tie(other), relation: 'mentions', likely: true },
        ],
      };
    },
    'search.texts': () => ({ waiting: 3, done: 120, none: 4, failed: 0 }),
    'history.changes': () => ({
      rows: [
        {
          seq: 1,
          at: Date.now(),
          by: 'Trần Thị Văn Thư',
          act: 'incoming.correct',
          fields: [
            { field: 'subject', before: 'Về việc rà xoát', after: 'Về việc rà soát' },
            { field: 'due_date', after: '2026-12-01' },
          ],
        },
      ],
    }),
    'incoming.correct': () => ({ changed: ['subject'] }),
  };
}
