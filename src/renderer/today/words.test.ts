import { expect, it } from 'vitest';
import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import { mineOf, reminderText } from './words.ts';

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
  expect(mineOf([petition], ['officer'])).toEqual([petition]);
});
