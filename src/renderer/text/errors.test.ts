import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { errorText, hasErrorText, loadErrorTexts, t } from './index.ts';
import { auditLogText } from './vi/auditLog.ts';
import { errors } from './vi/errors.ts';
import { screens } from './vi/index.ts';

const source = join(import.meta.dirname, '..', '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
);
/** Codes as they are written at `new Failure('…')`, `fail('…')` and `{ code: '…' }`, with where they stand. */
function codesOfSource(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of files) {
    if (file.includes(join('renderer', 'text'))) continue;
    const text = readFileSync(join(source, file), 'utf8');
    for (const [, code = ''] of text.matchAll(/(?:new Failure\(|\bfail\(|\bcode: )'([a-z]+\.[a-z_.]+)'/g)) codes.set(code, file);
  }
  return codes;
}

describe('error texts', () => {
  beforeAll(loadErrorTexts);
  test('every code that the product can say has its Vietnamese sentence', () => {
    const missing = [...codesOfSource()].filter(([code]) => !hasErrorText(code)).map(([code, file]) => `${code} (${file})`);
    expect(missing).toEqual([]);
  });
  test('an error says more than what happened: what is safe, what to do', () => {
    // Reasons in a verdict, findings in a form and in a check stand in a list of their own, under a sentence that says the rest.
    const listed = /^(verify|form|check|entry)\.|^signing\.form_/;
    const short = Object.entries(errors).filter(([code, text]) => !listed.test(code) && text.split(/[.;:] (?=\p{L})/u).length < 2);
    expect(short).toEqual([]);
  });
  test('a code without a text gets the general sentence with the code in it', () => {
    expect(errorText({ code: 'room.never_heard_of' })).toContain('room.never_heard_of');
  });
  test('a missing figure leaves no braces on the screen', () => {
    for (const code of Object.keys(errors)) expect(errorText({ code })).not.toMatch(/[{}]/);
  });
  test('no text shouts, blames or names a machine’s inner parts', () => {
    for (const text of [...Object.values(errors), ...Object.values(screens), ...Object.values(auditLogText)]) {
      expect(text).not.toMatch(/!|lỗi hệ thống|undefined|null\b/i);
      expect(text).toBe(text.normalize('NFC'));
    }
  });
  test('the decree’s spelling is kept', () => {
    for (const text of [...Object.values(errors), ...Object.values(screens), ...Object.values(auditLogText)]) {
      expect(text).not.toMatch(/(?:hoả|khoá|huỷ|uỷ|thuý)(?!\p{L})|TSLCD/iu);
    }
  });
  test('figures fill their places', () => {
    expect(t('incoming.act.register', { number: '1 287' })).toBe('Vào sổ văn bản đến (số đến tiếp theo: 1 287)');
  });
});
