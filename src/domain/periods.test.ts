import { expect, it } from 'vitest';
import { periodAfter, periodAround, periodBefore } from './periods.ts';

it('weeks begin on Monday, quarters and years where the calendar says, across its ends', () => {
  expect(periodAround('week', '2027-01-01')).toEqual({ from: '2026-12-28', to: '2027-01-03' });
  expect(periodAround('month', '2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  expect(periodAround('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  expect(periodBefore('quarter', periodAround('quarter', '2026-02-01'))).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  expect(periodBefore('month', periodAround('month', '2026-03-31'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(periodAfter('year', periodAround('year', '2026-05-05'))).toEqual({ from: '2027-01-01', to: '2027-12-31' });
});
it('before a free period lie as many days', () => {
  const span = { from: '2026-11-03', to: '2026-11-05' } as Parameters<typeof periodBefore>[1];
  expect(periodBefore('free', span)).toEqual({ from: '2026-10-31', to: '2026-11-02' });
});
