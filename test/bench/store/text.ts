/** Vietnamese document metadata of real shape from a seed: few words are common, most are rare. */
import { seededRandom } from '../bench.ts';

const VERBS = [
  'triển khai',
  'báo cáo',
  'tăng cường',
  'phê duyệt',
  'hướng dẫn',
  'rà soát',
  'đề nghị',
  'lấy ý kiến',
  'tổ chức',
  'kiểm tra',
  'trả lời',
  'thông báo',
  'điều chỉnh',
  'bổ sung',
  'đôn đốc',
];
const NOUNS = [
  'công tác phòng cháy chữa cháy',
  'kế hoạch chuyển đổi số',
  'quy hoạch sử dụng đất',
  'dự toán ngân sách',
  'chế độ báo cáo định kỳ',
  'công tác tuyển chọn công dân nhập ngũ',
  'chương trình xây dựng nông thôn mới',
  'kết quả giải quyết khiếu nại',
  'công tác văn thư, lưu trữ',
  'hỗ trợ hộ nghèo và cận nghèo',
  'tiêm chủng mở rộng',
  'an toàn thực phẩm',
  'phòng chống thiên tai',
  'cải cách hành chính',
  'bảo vệ môi trường',
  'lễ hội truyền thống',
  'sửa chữa đường giao thông',
  'cấp giấy chứng nhận quyền sử dụng đất',
  'thi đua khen thưởng',
  'phổ biến giáo dục pháp luật',
];
const SENDERS = [
  'UBND tỉnh Mẫu',
  'Sở Nội vụ tỉnh Mẫu',
  'Sở Tài chính tỉnh Mẫu',
  'Sở Y tế tỉnh Mẫu',
  'UBND xã Thử Nghiệm',
  'Công an tỉnh Mẫu',
  'Văn phòng UBND tỉnh Mẫu',
  'Ban Dân tộc tỉnh Mẫu',
];
const KINDS = ['Công văn', 'Quyết định', 'Kế hoạch', 'Thông báo', 'Báo cáo', 'Giấy mời'];
const FIRST = ['b', 'c', 'd', 'đ', 'g', 'h', 'kh', 'l', 'm', 'n', 'ng', 'nh', 'ph', 'qu', 's', 't', 'th', 'tr', 'v', 'x'];
const MIDDLE = [
  'a',
  'á',
  'ả',
  'à',
  'ă',
  'ắ',
  'â',
  'ấ',
  'e',
  'ê',
  'ế',
  'i',
  'í',
  'o',
  'ó',
  'ô',
  'ố',
  'ơ',
  'ớ',
  'u',
  'ư',
  'ứ',
  'ươ',
  'iê',
  'uô',
];
const LAST = ['', 'n', 'ng', 'm', 't', 'c', 'i', 'nh', 'p', 'o'];

export interface Text {
  readonly number: string;
  readonly notation: string;
  readonly sender: string;
  readonly kind: string;
  readonly subject: string;
  readonly signer: string;
}
export interface TextSource {
  next(): Text;
  /** Searches as clerks type them, of each shape. */
  queries(count: number): readonly { readonly shape: 'rare' | 'common' | 'no_marks' | 'two_words' | 'number'; readonly text: string }[];
}

export function textSource(seed: number): TextSource {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() ** 1.7 * values.length)] as T;
  const syllable = (): string => `${pick(FIRST)}${pick(MIDDLE)}${pick(LAST)}`;
  const name = (): string => [syllable(), syllable()].map((s) => s.charAt(0).toUpperCase() + s.slice(1)).join(' ');
  const places = Array.from({ length: 3000 }, name);
  const people = Array.from({ length: 800 }, () => `Nguyễn ${name()}`);
  const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
  return {
    next: () => ({
      number: String(1 + Math.floor(random() * 4000)),
      notation: `${pick(['QĐ', 'KH', 'TB', 'BC'])}-UBND`,
      sender: pick(SENDERS),
      kind: pick(KINDS),
      subject: `Về việc ${pick(VERBS)} ${pick(NOUNS)} tại thôn ${pick(places)}, giai đoạn ${2020 + Math.floor(random() * 10)} và việc ${pick(VERBS)} ${pick(NOUNS)} theo đề nghị của ông ${pick(people)}`,
      signer: pick(people),
    }),
    queries: (count) =>
      Array.from({ length: count }, (_, i) => {
        const noun = pick(NOUNS).split(/,? /);
        switch (i % 5) {
          case 0:
            return { shape: 'rare', text: places[Math.floor(random() * places.length)] ?? '' };
          case 1:
            return { shape: 'common', text: pick(['việc', 'công tác', 'đề nghị', 'kế hoạch', 'ubnd']) };
          case 2:
            return { shape: 'no_marks', text: fold(noun.slice(0, 2).join(' ')) };
          case 3:
            return { shape: 'two_words', text: `${noun[0]} ${fold(pick(VERBS))}` };
          default:
            return { shape: 'number', text: `${1 + Math.floor(random() * 4000)}/${pick(['QĐ', 'KH'])}-UBND` };
        }
      }),
  };
}
