import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AMENDMENT_KINDS, type AmendmentState, type AnswerCode, afterAnswer, mayAsk, onAnswer, onRequest } from './amendments.ts';
import type { IncomingState } from './documents.ts';

const STATES: readonly IncomingState[] = [
  'arrived',
  'registered',
  'assigned',
  'in_progress',
  'finished',
  'returned',
  'withdrawn',
  'recalled',
];
const kinds = fc.constantFrom(...AMENDMENT_KINDS);
const states = fc.constantFrom(...STATES);
const answers = fc.array(fc.constantFrom<AnswerCode>('15', '16'), { maxLength: 8 });

describe('a request about a document', () => {
  it('withdraws what is not registered, asks about what is, and only where it recalls', () => {
    expect(onRequest('take_back', 'arrived')).toBe('withdraw');
    expect(onRequest('revoke', 'arrived')).toBe('withdraw');
    expect(onRequest('revoke', 'finished')).toBe('ask');
    expect(onRequest('update', 'arrived')).toBe('ask');
    expect(onRequest('replace', undefined)).toBe('keep');
  });
  it('asked a second time of a document that is out of use already changes nothing', () => {
    fc.assert(
      fc.property(kinds, states, (kind, state) => {
        const once = afterAnswer(kind, state, true);
        expect(afterAnswer(kind, once, true)).toBe(once);
        if (kind === 'take_back' || kind === 'revoke') expect(onRequest(kind, once)).toBe('nothing_left');
      }),
    );
  });
  it('that is refused, or only updates, leaves the document in its state', () => {
    fc.assert(
      fc.property(kinds, states, (kind, state) => {
        expect(afterAnswer(kind, state, false)).toBe(state);
        expect(afterAnswer('update', state, true)).toBe(state);
      }),
    );
  });
});

describe('the answers at the sender', () => {
  it('in any order and number: one agreement stands for good, none means refused', () => {
    fc.assert(
      fc.property(answers, (codes) => {
        const end = codes.reduce<AmendmentState>(onAnswer, 'open');
        expect(end).toBe(codes.length === 0 ? 'open' : codes.includes('15') ? 'agreed' : 'refused');
        expect([...codes, ...codes].reduce<AmendmentState>(onAnswer, 'open')).toBe(end);
      }),
    );
  });
  it('allow asking again only after a refusal', () => {
    expect(mayAsk([])).toBe(true);
    expect(mayAsk(['refused'])).toBe(true);
    expect(mayAsk(['refused', 'open'])).toBe(false);
    expect(mayAsk(['agreed'])).toBe(false);
  });
});
