/** Hand-overs, meetings, reminders, notes and drafts as typed, for the page on an invented core. */
import type { MeetingRow, NoteRow, ReminderRow } from '../../src/contract/page/deskWork.ts';
import type { PageCalls } from '../../src/contract/page/index.ts';
import type { TransferRow } from '../../src/contract/page/transfers.ts';
import type { Handlers } from '../../src/contract/wire.ts';
import { clashesOf } from '../../src/domain/meetings.ts';
import { legalDateOf } from '../../src/domain/time.ts';
import { uuid } from './fakeData.ts';

const DAY = 86_400_000;
const today = legalDateOf(Date.now());
const dayOn = (n: number): string => legalDateOf(Date.now() + n * DAY);
type Stored = Omit<MeetingRow, 'clashes'>;
const meeting = (n: number, more: Partial<Stored>): Stored => ({
  id: uuid(700 + n),
  title: 'Họp sơ kết công tác cải cách hành chính, chuyển đổi số và công tác văn thư, lưu trữ 11 tháng đầu năm 2026',
  date: today,
  from: 14 * 60,
  place: 'Hội trường Ủy ban nhân dân xã Ví Dụ',
  chair: 'Nguyễn Văn Mẫu',
  attendees: ['Lê Thị Thử', 'Phòng Kinh tế'],
  note: '',
  code: `${40 + n}/GM-UBND`,
  by: 'Trần Thị Văn Thư',
  cancelled: false,
  near: n < 2,
  incomingId: uuid(40 + n),
  ...more,
});

type Calls = Pick<
  Handlers<PageCalls, undefined>,
  Extract<keyof PageCalls, `${'transfers' | 'meetings' | 'reminders' | 'notes' | 'undo' | 'drafts'}.${string}`>
>;
export type DeskOfIncoming = Pick<Handlers<PageCalls, undefined>, 'incoming.processingSlip' | 'incoming.stampedCopy'>;
export type DeskOfOutgoing = Pick<Handlers<PageCalls, undefined>, 'outgoing.discard' | 'outgoing.restore' | 'outgoing.formCheck'>;

const print = { fileId: uuid(900), size: 0, name: 'Phieu.pdf' };
export const deskOfIncoming: DeskOfIncoming = {
  'incoming.processingSlip': () => ({ ...print, name: 'Phiếu giải quyết 125-SNV-VP.pdf' }),
  'incoming.stampedCopy': () => ({ ...print, name: '125-SNV-VP (bản in có dấu đến 1287).pdf' }),
};
export const deskOfOutgoing: DeskOfOutgoing = {
  'outgoing.discard': () => ({}),
  'outgoing.restore': () => ({}),
  'outgoing.formCheck': () => ({
    read: true,
    hints: [
      { code: 'form.year_differs', params: { written: '2025', year: '2026' }, place: { page: 1, x: 330, y: 730, width: 190, height: 16 } },
      {
        code: 'form.place_not_recipient',
        params: { place: 'Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp tỉnh Mẫu' },
        place: { page: 1, x: 90, y: 200, width: 150, height: 12 },
      },
      { code: 'form.signer_differs', params: { signer: 'Nguyễn Văn Mẫu' } },
    ],
  }),
};

