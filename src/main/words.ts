/** The few words that main itself shows: tray, notifications, jump list. Never a word of a document. */
import type { DeskState } from '../contract/shell/index.ts';

export const NAME = 'Trạm Văn thư';
export const MENU_WORDS = {
  open: 'Mở trạm',
  lock: 'Khóa màn hình trạm',
  receive: 'Nhận văn bản ngay',
  quit: 'Thoát',
} as const;
export const TASKS = [
  { to: 'draft', title: 'Soạn văn bản', description: 'Soạn một văn bản đi' },
  { to: 'paper', title: 'Vào sổ giấy', description: 'Tiếp nhận và vào sổ văn bản giấy' },
  { to: 'search', title: 'Tra cứu', description: 'Tìm văn bản đến, văn bản đi' },
] as const;

const LINE = { connected: 'Đã kết nối mạng', down: 'Chưa kết nối được mạng', unknown: 'Chưa kiểm tra mạng' } as const;
/** One line a fact, the gravest first: the tray's tooltip and the head of its menu. */
export function stateWords(state: DeskState): string[] {
  if (!state.open) return ['Chưa mở trạm'];
  return [
    ...(state.urgent > 0 ? [`${state.urgent} văn bản khẩn chưa có người nhận`] : []),
    LINE[state.line],
    state.waiting > 0 ? `${state.waiting} việc chờ gửi` : 'Không có gì chờ gửi',
    ...(state.arrived > 0 ? [`${state.arrived} văn bản đến chưa vào sổ`] : []),
    ...(state.training ? ['Chế độ tập huấn'] : []),
  ];
}
/** Windows cuts a tooltip at 127 characters. */
export const tooltip = (state: DeskState): string => [NAME, ...stateWords(state)].join('\n').slice(0, 127);
export const URGENT = {
  title: 'Có văn bản khẩn vừa đến',
  body: (count: number): string => `${count} văn bản khẩn chưa có người nhận. Bấm để mở trạm.`,
} as const;
export const ENDED = { title: NAME, body: 'Việc đang chạy đã xong. Bấm để xem.' } as const;
export const STAYS = { title: NAME, body: 'Trạm vẫn chạy ở khay, vẫn gửi và nhận văn bản. Bấm vào biểu tượng ở khay để mở lại.' } as const;
