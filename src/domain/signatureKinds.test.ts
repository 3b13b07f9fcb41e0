import { describe, expect, it } from 'vitest';
import { FORM_PROFILES, formFindings, usualProfile } from './formProfiles.ts';
import { copyRefusal, kindLines, kindOf, kindPlace, SIGNATURE_KINDS, type SignatureKind } from './signatureKinds.ts';
import { mm, overlapOf, placeRefusal, sealPlace } from './signaturePlaces.ts';

const A4 = { width: 595.28, height: 841.89 };
const AT = Date.UTC(2026, 10, 21, 7, 5, 9);
const said = { organ: 'UBND xã Ví Dụ', code: '05/UBND-VP', at: AT };

describe('the presets', () => {
  it('show what annex I of the decree asks for, in size 10, upright and black at the top right of page one', () => {
    expect(kindLines('attachment', said)).toEqual(['05/UBND-VP', '21-11-2026 14:05:09 +07:00']);
    expect(kindLines('copy', said)).toEqual(['SAO Y', 'UBND xã Ví Dụ', '21-11-2026 14:05:09 +07:00']);
    expect(kindLines('extract', said)[0]).toBe('TRÍCH SAO');
    expect(kindLines('digitised', said)).toEqual(['UBND xã Ví Dụ', '21-11-2026 14:05:09 +07:00']);
    expect(kindLines('incoming', { organ: said.organ, code: '12', date: '21/11/2026', at: AT })).toEqual([
      'UBND xã Ví Dụ',
      'ĐẾN',
      'Số: 12   Ngày: 21/11/2026',
    ]);
    for (const kind of ['attachment', 'copy', 'duplicate', 'extract', 'digitised', 'incoming'] as const) {
      expect(SIGNATURE_KINDS[kind]).toMatchObject({ size: 10, color: kind === 'incoming' ? 'red' : 'black', holder: 'agency' });
      expect(SIGNATURE_KINDS[kind].picture).toBeUndefined();
      const place = kindPlace(kind, [A4, A4], {});
      expect(place.page).toBe(1);
      expect(place.x + place.width).toBeCloseTo(A4.width - mm(10), 1);
      // Within the margin above the text, which is at least 20 mm.
      expect(place.y).toBeGreaterThan(A4.height - mm(20));
    }
  });
  it('are found by the names people type, and every kind fits on its page', () => {
    expect([kindOf('sao-y'), kindOf('ky-nhay'), kindOf('leader'), kindOf('gì đó')]).toEqual(['copy', 'initial', 'leader', undefined]);
    for (const kind of Object.keys(SIGNATURE_KINDS) as SignatureKind[]) {
      for (const page of [A4, { width: 842, height: 595 }, { width: 420, height: 298 }])
        expect(placeRefusal(kindPlace(kind, [page], {}), [page], []), kind).toBeUndefined();
    }
  });
  it('put an initial beside the end of the content where it is found', () => {
    const contentEnd = { page: 2, x: 85, y: 400, width: 200, height: 13 };
    expect(kindPlace('initial', [A4, A4, A4], { contentEnd })).toMatchObject({ page: 2, x: 285 + mm(2), y: 397 });
  });
});

describe('copies (article 25)', () => {
  const of = (medium: 'paper' | 'electronic', arrived = true) => ({ medium, arrived });
  it('may be made of paper in every form, of an electronic document as an extract only', () => {
    for (const kind of ['copy', 'duplicate', 'extract', 'digitised'] as const) expect(copyRefusal(kind, of('paper'))).toBeUndefined();
    expect(copyRefusal('extract', of('electronic'))).toBeUndefined();
    expect(copyRefusal('copy', of('electronic'))?.code).toBe('signing.copy_of_electronic');
    expect(copyRefusal('duplicate', of('electronic'))?.code).toBe('signing.copy_of_electronic');
    expect(copyRefusal('digitised', of('electronic'))?.code).toBe('signing.digitised_of_electronic');
  });
  it('the arrival mark waits for the number', () => {
    expect(copyRefusal('incoming', of('electronic'))).toBeUndefined();
    expect(copyRefusal('incoming', of('electronic', false))?.code).toBe('signing.mark_before_number');
  });
});

describe('places', () => {
  const leader = { page: 1, x: 340, y: 180, width: mm(44), height: mm(18) };
  it('a seal lies over a third of the signature and never on the typed name, whatever its size', () => {
    const seal = sealPlace(leader, A4, 36);
    expect(overlapOf(seal, leader)).toBeCloseTo(1 / 3, 2);
    for (const size of [30, 36, 42, 50]) {
      const name = { page: 1, x: leader.x - 20, y: leader.y - mm(9) - 13, width: 160, height: 13 };
      const place = sealPlace(leader, A4, size, name);
      expect(placeRefusal(place, [A4], [name]), String(size)).toBeUndefined();
      expect(place.width).toBeCloseTo(mm(size), 3);
    }
  });
  it('a field is refused off the page, on a page that is not there, and over a typed name', () => {
    const name = { page: 1, x: 350, y: 100, width: 120, height: 13 };
    const code = (over: object) => placeRefusal({ ...leader, ...over }, [A4], [name])?.code;
    expect(code({})).toBeUndefined();
    expect(code({ x: A4.width - 50 })).toBe('signing.place_outside');
    expect(code({ y: -20 })).toBe('signing.place_outside');
    expect(code({ page: 2 })).toBe('signing.place_page');
    expect(code({ y: 90 })).toBe('signing.place_over_name');
  });
});

describe('forms per body and kind', () => {
  it('are chosen by the body, and check nothing where there is no form', () => {
    expect([usualProfile('UBND'), usualProfile('ĐU'), usualProfile('MTTQ-BTT'), usualProfile('HĐND')]).toEqual([
      'decree30',
      'party',
      'front',
      'decree30',
    ]);
    const seen = { pages: [{ width: 500, height: 500 }], found: {}, signer: 'Nguyễn Văn Mẫu', numbered: false };
    const codes = (id: keyof typeof FORM_PROFILES, kind = 'Công văn') => formFindings(FORM_PROFILES[id], kind, seen).map((f) => f.code);
    expect(codes('decree30')).toEqual([
      'signing.form_a4',
      'signing.form_number_blank',
      'signing.form_date_blank',
      'signing.form_signer_name',
    ]);
    expect(codes('party')).not.toContain('signing.form_number_blank');
    expect(codes('none')).toEqual([]);
    expect(codes('decree30', 'Giấy mời')).toEqual([]);
  });
});
