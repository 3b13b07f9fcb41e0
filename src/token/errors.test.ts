import { describe, expect, it } from 'vitest';
import { tokenError } from './errors.ts';

const answered = (code: number): Error => Object.assign(new Error('x'), { name: 'Pkcs11Error', code });

describe('what a driver answers becomes a sentence', () => {
  it.each([
    [0x50, 'token.cancelled'],
    [0x02, 'token.system_error'],
    [0xa1, 'token.pin_characters'],
    [0xb3, 'token.session_lost'],
    [0xe1, 'token.not_recognized'],
    [0x102, 'token.pin_not_initialized'],
    [0x77, 'token.internal'],
  ])('0x%s is %s', (code, wanted) => {
    expect(tokenError(answered(code), 'm').code).toBe(wanted);
  });
  it('what no driver said is an error of our own, with its code for whoever helps', () => {
    expect(tokenError(new Error('x'), 'm')).toEqual({ code: 'token.internal', params: { code: '-', module: 'm' } });
    expect(tokenError(answered(0x77), 'm').params).toEqual({ code: '0x77', module: 'm' });
  });
});
