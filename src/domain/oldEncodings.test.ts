import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOld, detectOld, encodeOld, encodingOfFont, fromOld, OLD_ENCODINGS } from './oldEncodings.ts';
import { isSyllable } from './syllables.ts';

const LOWER = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ';
const SENTENCES = [
  'Cộng hòa xã hội chủ nghĩa Việt Nam',
  'Độc lập - Tự do - Hạnh phúc',
  'Về việc tăng cường công tác phòng cháy, chữa cháy trong mùa khô năm 2026',
  'Quyết định phê duyệt quy hoạch sử dụng đất; kết quả giải quyết khiếu nại',
  'Sở Nội vụ tỉnh Mẫu đề nghị các xã, phường báo cáo trước ngày 15 hằng tháng',
  'Giấy mời họp về cấp giấy chứng nhận quyền sử dụng đất ở nông thôn',
];

describe('text in an old encoding', () => {
  it('is known by its words and becomes Unicode again, in either encoding', () => {
    expect(fromOld('Céng hoµ x· héi chñ nghÜa ViÖt Nam')).toEqual({ text: 'Cộng hoà xã hội chủ nghĩa Việt Nam', encoding: 'tcvn3' });
    expect(fromOld('§éc lËp - Tù do - H¹nh phóc')).toEqual({ text: 'Độc lập - Tự do - Hạnh phúc', encoding: 'tcvn3' });
    expect(fromOld('Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam')).toEqual({ text: 'Cộng hòa xã hội chủ nghĩa Việt Nam', encoding: 'vni' });
    expect(fromOld('Ñoäc laäp - Töï do - Haïnh phuùc')).toEqual({ text: 'Độc lập - Tự do - Hạnh phúc', encoding: 'vni' });
    for (const sentence of SENTENCES) {
      for (const encoding of OLD_ENCODINGS) {
        const old = encodeOld(sentence, encoding);
        expect(old, sentence).toBeDefined();
        expect(fromOld(old ?? ''), sentence).toEqual({ text: sentence, encoding });
      }
    }
  });

  it('comes back letter for letter from both tables', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LOWER, ...'0123456789 ,.-/'), { maxLength: 200 }), (letters) => {
        const text = letters.join('');
        for (const encoding of OLD_ENCODINGS) {
          const old = encodeOld(text, encoding);
          if (old === undefined || decodeOld(old, encoding) !== text) return false;
        }
        return true;
      }),
    );
    const upper = LOWER.toUpperCase();
    expect(decodeOld(encodeOld(upper, 'vni') ?? '', 'vni')).toBe(upper);
    expect(encodeOld('Ừ', 'tcvn3'), 'a capital with a tone has no code in TCVN3').toBeUndefined();
  });

  it('is never seen in honest text, whatever its language', () => {
    const honest = [
      ...SENTENCES,
      ...SENTENCES.map((text) => text.normalize('NFD')),
      ...SENTENCES.map((text) => text.toUpperCase()),
      // Vietnamese whose marks all lie in Latin-1.
      'Bà Bé có cá, có tí cà phê; ông Tú đi chợ',
      'Bé có cá',
      'Lê Tú Hà, Hồ Chí Minh',
      'Cô Hà có xã thân thế',
      'Thí dí cá có tú',
      'Un café à la crème, s’il vous plaît; l’été à Orléans, thé glacé, pâté de Noël',
      'Mañana el niño comió piñas en São Paulo, coração e avó',
      'Fünf schöne Äpfel, Größe über Köln',
      'Ærø og Ålborg, smørrebrød på øen',
      '© 2026 «Trạm» § 15 ½ kg ¼ l 20 °C ± 3 µm',
      '© 2026 § 15 ½ kg, 20 °C ± 3 µm, 5 m² × 3 m³',
      'Naïve façade, Citroën, Zoë, Chloé, René, Noël, Haïti, maïs',
      'UBND xa Vi Du, ke hoach 15/KH-UBND',
      '',
      'Đ/c Nguyễn Văn Mẫu',
      'công văn số 15/UBND-VP ngày 21/11/2026',
      'Ρώμη Москва 東京',
    ];
    for (const text of honest) expect(detectOld(text), text).toBeUndefined();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SENTENCES.flatMap((s) => s.split(' '))), { minLength: 1, maxLength: 30 }), (words) => {
        const text = words.join(' ');
        return fromOld(text).text === text;
      }),
    );
  });

  it('one doubtful word is left alone unless something else speaks for it', () => {
    expect(detectOld('Së')).toBeUndefined();
    expect(fromOld('Së Mau', 1)).toEqual({ text: 'Sở Mau', encoding: 'tcvn3' });
  });

  it('is told by the names of its fonts', () => {
    expect(encodingOfFont('BCDEEE+.VnTime')).toEqual({ encoding: 'tcvn3', capitals: false });
    expect(encodingOfFont('.VnTimeH')).toEqual({ encoding: 'tcvn3', capitals: true });
    expect(encodingOfFont('.VnArialH-Bold')).toEqual({ encoding: 'tcvn3', capitals: true });
    expect(encodingOfFont('ABCDEF+VNI-Times,Bold')).toEqual({ encoding: 'vni', capitals: false });
    for (const name of ['TimesNewRomanPSMT', 'ABCDEF+Tinos', 'Vnesto', 'Helvetica']) expect(encodingOfFont(name), name).toBeUndefined();
  });
});

describe('the spelling of syllables', () => {
  it('knows Vietnamese ones and refuses what only looks like them', () => {
    for (const word of ['quyết', 'nghĩa', 'Việt', 'gì', 'giêng', 'hòa', 'hoà', 'ủy', 'uỷ', 'khuya', 'Đường', 'xoong', 'ướt', 'quốc'])
      expect(isSyllable(word), word).toBe(true);
    for (const word of ['noël', 'café', 'strasse', 'viêt', 'oä', 'sao paulo', 'zô', 'ngươiơ', 'hạti', 'the1'])
      expect(isSyllable(word), word).toBe(false);
  });
});
