import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageText } from '../pageText.ts';
import type { LegalDate } from '../time.ts';
import { NOTHING_KNOWN, type ProposedField, proposeFields, secondLooks, withLook } from './index.ts';
import { decisionLines, letterLines, type SetLine, setPage } from './testing.ts';

const known = { ...NOTHING_KNOWN, today: '2026-11-22' as LegalDate };
const values = (page: PageText, more: Partial<typeof known> = {}): Partial<Record<ProposedField, string>> => {
  const { fields } = proposeFields([page], { ...known, ...more });
  return Object.fromEntries(Object.entries(fields).map(([field, proposal]) => [field, proposal.value]));
};
const LETTER = {
  sender: 'Ủy ban nhân dân xã Ví Dụ',
  number: '125',
  notation: 'UBND-VP',
  date: '2026-11-20',
  place: 'Ví Dụ',
  typeName: 'Công văn',
  subject: 'báo cáo kết quả cải cách hành chính',
  signer: 'Nguyễn Văn Mẫu',
};
const without = (lines: readonly SetLine[], text: string): SetLine[] => lines.filter((line) => line.text !== text);
const instead = (lines: readonly SetLine[], text: string, other: string): SetLine[] =>
  lines.map((line) => (line.text === text ? { ...line, text: other } : line));

