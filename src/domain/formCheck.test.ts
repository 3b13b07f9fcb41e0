import { describe, expect, it } from 'vitest';
import { checkForm, type FormFacts } from './formCheck.ts';
import type { LayoutLine, PageLayout } from './layout.ts';
import type { LegalDate } from './time.ts';

const A4 = { width: 595.28, height: 841.89 };
/** A line whose left end and height are shares of the page, from its top left. */
const line = (text: string, x: number, y: number): LayoutLine => ({
  page: 1,
  text,
  x: x * A4.width,
  y: (1 - y) * A4.height,
  width: Math.min(0.35, text.length * 0.01) * A4.width,
  size: 13,
});
const facts: FormFacts = {
  profile: 'decree30',
  typeName: 'Công văn',
  plainKind: true,
  subject: '',
  organName: '',
  place: '',
  code: '',
  today: '2026-11-20' as LegalDate,
  competence: '',
  signerPosition: '',
  signer: 'Nguyễn Văn Mẫu',
  priority: 0,
  recipients: [],
};
const SOUND = {
  motto: line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.5, 0.05),
  number: line('Số:      /UBND-VP', 0.15, 0.12),
  date: line('Ví Dụ, ngày     tháng 11 năm 2026', 0.55, 0.12),
  recipients: line('Nơi nhận:', 0.12, 0.8),
  signer: line('Nguyễn Văn Mẫu', 0.6, 0.9),
};
const found = (
  over: Partial<Record<keyof typeof SOUND | 'more', LayoutLine>>,
  change: Partial<FormFacts> = {},
  pages: PageLayout['pages'] = [A4],
): string[] => checkForm({ pages, lines: Object.values({ ...SOUND, ...over }) }, { ...facts, ...change }).map(({ code }) => code);

describe('the form of a draft', () => {
  it('of a sound draft nothing is said', () => {
    expect(found({})).toEqual([]);
  });
  it.each<[string, () => string[]]>([
    ['form.not_a4', () => found({}, {}, [{ width: 612, height: 792 }])],
    ['form.left_margin', () => found({ more: line('Căn cứ văn bản mẫu dùng để tập huấn', 0.02, 0.5) })],
    ['form.motto_misplaced', () => found({ motto: line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.02, 0.05) })],
    ['form.number_misplaced', () => found({ number: line('Số:      /UBND-VP', 0.8, 0.12) })],
    ['form.date_misplaced', () => found({ date: line('Ví Dụ, ngày     tháng 11 năm 2026', 0.02, 0.12) })],
    ['form.recipients_misplaced', () => found({ recipients: line('Nơi nhận:', 0.8, 0.8) })],
    ['form.kind_not_named', () => found({ more: line('CÔNG VĂN', 0.45, 0.2) })],
    ['form.date_already', () => found({ date: line('Ví Dụ, ngày 12 tháng 11 năm 2026', 0.55, 0.12) })],
    ['form.signer_misplaced', () => found({ signer: line('Nguyễn Văn Mẫu', 0.1, 0.9) })],
  ])('%s', (code, said) => {
    expect(said()).toContain(code);
  });
});
