import { beforeAll, expect, test } from 'vitest';
import type { PageCalls } from '../../contract/page/index.ts';
import { mayCall } from '../../contract/page/roles.ts';
import type { Role } from '../../domain/roles.ts';
import { hasErrorText, loadErrorTexts } from '../text/index.ts';
import { actOf, decide } from './drop.ts';

beforeAll(loadErrorTexts);
const may =
  (...roles: readonly Role[]) =>
  (...calls: readonly (keyof PageCalls)[]): boolean =>
    calls.every((call) => mayCall(call, roles));
const clerk = may('clerk');
const file = (name: string) => ({ name, type: '' });
const id = 'a';

test('the screen says what a file is taken for, by what the person may do', () => {
  expect(actOf({ at: 'incoming' }, clerk)).toBe('paper');
  expect(actOf({ at: 'incoming', id }, clerk)).toBe('beside');
  expect(actOf({ at: 'outgoing' }, clerk)).toBe('draft');
  expect(actOf({ at: 'outgoing', id }, clerk)).toBe('attach');
  expect(actOf({ at: 'draft' }, clerk)).toBe('form');
  expect(actOf({ at: 'signing' }, clerk)).toBe('check');
  // An officer drafts and takes in nothing; a leader checks.
  expect([actOf({ at: 'incoming' }, may('officer')), actOf({ at: 'outgoing' }, may('officer'))]).toEqual(['check', 'draft']);
  expect([actOf({ at: 'incoming', id }, may('leader')), actOf({ at: 'outgoing' }, may('leader'))]).toEqual(['check', 'check']);
});
test('a package is opened wherever it is let go, alone; others are refused in words', () => {
  expect(decide('draft', [file('goi.edxml')], clerk)).toEqual({ act: 'package', files: [0] });
  expect(decide('paper', [file('goi.edxml'), file('a.pdf')], clerk)).toEqual({ refused: 'drop.one_package' });
  expect(decide('check', [file('goi.edxml')], may('leader'))).toEqual({ refused: 'drop.not_allowed' });
  expect(decide('paper', [file('Công văn.PDF')], clerk)).toEqual({ act: 'paper', files: [0] });
  expect(decide('paper', [file('a.docx')], clerk)).toEqual({ refused: 'drop.not_scan' });
  expect(decide('check', [file('a.docx')], clerk)).toEqual({ refused: 'drop.not_pdf' });
  expect(decide('draft', [file('a.docx')], clerk)).toEqual({ act: 'draft', files: [0] });
  expect(decide('draft', [file('a.exe')], clerk)).toEqual({ refused: 'drop.not_pdf_or_office' });
  expect(decide('paper', [file('a.pdf'), file('b.jpg')], clerk)).toEqual({ act: 'paper', files: [0, 1] });
  expect(decide('draft', [file('a.pdf'), file('b.pdf')], clerk)).toEqual({ refused: 'drop.one_at_a_time' });
  expect(decide('beside', [file('a.pdf'), file('b.jpg')], clerk)).toEqual({ act: 'beside', files: [0, 1] });
  expect(decide('form', [file('a.pdf')], clerk)).toEqual({ refused: 'drop.on_form' });
  expect(decide('check', [], clerk)).toEqual({ refused: 'drop.no_file' });
  for (const code of ['no_file', 'one_package', 'not_allowed', 'on_form', 'one_at_a_time', 'not_pdf', 'not_scan', 'not_pdf_or_office'])
    expect(hasErrorText(`drop.${code}`)).toBe(true);
});
