/** The pages of the clerk's guide as they ship in the product, and which of them belongs to which screen. Loaded when first asked for. */
import type { View } from '../shell/view.ts';

const TEXTS = import.meta.glob<string>('../../../docs/huong-dan/*.md', { query: '?raw', import: 'default' });
const PICTURES = import.meta.glob<string>('../../../docs/huong-dan/anh/*.png', { query: '?url', import: 'default' });
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
const byName = <T>(all: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(all).map(([path, load]) => [nameOf(path), load]));
const texts = byName(TEXTS);
const pictures = byName(PICTURES);

export const INDEX = 'README';
export const pageNames = (): string[] => [...texts.keys()];
export const pageText = async (name: string): Promise<string | undefined> => texts.get(name)?.();
export const pictureUrl = async (name: string): Promise<string | undefined> => pictures.get(name)?.();

const OF_VIEW: Readonly<Record<View['at'], string>> = {
  today: 'viec-hom-nay',
  incoming: 'van-ban-den',
  paper: 'quet-giay',
  outgoing: 'van-ban-di',
  draft: 'van-ban-di',
  entry: 'nhap-nhanh',
  signing: 'ky-so',
  papers: 'giay-to',
  queue: 'khi-mat-mang',
  quarantine: 'van-ban-loi',
  search: 'tra-cuu',
  registers: 'so-dang-ky',
  dossiers: 'ho-so',
  verify: 'kiem-tra-chu-ky',
  directory: 'danh-ba',
  maintenance: 'sao-luu',
  reconcile: 'sao-luu',
  restore: 'sao-luu',
  destruction: 'sao-luu',
  meetings: 'hop-va-chuyen-giao',
  transfers: 'hop-va-chuyen-giao',
  slow: 'hop-va-chuyen-giao',
  outside: 'sao-luu',
  handover: 'ban-giao',
  settings: 'giao-dien',
};
/** Every screen, for the test that each has its page. */
export const SCREEN_NAMES = Object.keys(OF_VIEW) as View['at'][];
const OF_SECTION: Readonly<Record<string, string>> = {
  training: 'tap-huan',
  lessons: 'tap-huan',
  support: 'chan-doan',
  audit: 'nhat-ky',
  checklist: 'bat-dau',
  people: 'nguoi-dung',
  ways: 'khoa-va-ma-khoi-phuc',
  organs: 'nguoi-dung',
  books: 'so-dang-ky',
  calendar: 'viec-hom-nay',
  deadlines: 'viec-hom-nay',
  rules: 'danh-sach',
  connections: 'ket-noi',
  outages: 'viec-hom-nay',
  trust: 'kiem-tra-chu-ky',
  scanner: 'quet-giay',
  usb: 'chuyen-tay',
  province: 'phan-mem-cua-tinh',
  packages: 'ket-noi',
  powers: 'ky-so',
  seals: 'ky-so',
  signing: 'ky-so',
  look: 'giao-dien',
};
/** The page of a screen; the index where a screen has none yet. */
export function pageOf(view: View): string {
  const name = view.at === 'settings' && view.section !== undefined ? OF_SECTION[view.section] : OF_VIEW[view.at];
  return name !== undefined && texts.has(name) ? name : INDEX;
}
