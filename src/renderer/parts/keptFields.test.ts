import { describe, expect, it } from 'vitest';
import {
  day,
  flag,
  identity,
  isWorthKeeping,
  keptText,
  maybeIdentity,
  maybeOneOf,
  maybeText,
  maybeWhole,
  oneOf,
  readKept,
  rowsOf,
  type Shape,
  text,
  texts,
  whole,
  withKept,
} from './keptFields.ts';

interface Form {
  readonly said: string;
  readonly to: string | undefined;
  readonly names: string[];
  readonly on: string | undefined;
  readonly way: 'slip' | 'files';
  readonly reason: 'a' | 'b' | undefined;
  readonly copies: number;
  readonly hour: number | undefined;
  readonly named: boolean;
}
const SHAPE: Shape<Form> = {
  said: text(20),
  to: maybeText(20),
  names: texts(2, 10),
  on: day,
  way: oneOf('slip', 'files'),
  reason: maybeOneOf('a', 'b'),
  copies: whole(1, 9),
  hour: maybeWhole(0, 1439),
  named: flag,
};
const BEGUN: Form = {
  ...{ said: 'như cũ', to: undefined, names: [], on: '2026-11-20', way: 'slip' },
  ...{ reason: undefined, copies: 1, hour: 480, named: true },
};
const back = (now: Form, begun = BEGUN): Form => {
  const kept = readKept(SHAPE, keptText(SHAPE, begun, now) ?? '');
  return kept ? withKept(begun, begun, kept) : begun;
};

describe('the fields of a form as they are kept', () => {
  it('come back as they were typed, an emptied one empty', () => {
    const now: Form = {
      ...{ said: 'giao đ/c A', to: 'B', names: ['C'], on: undefined, way: 'files' },
      ...{ reason: 'b', copies: 3, hour: undefined, named: false },
    };
    expect(back(now)).toEqual(now);
  });
  it('are only those that a person changed: what changed beside them meanwhile shows', () => {
    const kept = readKept(SHAPE, keptText(SHAPE, BEGUN, { ...BEGUN, said: 'mới' }) ?? '');
    expect(kept).toEqual({ said: 'mới' });
    expect(withKept(BEGUN, BEGUN, kept ?? {})).toEqual({ ...BEGUN, said: 'mới' });
  });
  it('stay as they are typed where somebody was faster than the core', () => {
    expect(withKept(BEGUN, { ...BEGUN, said: 'nhanh tay' }, { said: 'cũ', copies: 5 })).toEqual({ ...BEGUN, said: 'nhanh tay', copies: 5 });
  });
  it('without a typed word are nothing to lose', () => {
    for (const change of [{}, { way: 'files' }, { on: undefined, hour: 1, copies: 2, named: false, reason: 'a' }] as const) {
      expect(isWorthKeeping(SHAPE, BEGUN, { ...BEGUN, ...change })).toBe(false);
      expect(keptText(SHAPE, BEGUN, { ...BEGUN, ...change })).toBeUndefined();
    }
  });
  it('that do not fit the form of today are left out, each for itself', () => {
    const wrong = {
      said: 'a'.repeat(21),
      to: 7,
      names: ['a', 'b', 'c'],
      on: '20/11',
      way: 'pigeon',
      reason: 'z',
      copies: 0,
      hour: 1440,
      named: 1,
    };
    expect(readKept(SHAPE, JSON.stringify({ typed: { ...wrong, gone: 'x' } }))).toBeUndefined();
    expect(readKept(SHAPE, JSON.stringify({ typed: { ...wrong, said: 'được' } }))).toEqual({ said: 'được' });
    for (const broken of ['', 'x', 'null', '{}', '{"typed":1}', '{"typed":null}', '{"typed":{"constructor":"x"}}'])
      expect([broken, readKept(SHAPE, broken)]).toEqual([broken, undefined]);
  });
  it('that are rows of words come back whole, each row of exactly its fields; a row chosen from a list is no word', () => {
    interface Chosen {
      readonly who: readonly { name: string; id?: string | undefined }[];
      readonly book: string;
      readonly of: string | undefined;
    }
    const shape: Shape<Chosen> = {
      who: rowsOf<{ name: string; id?: string | undefined }>(2, { name: text(5), id: maybeText(3) }),
      book: identity,
      of: maybeIdentity,
    };
    const kept = (who: unknown) => readKept(shape, JSON.stringify({ typed: { who } }))?.who;
    expect(kept([{ name: 'Sở A', id: 'A' }, { name: 'Sở B' }])).toEqual([{ name: 'Sở A', id: 'A' }, { name: 'Sở B' }]);
    for (const wrong of [
      {},
      'x',
      [1],
      [null],
      [{}],
      [{ name: 'dài quá' }],
      [{ name: 'A', more: 1 }],
      [{ name: 'A', id: 4 }],
      Array(3).fill({ name: 'A' }),
    ])
      expect([wrong, kept(wrong)]).toEqual([wrong, undefined]);
    const begun: Chosen = { who: [], book: '', of: undefined };
    expect(isWorthKeeping(shape, begun, { ...begun, book: 'b', of: 'x' })).toBe(false);
    expect(isWorthKeeping(shape, begun, { ...begun, who: [{ name: 'A' }] })).toBe(true);
    expect(readKept(shape, JSON.stringify({ typed: { book: 'x'.repeat(65), of: 7 } }))).toBeUndefined();
  });
  it('name the paper that they stand beside', () => {
    expect(JSON.parse(keptText(SHAPE, BEGUN, { ...BEGUN, said: 'x' }, 'giấy') ?? '')).toEqual({ typed: { said: 'x' }, beside: ['giấy'] });
  });
});