describe('proposals from where words stand', () => {
  it('a letter gives every cell the decree has for it', () => {
    expect(values(setPage(letterLines()))).toEqual(LETTER);
  });

  it('a document with a name of its own gives kind, subject over several lines and the superior office', () => {
    expect(values(setPage(decisionLines()))).toEqual({
      sender: 'Sở Nội vụ',
      superior: 'Ủy ban nhân dân tỉnh Mẫu',
      number: '07',
      notation: 'QĐ-SNV',
      date: '2026-01-05',
      place: 'Mẫu',
      typeName: 'Quyết định',
      subject: 'Về việc thành lập Tổ công tác rà soát hồ sơ, tài liệu lưu trữ năm 2026',
      signer: 'Trần Thị Thử',
    });
  });

  it('is the same however the page lies in the scanner', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.06, max: 0.06, noNaN: true }), (skew) => {
        expect(values(setPage(letterLines(), skew))).toEqual(LETTER);
        expect(values(setPage(decisionLines(), skew)).subject).toMatch(/^Về việc .* 2026$/);
      }),
      { numRuns: 25 },
    );
  });

  it.each(['125/UBND-VP', 'Số 125/UBND-VP', '5ố: 125/UBND-VP', 'S6 : 125/UBND-VP', 'Só: 125 / UBND - VP', 'số:125/UBND-VP'])(
    'reads number and sign by place, whatever became of the label: %s',
    (code) => {
      const read = values(setPage(letterLines({ code })));
      expect([read.number, read.notation]).toEqual(['125', 'UBND-VP']);
    },
  );

  it('needs neither the state’s name nor the motto to know the columns', () => {
    const lines = without(without(letterLines(), 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'), 'Độc lập - Tự do - Hạnh phúc');
    expect(values(setPage(lines))).toMatchObject({ number: '125', date: '2026-11-20', sender: LETTER.sender, signer: LETTER.signer });
  });

  it('two columns read as one line are taken apart', () => {
    const page = setPage(letterLines());
    const lines = (page.lines ?? []).filter((_, i) => i !== 1 && i !== 3 && i !== 5);
    expect(values({ ...page, lines })).toEqual(LETTER);
  });

  it.each([
    ['Ví Dụ, ngây 20 thúng 11 nảm 2026', '2026-11-20'],
    ['Ví Dụ, ngày 2O tháng l1 năm 2026', undefined],
    ['Ví Dụ, ngày 31 tháng 02 năm 2026', undefined],
    ['Ví Dụ, ngày 20 tháng 11 năm 2027', undefined],
    ['Ví Dụ, ngày 20 tháng 11 năm 1926', undefined],
  ])('a date is one of the calendar and not to come, or none: %s', (date, wanted) => {
    const read = values(setPage(letterLines({ date })));
    // Letters for digits make it unsure: it may be proposed, but never as another day.
    expect([wanted, wanted ?? '2026-11-20', undefined]).toContain(read.date);
    if (wanted !== undefined) expect(read.date).toBe(wanted);
  });

  it('marks lost by the reader come back where the word is known: offices, kinds, people', () => {
    const lines = instead(instead(decisionLines(), 'SỞ NỘI VỤ', 'SO NÔI VU'), 'Số: 07/QĐ-SNV', 'Số: 07/QD-SNV');
    const read = values(setPage(instead(lines, 'Trần Thị Thử', 'Trân Thi Thử')), { signers: ['Trần Thị Thử', 'Lê Văn Ví'] } as never);
    expect(read).toMatchObject({ sender: 'Sở Nội vụ', notation: 'QĐ-SNV', signer: 'Trần Thị Thử' });
  });

  it('an office of the directory is named as the directory names it, and not where two could be meant', () => {
    const agencies = ['UBND xã Ví Dụ', 'UBND xã Ví Von'];
    expect(values(setPage(letterLines()), { agencies } as never).sender).toBe('UBND xã Ví Dụ');
    const lines = instead(letterLines(), 'XÃ VÍ DỤ', 'XÃ VÍ VO');
    expect(values(setPage(lines), { agencies: ['UBND xã Ví Vôi', 'UBND xã Ví Von'] } as never).sender).not.toMatch(/Vôi|Von/);
  });

  it.each([
    ['HỎA TỐC', 'HỎA TỐC'],
    ['HOÀ TỐC', 'HỎA TỐC'],
    ['THƯỢNG KHÁN', 'THƯỢNG KHẨN'],
    ['KHẨN', 'KHẨN'],
    ['LƯU HÀNH NỘI BỘ', undefined],
  ])('a stamp of urgency stands alone: %s', (stamp, urgency) => {
    expect(values(setPage(letterLines({ stamp }))).urgency).toBe(urgency);
  });

  it('the mark of secrecy in its cell is told to the secrecy room', () => {
    const page = setPage(letterLines({ stamp: 'TUYỆT MẬT' }));
    expect(proposeFields([page], known).secrecy.mark).toEqual({ degree: 'tuyet_mat', page: 1 });
    expect(proposeFields([setPage(letterLines())], known).secrecy.mark).toBeUndefined();
  });

  it('the signer is found on the last signed page, not in an annex behind it', () => {
    const annex = setPage([
      { text: 'PHỤ LỤC', y: 200 },
      { text: 'Danh sách kèm theo', y: 260 },
    ]);
    const first = setPage(decisionLines().slice(0, 9));
    const last = setPage(decisionLines().slice(9));
    const { fields } = proposeFields([first, last, annex], known);
    expect(fields.signer).toMatchObject({ value: 'Trần Thị Thử', page: 1 });
  });

  it('what the reader was unsure of is left empty', () => {
    const page = setPage(letterLines());
    const words = page.words.map((w) => (w.text.startsWith('125/') ? { ...w, confidence: 40 } : w));
    const read = values({ ...page, words });
    expect(read.number).toBeUndefined();
    expect(read.date).toBe('2026-11-20');
  });

  it('every proposal names its place on the page', () => {
    const { fields } = proposeFields([setPage(letterLines())], known);
    for (const { box } of Object.values(fields)) {
      expect(box.w > 0 && box.h > 0 && box.x >= 0 && box.y >= 0).toBe(true);
    }
    expect(fields.number?.box.y).toBe(276);
  });

  it('an empty page, a page of dust and odd boxes propose nothing and end nothing', () => {
    expect(values({ width: 100, height: 100, words: [] })).toEqual({});
    const word = fc.record({
      text: fc.string({ maxLength: 12 }),
      x: fc.integer({ min: -50, max: 3000 }),
      y: fc.integer({ min: -50, max: 3000 }),
      w: fc.integer({ min: 0, max: 900 }),
      h: fc.integer({ min: 0, max: 200 }),
      confidence: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const { fields } = proposeFields([{ width: 1654, height: 2339, words }], known);
        expect(Object.keys(fields).filter((field) => field === 'date' || field === 'signer')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the second, closer look', () => {
  const page = setPage(letterLines());
  const [box] = secondLooks(page);
  const code = page.words.filter((w) => w.text === 'Số:' || w.text.startsWith('125/'));
  it('goes to the number, of which each digit matters', () => {
    expect(box && code.every((w) => w.x >= box.x && w.y >= box.y && w.x + w.w <= box.x + box.w)).toBe(true);
  });
  it('what both looks read is sure; what they quarrel about is not', () => {
    if (!box) throw new Error('no place');
    const unsure = { ...page, words: page.words.map((w) => (code.includes(w) ? { ...w, confidence: 50 } : w)) };
    expect(values(unsure).number).toBeUndefined();
    expect(values(withLook(unsure, box, code)).number).toBe('125');
    const other = code.map((w) => (w.text.startsWith('125') ? { ...w, text: '126/UBND-VP', confidence: 60 } : w));
    expect(values(withLook(unsure, box, other)).number).toBeUndefined();
  });
});
