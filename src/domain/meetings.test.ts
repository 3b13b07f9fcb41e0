import { expect, it } from 'vitest';
import { clashesOf, hourText, readMeeting } from './meetings.ts';
import type { LegalDate } from './time.ts';

const ISSUED = '2026-11-20' as LegalDate;
const read = (subject: string, text = '', type = 'Giấy mời') => readMeeting(type, subject, '', text, ISSUED);

it.each([
  ['vào lúc 14 giờ 00, thứ Sáu, ngày 27/11/2026, tại Hội trường UBND xã', { date: '2026-11-27', from: 840, place: 'Hội trường UBND xã' }],
  [
    'Thời gian: 08h30 ngày 25 tháng 11 năm 2026. Địa điểm: Phòng họp số 2, tầng 3. Chủ trì: đồng chí Nguyễn Văn Mẫu',
    { date: '2026-11-25', from: 510, place: 'Phòng họp số 2, tầng 3', chair: 'Nguyễn Văn Mẫu' },
  ],
  ['từ 7 giờ 30 phút đến 11 giờ 00 ngày 26/11', { date: '2026-11-26', from: 450, to: 660 }],
  ['họp lúc 2 giờ chiều ngày 24/11/26', { date: '2026-11-24', from: 840 }],
  ['buổi chiều ngày 24/11/2026', { date: '2026-11-24', from: 840 }],
])('hour, day and place as an office writes them: %s', (words, wanted) => {
  expect(read(words)).toMatchObject(wanted);
});

it('what is not plainly said is left open: no hour of the night, no day before the letter, no place made up', () => {
  expect(read('Mời họp sơ kết')).toEqual({ title: 'Mời họp sơ kết' });
  expect(read('Căn cứ Kế hoạch ngày 05/01/2026, mời họp')).toEqual({ title: 'Căn cứ Kế hoạch ngày 05/01/2026, mời họp' });
  expect(read('Mời họp về việc tại địa phương')?.place).toBeUndefined();
});
it('a letter’s own day and those it rests on are not taken for the meeting’s', () => {
  const text =
    'Ví Dụ, ngày 20 tháng 11 năm 2026 GIẤY MỜI. Thực hiện Công văn ngày 15/11/2026. Thời gian: 14 giờ 00 ngày 30/11/2026. Địa điểm: Hội trường Sở Mẫu.';
  expect(read('Mời họp sơ kết', text)).toMatchObject({ date: '2026-11-30', from: 840, place: 'Hội trường Sở Mẫu' });
});
it('a day of January without a year, in a letter of December, is next year’s', () => {
  expect(readMeeting('Giấy mời', 'Họp lúc 8 giờ ngày 5/1', '', '', '2026-12-28' as LegalDate)?.date).toBe('2027-01-05');
});
it('a document that calls to nothing is no invitation, whatever days it names', () => {
  expect(read('Về việc báo cáo trước 16 giờ 00 ngày 25/11/2026', '', 'Công văn')).toBeUndefined();
  expect(read('V/v mời dự Hội nghị lúc 8 giờ ngày 25/11/2026', '', 'Công văn')).toMatchObject({ date: '2026-11-25', from: 480 });
});

it('meetings clash that overlap and share a person or the room, whatever the spelling; an end that is another’s begin does not', () => {
  const one = (id: string, from: number, to: number | undefined, chair: string, place: string) => ({
    id,
    title: id,
    date: '2026-11-27',
    from,
    to,
    place,
    chair,
    attendees: [],
  });
  const found = clashesOf([
    one('a', 480, 600, 'Nguyễn Văn Mẫu', 'Phòng 1'),
    one('b', 600, 660, 'Nguyễn Văn Mẫu', 'Phòng 1'),
    one('c', 540, 590, 'ông NGUYỄN VĂN MẪU', 'Phòng 2'),
    { ...one('d', 480, 600, 'Nguyễn Văn Mẫu', 'Phòng 1'), date: '2026-11-28' },
    one('e', 570, undefined, 'Khác', 'phòng 1'),
  ]);
  expect(found.get('a')?.map(({ id, names, place }) => [id, names, place])).toEqual([
    ['c', ['Nguyễn Văn Mẫu'], false],
    ['e', [], true],
  ]);
  expect(found.get('b')?.map((clash) => clash.id)).toEqual(['e']);
  expect(found.get('d')).toEqual([]);
});
it('an hour is written as the office writes it', () => expect(hourText(545)).toBe('09 giờ 05'));
