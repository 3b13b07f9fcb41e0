/** The words of printed reports and of the groups they count by. */
import type { Grouping, Measure } from '../../contract/page/reports.ts';
import { type LegalDate, screenDate } from '../../domain/time.ts';

export const MEASURE_WORDS: Readonly<Record<'incoming' | 'outgoing', Readonly<Partial<Record<Measure, string>>>>> = {
  incoming: {
    total: 'Tổng số',
    waiting: 'Chưa vào sổ',
    open: 'Đang giải quyết, trong hạn',
    openLate: 'Đang giải quyết, quá hạn',
    done: 'Đã giải quyết, đúng hạn',
    doneLate: 'Đã giải quyết, quá hạn',
    information: 'Để biết, lưu',
    returned: 'Trả lại, thu hồi',
  },
  outgoing: {
    total: 'Tổng số',
    draft: 'Chưa cấp số',
    numbered: 'Đã cấp số, chưa phát hành',
    issued: 'Phát hành đúng hạn',
    issuedLate: 'Phát hành quá hạn',
    cancelled: 'Đã hủy',
    electronic: 'Có gửi điện tử',
    paper: 'Có gửi bản giấy',
  },
};
export const GROUP_WORDS: Readonly<Record<Grouping, string>> = {
  agency: 'Cơ quan',
  kind: 'Loại văn bản',
  state: 'Tình trạng',
  handler: 'Người, đơn vị chủ trì',
  signer: 'Người ký',
  channel: 'Kênh',
  priority: 'Mức độ khẩn',
  day: 'Ngày',
  week: 'Tuần',
  month: 'Tháng',
  quarter: 'Quý',
  year: 'Năm',
  route: 'Kênh đến',
  urgency: 'Mức độ khẩn',
};
const STATES: Readonly<Record<string, string>> = {
  arrived: 'Chưa vào sổ',
  registered: 'Đã vào sổ',
  assigned: 'Đã phân công',
  in_progress: 'Đang giải quyết',
  finished: 'Đã kết thúc',
  returned: 'Đã trả lại',
  withdrawn: 'Nơi gửi lấy lại',
  recalled: 'Nơi gửi thu hồi',
  draft: 'Dự thảo',
  leader_signed: 'Đã ký ban hành',
  numbered: 'Đã cấp số',
  agency_signed: 'Đã ký số của cơ quan',
  issued: 'Đã phát hành',
  cancelled: 'Đã hủy',
};
const CHANNELS: Readonly<Record<string, string>> = {
  axis: 'Trục liên thông',
  post: 'Bưu chính',
  hand: 'Trực tiếp',
  email: 'Thư điện tử',
  zalo: 'Zalo',
  fax: 'Fax',
  phone: 'Điện thoại',
  portal: 'Cổng thông tin',
  electronic: 'Điện tử',
  paper: 'Bản giấy',
  both: 'Điện tử và bản giấy',
  none: 'Chưa chọn nơi nhận',
};
const PRIORITIES = ['Thường', 'Khẩn', 'Thượng khẩn', 'Hỏa tốc', 'Hỏa tốc hẹn giờ'];
const EMPTY: Readonly<Partial<Record<Grouping, string>>> = {
  agency: '(chưa rõ cơ quan)',
  kind: '(chưa ghi loại)',
  handler: '(chưa phân công)',
  signer: '(chưa ghi người ký)',
};

export const stateWord = (state: string): string => STATES[state] ?? state;
export function groupWord(by: Grouping, key: string): string {
  if (key === '') return EMPTY[by] ?? '–';
  if (by === 'state') return stateWord(key);
  if (by === 'channel') return CHANNELS[key] ?? key;
  if (by === 'route') return key === 'axis' ? 'Trục liên thông' : 'Bản giấy, kênh khác';
  if (by === 'urgency') return { ordinary: 'Thường', urgent: 'Khẩn, thượng khẩn', flash: 'Hỏa tốc' }[key] ?? key;
  if (by === 'priority') return PRIORITIES[Number(key)] ?? key;
  if (by === 'day') return screenDate(key as LegalDate);
  if (by === 'week') return `Tuần từ ${screenDate(key as LegalDate)}`;
  if (by === 'month') return `${key.slice(5)}/${key.slice(0, 4)}`;
  if (by === 'quarter') return `Quý ${['I', 'II', 'III', 'IV'][Number(key.slice(-1)) - 1] ?? ''}/${key.slice(0, 4)}`;
  return key;
}
export const spanWords = (from: string, to: string): string =>
  `Từ ngày ${screenDate(from as LegalDate)} đến ngày ${screenDate(to as LegalDate)}`;