export function fakeDesk(changed: (topic: 'incoming' | 'outgoing' | 'deadlines') => void): Calls {
  let meetings: Stored[] = [
    meeting(1, {}),
    meeting(2, { from: 14 * 60 + 30, title: 'Tiếp công dân định kỳ', place: 'Phòng Tiếp công dân', attendees: [] }),
    meeting(3, { date: dayOn(2), from: 8 * 60, to: 11 * 60, chair: '', title: 'Hội nghị trực tuyến triển khai Luật Lưu trữ' }),
  ];
  let transfers: TransferRow[] = [1, 2, 3].map((n) => ({
    id: uuid(800 + n),
    code: `${n}/2026`,
    way: (['slip', 'files', 'text'] as const)[n - 1] ?? 'slip',
    to: ['Phòng Văn hóa – Xã hội', 'Lê Thị Thử', 'Trưởng thôn Ví Dụ'][n - 1] ?? '',
    note: '',
    place: n === 2 ? 'D:\\Chuyen giao\\Chuyen giao 22-11-2026 Le Thi Thu' : '',
    at: Date.now() - n * 3_600_000,
    by: 'Trần Thị Văn Thư',
    documents: Array.from({ length: n === 1 ? 4 : 1 }, (_, i) => ({
      id: uuid(i),
      name: `Công văn ${120 + i}/SNV-VP ngày 20/11/2026`,
      subject: 'Về việc rà soát, báo cáo tình hình thực hiện công tác văn thư, lưu trữ quý IV năm 2026',
    })),
    ...(n === 3 ? { signed: { date: today, name: 'Đỗ Văn Ví', at: Date.now(), by: 'Trần Thị Văn Thư' } } : {}),
  }));
  let notes: NoteRow[] = [];
  let reminders: ReminderRow[] = [];
  const kept = new Map<string, { form: string; draft: string; at: number }>();
  const shown = (rows: readonly Stored[]): MeetingRow[] => {
    const clashes = clashesOf(rows);
    return rows.map((row) => ({ ...row, clashes: clashes.get(row.id) ?? [] }));
  };
  return {
    'transfers.propose': ({ incomingIds }) => ({ people: [{ to: 'Lê Thị Thử', incomingIds: [...incomingIds] }] }),
    'transfers.words': () => ({
      text: 'Công văn 125/SNV-VP ngày 20/11/2026 của Sở Nội vụ tỉnh Mẫu\nVề: rà soát công tác văn thư\nSố đến: 1287\nThời hạn: 30/11/2026',
    }),
    'transfers.make': ({ way, to }) => {
      const made: TransferRow = {
        id: crypto.randomUUID(),
        code: `${transfers.length + 1}/2026`,
        way,
        to,
        note: '',
        place: '',
        at: Date.now(),
        by: 'Trần Thị Văn Thư',
        documents: [],
      };
      transfers = [made, ...transfers];
      changed('incoming');
      if (way === 'slip') return { saved: true, id: made.id, code: made.code, print };
      return { saved: true, id: made.id, code: made.code, folderName: 'Chuyen giao', text: 'Công văn 125/SNV-VP' };
    },
    'transfers.ofDocument': () => ({ rows: transfers.slice(0, 2) }),
    'transfers.list': ({ open }) => ({
      rows: transfers.filter((row) => !open || row.signed === undefined),
      open: transfers.filter((row) => row.signed === undefined).length,
    }),
    'transfers.signed': ({ id, name, date }) => {
      transfers = transfers.map((row) =>
        row.id === id ? { ...row, signed: { date, name, at: Date.now(), by: 'Trần Thị Văn Thư' } } : row,
      );
      changed('incoming');
      return {};
    },
    'transfers.unsigned': ({ id }) => {
      transfers = transfers.map(({ signed, ...row }) => (row.id === id || signed === undefined ? row : { ...row, signed }));
      changed('incoming');
      return {};
    },
    'transfers.print': () => print,
    'meetings.propose': ({ id }) =>
      Number.parseInt(id.slice(-4), 16) % 6 === 2
        ? {
            proposal: {
              title: 'Mời họp sơ kết công tác cải cách hành chính',
              date: dayOn(1),
              from: 14 * 60,
              place: 'Hội trường UBND tỉnh Mẫu',
              near: true,
            },
          }
        : {},
    'meetings.save': ({ id, incomingId, outgoingId: _outgoing, to, ...facts }) => {
      const saved: Stored = {
        ...meeting(9, {}),
        ...facts,
        id: id ?? crypto.randomUUID(),
        near: false,
        ...(to === undefined ? {} : { to }),
        ...(incomingId === undefined ? {} : { incomingId }),
      };
      meetings = [...meetings.filter((row) => row.id !== saved.id), saved];
      changed('deadlines');
      return { id: saved.id };
    },
    'meetings.cancel': ({ id }) => {
      meetings = meetings.map((row) => (row.id === id ? { ...row, cancelled: true } : row));
      changed('deadlines');
      return {};
    },
    'meetings.restore': ({ id }) => {
      meetings = meetings.map((row) => (row.id === id ? { ...row, cancelled: false } : row));
      changed('deadlines');
      return {};
    },
    'meetings.ofDocument': ({ id }) => ({ rows: shown(meetings).filter((row) => row.incomingId === id) }),
    'meetings.list': ({ from, days }) => {
      const last = new Date(Date.parse(`${from}T00:00:00Z`) + (days - 1) * DAY).toISOString().slice(0, 10);
      return { rows: shown(meetings.filter((row) => !row.cancelled && row.date >= from && row.date <= last)) };
    },
    'meetings.print': () => ({ ...print, name: 'Lịch họp tuần.pdf' }),
    'reminders.make': ({ who, how, said, recipientId, side }) => {
      reminders = [
        ...reminders,
        {
          id: crypto.randomUUID(),
          who,
          how,
          said,
          at: Date.now(),
          by: 'Trần Thị Văn Thư',
          ...(recipientId === undefined ? {} : { recipientId }),
        },
      ];
      changed(side);
      return { id: crypto.randomUUID(), count: reminders.length, text: '' };
    },
    'reminders.words': ({ who }) => ({ text: `Kính gửi ${who}.\nĐề nghị kiểm tra, tiếp nhận và trả lời công văn số 215/UBND-VP.` }),
    'reminders.ofDocument': () => ({ rows: reminders }),
    'reminders.slow': () => ({
      recipients: [
        { who: 'Ủy ban nhân dân xã Thử Nghiệm', open: 6, late: 4, reminders: 3, lastAt: Date.now() - DAY },
        {
          who: 'Ban Quản lý dự án đầu tư xây dựng các công trình giao thông, nông nghiệp và phát triển nông thôn tỉnh Mẫu',
          open: 2,
          late: 0,
          reminders: 0,
        },
      ],
      handlers: [{ who: 'Phòng Kinh tế', open: 9, late: 2, reminders: 1, lastAt: Date.now() - 2 * DAY }],
    }),
    'notes.ofDocument': () => ({ rows: notes }),
    'notes.add': ({ text }) => {
      const id = crypto.randomUUID();
      notes = [...notes, { id, text, at: Date.now(), by: 'Trần Thị Văn Thư', mine: true }];
      changed('incoming');
      return { id };
    },
    'notes.remove': ({ id }) => {
      notes = notes.filter((note) => note.id !== id);
      changed('incoming');
      return {};
    },
    'notes.restore': () => ({}),
    'undo.state': () => ({ act: 'progress', historyId: uuid(1), at: Date.now() }),
    'undo.incoming': () => ({ act: 'progress' }),
    'drafts.keep': ({ form, draft }) => {
      const at = Date.now();
      kept.set(form, { form, draft, at });
      return { at };
    },
    'drafts.kept': ({ form }) => {
      const found = kept.get(form);
      return found ? { kept: found } : {};
    },
    'drafts.list': () => ({ rows: [] }),
    'drafts.drop': ({ form }) => {
      kept.delete(form);
      return {};
    },
  };
}
