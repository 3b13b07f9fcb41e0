import { describe, expect, it } from 'vitest';
import { mayAct } from '../../domain/roles.ts';
import { refusal } from './roles.ts';

describe('what a session may ask', () => {
  it('nothing of the documents while nobody is signed in', () => {
    expect(refusal('incoming.list', undefined)).toEqual({ code: 'session.locked' });
    expect(refusal('signing.perform', undefined)).toEqual({ code: 'session.locked' });
    expect(refusal('app.state', undefined)).toBeUndefined();
  });
  it('gives numbers and issues only at the clerk’s desk', () => {
    expect(refusal('incoming.register', ['officer'])).toEqual({ code: 'session.not_allowed' });
    expect(refusal('outgoing.issue', ['leader', 'administrator'])).toEqual({ code: 'session.not_allowed' });
    expect(refusal('outgoing.number', ['clerk'])).toBeUndefined();
  });
  it('lets the leader instruct and sign', () => {
    expect(refusal('incoming.instruct', ['leader'])).toBeUndefined();
    expect(refusal('signing.begin', ['leader'])).toBeUndefined();
    // An officer may begin an initial; the act itself guards the others.
    expect(refusal('signing.begin', ['officer'])).toBeUndefined();
    expect([mayAct(['officer'], 'initial'), mayAct(['officer'], 'leader'), mayAct(['officer'], 'agency')]).toEqual([true, false, false]);
    // The agency's token is the clerk's.
    expect((['leader', 'agency', 'initial', 'copy'] as const).map((act) => mayAct(['leader'], act))).toEqual([true, false, true, false]);
    expect(mayAct(['clerk'], 'agency')).toBe(true);
    expect(refusal('signing.performAll', ['officer'])).toEqual({ code: 'session.not_allowed' });
    expect(refusal('signing.begin', ['administrator'])).toEqual({ code: 'session.not_allowed' });
  });
});
