/** The words of the report for support: one sentence of labels for what the program knows of itself. Never a person's or a document's words. */
export const SUPPORT_SECTIONS = {
  program: 'Phần mềm và máy tính',
  store: 'Kho dữ liệu',
  backup: 'Sao lưu',
  exchange: 'Trao đổi qua Trục liên thông',
  connections: 'Kết nối',
  signing: 'USB ký số và chứng thư',
  processes: 'Các phần chạy nền',
  errors: 'Lỗi gần đây theo mã',
} as const;
export type SupportSection = keyof typeof SUPPORT_SECTIONS;

export interface SupportLine {
  readonly label: string;
  readonly value: string;
}
export interface SupportReport {
  readonly at: number;
  readonly sections: readonly { readonly key: SupportSection; readonly lines: readonly SupportLine[] }[];
}

/** States as the screens call them; whoever helps finds the program's own word beside it. */
const STATES: Readonly<Record<string, string>> = {
  connected: 'đã kết nối',
  no_network: 'không có mạng',
  axis_silent: 'Trục chưa trả lời',
  captive_portal: 'mạng đòi đăng nhập',
  not_checked: 'chưa kiểm tra',
  certificate: 'vướng chứng thư',
  credential_refused: 'Trục không nhận khóa kết nối',
  queued: 'chờ gửi',
  sending: 'đang gửi',
  accepted: 'Trục đã nhận',
  unknown: 'chưa rõ kết quả',
  refused: 'Trục không nhận',
  listed: 'mới có trong danh sách',
  stored: 'đã lưu',
  quarantined: 'văn bản lỗi',
};
export const supportState = (state: string): string => (STATES[state] === undefined ? state : `${STATES[state]} (${state})`);

const two = (n: number): string => String(n).padStart(2, '0');
/** `22/11/2026 09:14` of Asia/Ho_Chi_Minh; `chưa có` of nothing. */
export function supportMoment(at: number | null | undefined): string {
  if (at === undefined || at === null || at === 0) return 'chưa có';
  const d = new Date(at + 7 * 3_600_000);
  return `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}
export function supportSize(bytes: number): string {
  const units = ['byte', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1).replace('.', ',')} ${units[unit]}`;
}
export const supportYes = (yes: boolean): string => (yes ? 'có' : 'không');

/** As plain text, to be copied or saved. */
export const supportText = ({ at, sections }: SupportReport): string =>
  [
    `TRẠM VĂN THƯ – BÁO CÁO CHẨN ĐOÁN, ${supportMoment(at)}`,
    'Không có nội dung văn bản, tên người, mật khẩu, mã PIN hay khóa.',
    ...sections.flatMap(({ key, lines }) => ['', `[${SUPPORT_SECTIONS[key]}]`, ...lines.map(({ label, value }) => `${label}: ${value}`)]),
    '',
  ].join('\r\n');
