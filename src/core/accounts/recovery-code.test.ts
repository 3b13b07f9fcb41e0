import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRecoverySecret, readRecoveryCode, recoveryCodeOf } from './recovery-code.ts';

const secrets = fc.uint8Array({ minLength: 20, maxLength: 20 });
const same = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

describe('the recovery code', () => {
  it('is nine groups of four and reads back, however it is typed', () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom('', ' ', '-', ' – ', '.'), fc.boolean(), (secret, separator, lower) => {
        const code = recoveryCodeOf(secret);
        expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
        const typed = code.replaceAll('-', separator).replaceAll('0', 'O').replaceAll('1', 'I');
        expect(same(readRecoveryCode(lower ? typed.toLowerCase() : typed), secret)).toBe(true);
      }),
    );
  });

  it('notices a wrong character, two exchanged ones and a missing group', () => {
    const secret = makeRecoverySecret();
    const code = recoveryCodeOf(secret);
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    for (let i = 0; i < code.length; i++) {
      if (code.charAt(i) === '-') continue;
      const other = alphabet.charAt((alphabet.indexOf(code.charAt(i)) + 7) % 32);
      expect(same(readRecoveryCode(code.slice(0, i) + other + code.slice(i + 1)), secret)).toBe(false);
    }
    expect(readRecoveryCode(code.slice(5))).toBeUndefined();
    expect(readRecoveryCode(`${code}U`)).toBeUndefined();
    expect(readRecoveryCode('')).toBeUndefined();
    const known = recoveryCodeOf(Uint8Array.from({ length: 20 }, (_, i) => i));
    expect(readRecoveryCode(known.slice(0, 2) + known.charAt(3) + known.charAt(2) + known.slice(4))).toSatisfy(
      (read) => read === undefined || known.charAt(2) === known.charAt(3),
    );
  });
});
