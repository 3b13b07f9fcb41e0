/** Invented documents for the reading benchmark: offices, people and subjects that nobody has, from a seed. */

export interface Truth {
  readonly number: string;
  readonly notation: string;
  /** `2026-11-20`. */
  readonly date: string;
  readonly agency: string;
  readonly superior: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: string;
  readonly urgency: '' | 'KHẨN' | 'THƯỢNG KHẨN' | 'HỎA TỐC';
  readonly place: string;
}
export interface InventedDocument extends Truth {
  /** Lines over the signer's name: `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`. */
  readonly competence: readonly string[];
  readonly agencyLines: readonly string[];
  readonly superiorLines: readonly string[];
  readonly addressees: readonly string[];
  readonly body: readonly string[];
  readonly recipients: readonly string[];
}
export type Random = () => number;

export const pick = <T>(random: Random, from: readonly T[]): T => {
  const value = from[Math.floor(random() * from.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
};
const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

const FAMILY = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
  'Giàng',
  'Lò',
  'Vừ',
];
const MIDDLE = ['Văn', 'Thị', 'Hữu', 'Đức', 'Minh', 'Ngọc', 'Thanh', 'Quốc', 'Xuân', 'Thị Thu', 'Đình', 'A', 'Bá'];
const GIVEN = [
  'Mẫu',
  'Ví',
  'Dụ',
  'Thử',
  'Nghiệm',
  'Hạnh',
  'Tường',
  'Khuê',
  'Diễm',
  'Quýnh',
  'Ươm',
  'Điềm',
  'Thoại',
  'Sửu',
  'Nhạn',
  'Kiểm',
  'Tuệ',
  'Hưởng',
  'Pó',
];
const PROVINCES = ['Mẫu', 'Giả Định', 'Ước Lệ', 'Minh Họa'];
const COMMUNES = ['Ví Dụ', 'Thử Nghiệm', 'Giả Sử', 'Đồng Mẫu', 'Suối Chữ', 'Tân Thí Điểm', 'Bản Nháp', 'Phiêng Dụ', 'Ea Mẫu', 'Đắk Ví'];
/** Name, short form. */
const BRANCHES: readonly (readonly [string, string])[] = [
  ['Nội vụ', 'SNV'],
  ['Tài chính', 'STC'],
  ['Y tế', 'SYT'],
  ['Tư pháp', 'STP'],
  ['Xây dựng', 'SXD'],
  ['Công Thương', 'SCT'],
  ['Giáo dục và Đào tạo', 'SGDĐT'],
  ['Khoa học và Công nghệ', 'SKHCN'],
  ['Nông nghiệp và Môi trường', 'SNNMT'],
  ['Văn hóa, Thể thao và Du lịch', 'SVHTTDL'],
];
const KINDS: readonly (readonly [string, string])[] = [
  ['Quyết định', 'QĐ'],
  ['Thông báo', 'TB'],
  ['Báo cáo', 'BC'],
  ['Kế hoạch', 'KH'],
  ['Tờ trình', 'TTr'],
  ['Chỉ thị', 'CT'],
  ['Hướng dẫn', 'HD'],
  ['Giấy mời', 'GM'],
  ['Công điện', 'CĐ'],
];
const MATTERS = [
  'cải cách hành chính',
  'phòng, chống thiên tai và tìm kiếm cứu nạn',
  'chuyển đổi số',
  'rà soát hộ nghèo, hộ cận nghèo',
  'tiêm phòng cho đàn gia súc, gia cầm',
  'quản lý đất đai, trật tự xây dựng',
  'bảo đảm an toàn thực phẩm',
  'tuyển quân',
  'xây dựng nông thôn mới',
  'số hóa hồ sơ, tài liệu lưu trữ',
  'thu thuế sử dụng đất phi nông nghiệp',
  'tiếp công dân, giải quyết khiếu nại, tố cáo',
  'phòng cháy, chữa cháy rừng',
  'thực hiện dân chủ ở cơ sở',
];
const OCCASIONS = [
  'quý IV năm 2026',
  'năm 2026',
  '6 tháng đầu năm 2026',
  'trên địa bàn tỉnh',
  'giai đoạn 2026 - 2030',
  'tháng 11 năm 2026',
  'trong dịp Tết Nguyên đán',
  'đối với các xã, phường, đặc khu',
];
const VERBS: Readonly<Record<string, readonly string[]>> = {
  'Quyết định': ['Về việc ban hành Quy chế', 'Về việc thành lập Tổ công tác', 'Phê duyệt kế hoạch kiểm tra công tác'],
  'Thông báo': ['Kết luận của Chủ tịch tại cuộc họp về công tác', 'Về việc điều chỉnh lịch kiểm tra công tác'],
  'Báo cáo': ['Kết quả thực hiện công tác', 'Sơ kết công tác'],
  'Kế hoạch': ['Triển khai công tác', 'Kiểm tra công tác', 'Tuyên truyền về công tác'],
  'Tờ trình': ['Về việc đề nghị bổ sung kinh phí cho công tác', 'Về việc phê duyệt đề án'],
  'Chỉ thị': ['Về việc tăng cường công tác', 'Về việc chấn chỉnh công tác'],
  'Hướng dẫn': ['Một số nội dung về công tác', 'Việc lập hồ sơ trong công tác'],
  'Giấy mời': ['Dự hội nghị tổng kết công tác', 'Họp bàn về công tác'],
  'Công điện': ['Về việc khẩn trương ứng phó, bảo đảm công tác', 'Về việc tập trung chỉ đạo công tác'],
};
const LETTER_VERBS = [
  'báo cáo kết quả',
  'phối hợp thực hiện',
  'góp ý dự thảo kế hoạch',
  'đôn đốc thực hiện',
  'cử cán bộ tham gia tập huấn',
];
const SENTENCES = [
  'Căn cứ Kế hoạch số 15/KH-UBND ngày 05 tháng 01 năm 2026 về công tác cải cách hành chính năm 2026, các đơn vị khẩn trương rà soát, tổng hợp và báo cáo đúng thời hạn.',
  'Thực hiện ý kiến chỉ đạo tại cuộc họp ngày 12 tháng 10 năm 2026, đề nghị thủ trưởng các cơ quan, đơn vị tổ chức quán triệt đến toàn thể cán bộ, công chức, viên chức và người lao động.',
  'Trong quá trình triển khai thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời để được xem xét, hướng dẫn giải quyết theo thẩm quyền.',
  'Kết quả thực hiện được gửi trước ngày 25 hằng tháng; số liệu tính từ ngày 01 đến ngày 20 của tháng báo cáo, kèm theo danh sách và hồ sơ có liên quan.',
  'Nhận được văn bản này, đề nghị các đơn vị nghiêm túc triển khai thực hiện, phân công rõ người, rõ việc, rõ thời hạn và rõ kết quả.',
  'Kinh phí thực hiện được bố trí từ nguồn ngân sách nhà nước theo phân cấp hiện hành và các nguồn huy động hợp pháp khác.',
];

function subjectOf(random: Random, kind: string): string {
  const head = kind === '' ? pick(random, LETTER_VERBS) : pick(random, VERBS[kind] ?? ['Về công tác']);
  const matter = pick(random, MATTERS);
  return random() < 0.75 ? `${head} ${matter} ${pick(random, OCCASIONS)}` : `${head} ${matter}`;
}
export const personName = (random: Random): string => `${pick(random, FAMILY)} ${pick(random, MIDDLE)} ${pick(random, GIVEN)}`;

interface Office {
  readonly agency: string;
  readonly agencyLines: readonly string[];
  readonly superior: string;
  readonly superiorLines: readonly string[];
  readonly short: string;
  readonly place: string;
  readonly competence: readonly (readonly string[])[];
}
function office(random: Random): Office {
  const province = pick(random, PROVINCES);
  const commune = pick(random, COMMUNES);
  const upper = (text: string): string => text.toUpperCase();
  const kind = between(random, 0, 5);
  const branch = pick(random, BRANCHES);
  if (kind <= 1) {
    const agency = `Sở ${branch[0]}`;
    return {
      agency,
      agencyLines:
        agency.length > 22 ? upper(agency).replace(' VÀ ', '\nVÀ ').replace('THAO\nVÀ', 'THAO\nVÀ').split('\n') : [upper(agency)],
      superior: `Ủy ban nhân dân tỉnh ${province}`,
      superiorLines: random() < 0.5 ? [`ỦY BAN NHÂN DÂN`, `TỈNH ${upper(province)}`] : [`UBND TỈNH ${upper(province)}`],
      short: branch[1],
      place: province,
      competence: [['GIÁM ĐỐC'], ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC']],
    };
  }
  if (kind === 2) {
    return {
      agency: `Ủy ban nhân dân tỉnh ${province}`,
      agencyLines: ['ỦY BAN NHÂN DÂN', `TỈNH ${upper(province)}`],
      superior: '',
      superiorLines: [],
      short: 'UBND',
      place: province,
      competence: [
        ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
        ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
        ['TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG'],
      ],
    };
  }
  if (kind === 3) {
    return {
      agency: `Chi cục Kiểm lâm`,
      agencyLines: ['CHI CỤC KIỂM LÂM'],
      superior: 'Sở Nông nghiệp và Môi trường',
      superiorLines: ['SỞ NÔNG NGHIỆP', 'VÀ MÔI TRƯỜNG'],
      short: 'CCKL',
      place: province,
      competence: [['CHI CỤC TRƯỞNG'], ['KT. CHI CỤC TRƯỞNG', 'PHÓ CHI CỤC TRƯỞNG']],
    };
  }
  const unit = pick(random, ['xã', 'xã', 'phường', 'đặc khu']);
  const council = kind === 5 && random() < 0.4;
  const body = council ? 'Hội đồng nhân dân' : 'Ủy ban nhân dân';
  return {
    agency: `${body} ${unit} ${commune}`,
    agencyLines: [upper(body), `${upper(unit)} ${upper(commune)}`],
    superior: '',
    superiorLines: [],
    short: council ? 'HĐND' : 'UBND',
    place: commune,
    competence: council
      ? [
          ['TM. HỘI ĐỒNG NHÂN DÂN', 'CHỦ TỊCH'],
          ['TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN', 'PHÓ CHỦ TỊCH'],
        ]
      : [['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], ['CHỦ TỊCH']],
  };
}

export function inventDocument(random: Random): InventedDocument {
  const from = office(random);
  const letter = random() < 0.45;
  const kind = letter ? undefined : pick(random, KINDS);
  const [typeName, short] = kind ?? ['Công văn', ''];
  const number = String(random() < 0.15 ? between(random, 1, 9) : between(random, 10, 4800)).padStart(2, '0');
  const unit = pick(random, ['VP', 'TH', 'KT', 'CCHC', 'VHXH', 'NC', 'TCKH', 'TTr']);
  const date = `2026-${String(between(random, 1, 11)).padStart(2, '0')}-${String(between(random, 1, 20)).padStart(2, '0')}`;
  const urgency = random() < 0.25 ? pick(random, ['KHẨN', 'THƯỢNG KHẨN', 'HỎA TỐC'] as const) : '';
  const addressees =
    letter || typeName === 'Giấy mời' || typeName === 'Tờ trình'
      ? pick(random, [
          ['Ủy ban nhân dân các xã, phường'],
          ['Ủy ban nhân dân xã Ví Dụ'],
          ['Các phòng, ban, đơn vị', 'Ủy ban nhân dân các xã'],
        ])
      : [];
  return {
    number,
    notation: letter ? `${from.short}-${unit}` : `${short}-${from.short}`,
    date,
    agency: from.agency,
    superior: from.superior,
    typeName,
    subject: subjectOf(random, kind?.[0] ?? ''),
    signer: personName(random),
    urgency,
    place: from.place,
    competence: pick(random, from.competence),
    agencyLines: from.agencyLines,
    superiorLines: from.superiorLines,
    addressees,
    body: Array.from({ length: between(random, 3, 6) }, () => pick(random, SENTENCES)),
    recipients: ['Như trên', 'Lãnh đạo đơn vị (để báo cáo)', `Lưu: VT, ${unit}`],
  };
}
