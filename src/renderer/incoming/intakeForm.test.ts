import { describe, expect, it } from 'vitest';
import { EMPTY, intakeText, isTyped, NOTHING, readIntake, type Typed } from './intakeForm.ts';

const typed: Typed = { ...NOTHING, values: { ...EMPTY, sender: 'Hội Nông dân' }, date: '2026-11-20', priority: 2 };
const kept = { typed, scans: ['a'], beside: ['a', 'b'] };
const changed = (change: object): string => JSON.stringify({ ...kept, typed: { ...typed, ...change } });

describe('a paper arrival as it was kept', () => {
  it('comes back as it was', () => {
    expect(readIntake(intakeText(kept))).toEqual(kept);
  });
  it('of another version: a new field is empty, one that is gone is left out', () => {
    expect(readIntake(changed({ values: { sender: 'Hội', gone: 'x' }, gone: 1 }))?.typed).toEqual({
      ...typed,
      values: { ...EMPTY, sender: 'Hội' },
    });
  });
  it('that does not fit the form of today is none', () => {
    for (const text of [
      'x',
      'null',
      '{}',
      changed({ channel: 'axis' }),
      changed({ channel: 'pigeon' }),
      changed({ priority: 9 }),
      changed({ date: 'today' }),
      changed({ values: { sender: 1 } }),
      changed({ values: { sender: 'a'.repeat(201) } }),
      changed({ values: null }),
      changed({ values: {} }),
      JSON.stringify({ ...kept, beside: [1] }),
      JSON.stringify({ typed }),
    ])
      expect([text, readIntake(text)]).toEqual([text, undefined]);
  });
  it('a chosen channel or a day alone is nothing to lose', () => {
    expect([isTyped({ ...NOTHING, channel: 'post', date: '2026-11-20' }), isTyped(typed)]).toEqual([false, true]);
  });
});
