import { describe, expect, it } from 'vitest';
import { refusal } from './roles.ts';
import { mayAct } from './signing.ts';

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
    expect(refusal('signing.performAll', ['officer'])).toEqual({ code: 'session.not_allowed' });
    expect(refusal('signing.begin', ['administrator'])).toEqual({ code: 'session.not_allowed' });
  });
});
