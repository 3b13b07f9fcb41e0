import { describe, expect, test } from 'vitest';
import { expiryWarning } from './certificateExpiry.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);

describe('the end of a certificate', () => {
  test.each([
    [61, undefined],
    [60, { days: 60, step: 60 }],
    [30.5, { days: 30, step: 60 }],
    [30, { days: 30, step: 30 }],
    [7, { days: 7, step: 7 }],
    [0.2, { days: 0, step: 7 }],
    [-0.1, undefined],
  ])('with %d days left it is told by its mark', (days, warning) => {
    expect(expiryWarning(NOW + days * DAY, NOW)).toEqual(warning);
  });
});
