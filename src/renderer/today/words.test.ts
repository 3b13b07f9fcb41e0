import { expect, it } from 'vitest';
import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import { lookedAt, mineOf, reminderText } from './words.ts';

const row = (kind: DeadlineRow['kind'], who: string): DeadlineRow => ({
  kind,
  side: 'incoming',
  id: who,
  organId: 'H99.242',
  code: '12/SNV-VP',
  subject: 'Về việc rà soát',
  who,
  priority: 0,
  start: 0,
  soon: 0,
  target: 0,
  latest: Date.UTC(2026, 10, 20, 10),
  state: 'late',
  lateMinutes: 60,
  tell: [],
});

it('each role sees the clocks that are its own', () => {
  const rows = [row('register', 'a'), row('handle', 'b'), row('issue', 'c')];
  expect(mineOf(rows, ['officer']).map((one) => one.kind)).toEqual(['handle']);
  expect(mineOf(rows, ['clerk']).length).toBe(3);
  expect(mineOf(rows, ['administrator'])).toEqual([]);
});
it('who only handles sees first what was given to them by name; the desk and the leader see all', () => {
  const rows = [row('handle', 'đ/c Lê Văn Thử'), row('handle', 'Phòng Kinh tế'), row('reply', 'a')];
  const seen = (roles: Parameters<typeof mineOf>[1], chosen?: Parameters<typeof lookedAt>[2]) => {
    const { part, rows: shown } = lookedAt(rows, { name: 'Lê Văn Thử', roles }, chosen);
    return [part, shown.map(({ who }) => who)];
  };
  expect(seen(['officer'])).toEqual(['mine', ['đ/c Lê Văn Thử']]);
  expect(seen(['officer'], 'all')).toEqual(['all', rows.map(({ who }) => who)]);
  expect(seen(['officer', 'clerk'])[0]).toBe('all');
  expect(seen(['clerk'], 'mine')[0]).toBe('mine');
  // Nothing is theirs by name, or a part has become empty: everything is shown, never nothing.
  expect(lookedAt(rows, { name: 'Ai khác', roles: ['officer'] }, undefined).part).toBe('all');
  expect(seen(['clerk'], 'register')[0]).toBe('all');
});
it('a reminder names each person once, with everything that is theirs', () => {
  const text = reminderText([row('handle', 'Phòng Kinh tế'), row('handle', 'Phòng Văn hóa'), row('handle', 'Phòng Kinh tế')]);
  expect(text.match(/Phòng Kinh tế/g)).toHaveLength(1);
  expect(text.match(/12\/SNV-VP – Về việc rà soát/g)).toHaveLength(3);
  expect(text).toContain('20/11/2026, 17 giờ 00');
});

it('copies nothing of a petition into a message, and shows its clock to whoever is told of it', () => {
  const petition: DeadlineRow = {
    ...row('petitionAccept', ''),
    side: 'petition',
    petition: { kind: 'complaint', receivedOn: '2026-11-12' },
  };
  expect(reminderText([petition])).toBe('');
  // Nor what is to be done at this desk.
  expect(reminderText([row('register', 'Sở Nội vụ'), row('answer', 'Sở Nội vụ'), row('issue', 'Lê Thị Mẫu')])).toBe('');
  expect(mineOf([petition], ['officer'])).toEqual([petition]);
});
