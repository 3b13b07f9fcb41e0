/** Names of offices as the head of a page prints them – in capitals, over several lines – brought to how they are written. */
import { spelledOut } from '../agencyNames.ts';
import { foldVietnamese } from '../secrecy.ts';
import { bare, best, likeness } from './fuzzy.ts';

/** With what a name begins: a line that starts so starts a name of its own. */
const HEADS = [
  'Ủy ban nhân dân',
  'Hội đồng nhân dân',
  'Ủy ban Mặt trận Tổ quốc',
  'Thường trực Hội đồng nhân dân',
  'UBND',
  'HĐND',
  'Đảng ủy',
  'Tỉnh ủy',
  'Thành ủy',
  'Văn phòng',
  'Sở',
  'Bộ',
  'Cục',
  'Chi cục',
  'Tổng cục',
  'Trung tâm',
  'Phòng',
  'Ban quản lý',
  'Ban chỉ đạo',
  'Ban chỉ huy',
  'Ban Dân tộc',
  'Công an',
  'Thanh tra',
  'Tòa án nhân dân',
  'Viện kiểm sát nhân dân',
  'Bảo hiểm xã hội',
  'Kho bạc Nhà nước',
  'Thuế',
  'Trường',
  'Trạm',
  'Hạt Kiểm lâm',
  'Hội',
  'Liên đoàn Lao động',
] as const;
/** Field of work → as written: only the first letter of each is large. */
const FIELDS = [
  'Nội vụ',
  'Tài chính',
  'Y tế',
  'Tư pháp',
  'Xây dựng',
  'Công Thương',
  'Giáo dục và Đào tạo',
  'Khoa học và Công nghệ',
  'Nông nghiệp và Môi trường',
  'Nông nghiệp và Phát triển nông thôn',
  'Tài nguyên và Môi trường',
  'Thông tin và Truyền thông',
  'Lao động - Thương binh và Xã hội',
  'Kế hoạch và Đầu tư',
  'Giao thông vận tải',
  'Văn hóa, Thể thao và Du lịch',
  'Dân tộc và Tôn giáo',
  'Ngoại vụ',
  'Du lịch',
  'Quốc phòng',
  'Kiểm lâm',
  'Thủy lợi',
  'Thú y',
  'Kinh tế',
  'Văn hóa - Xã hội',
  'Phục vụ hành chính công',
  'Kinh tế, Hạ tầng và Đô thị',
] as const;
const UNITS = ['tỉnh', 'thành phố', 'xã', 'phường', 'đặc khu', 'thị trấn', 'huyện', 'quận', 'thị xã'] as const;

const words = (text: string): string[] => text.trim().split(/\s+/).filter(Boolean);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The head that a text begins with, however it was misread, and what follows. */
function headOf(text: string): { head: string; rest: string } | undefined {
  const said = words(text);
  for (const head of [...HEADS].sort((a, b) => b.length - a.length)) {
    const count = words(head).length;
    const own = said.slice(0, count).join(' ');
    // One word alone must be it: Phòng is not phường.
    const least = count === 1 ? 1 : 0.8;
    if (said.length >= count && likeness(own, head) >= least) return { head, rest: said.slice(count).join(' ') };
  }
  return undefined;
}
/** Heads that are names by themselves. */
const WHOLE: readonly string[] = ['Đảng ủy', 'Tỉnh ủy', 'Thành ủy', 'Ban Dân tộc', 'Hạt Kiểm lâm', 'Liên đoàn Lao động'];
/** Not just `Ủy ban nhân dân`, of which nobody knows whose it is. */
export function isWholeName(name: string): boolean {
  const found = headOf(name);
  return found === undefined ? bare(name).length > 4 : found.rest !== '' || WHOLE.includes(found.head);
}
const OFFICE_WORDS = new Set([...HEADS, ...FIELDS, ...UNITS].flatMap((name) => words(name.replace(/[,-]/g, ' ')).map(bare)));
/** A word of which the names of offices are made. */
export const isOfficeWord = (word: string): boolean => OFFICE_WORDS.has(bare(word));
const startsName = (line: string): boolean => headOf(line) !== undefined;

/** `SỞ NỘI VỤ` → `Sở Nội vụ`, `UBND TỈNH MẪU` → `Ủy ban nhân dân tỉnh Mẫu`. Names of places and unknown words: each word large. */
export function nameFromCapitals(text: string): string {
  const found = headOf(text);
  if (!found) return words(text.toLowerCase()).map(capital).join(' ');
  const full = { UBND: 'Ủy ban nhân dân', HĐND: 'Hội đồng nhân dân' }[found.head] ?? found.head;
  return [full, restOf(found.rest)].filter(Boolean).join(' ');
}
function restOf(text: string): string {
  if (text === '') return '';
  const field = best(text, FIELDS, (one) => one, 0.78);
  if (field) return field.one;
  const said = words(text.toLowerCase());
  // The unit's kind stands small, the name behind it large; before it, a field of work.
  for (let at = 0; at < said.length; at++) {
    for (const count of [2, 1]) {
      const unit = UNITS.find((one) => words(one).length === count && likeness(said.slice(at, at + count).join(' '), one) >= 0.99);
      if (!unit || at + count >= said.length) continue;
      const before = at === 0 ? '' : restOf(said.slice(0, at).join(' '));
      const name = said
        .slice(at + count)
        .map(capital)
        .join(' ');
      return [before, unit, name].filter(Boolean).join(' ');
    }
  }
  return capital(said.join(' '));
}

/** The names in the lines over the number: the issuing office is the last, what stands over it its superior. */
export function namesInLines(lines: readonly string[]): { agency: string; superior: string; agencyLines: number } {
  const names: string[][] = [];
  for (const line of lines) {
    const last = names.at(-1);
    if (last === undefined || startsName(line)) names.push([line]);
    else last.push(line);
  }
  const agency = names.at(-1) ?? [];
  return {
    agency: nameFromCapitals(agency.join(' ')),
    superior: names
      .slice(0, -1)
      .map((name) => nameFromCapitals(name.join(' ')))
      .join(' - '),
    agencyLines: agency.length,
  };
}

const keyOf = (name: string): string =>
  spelledOut(
    foldVietnamese(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean),
  ).join(' ');
const KEYS = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();
function keysOf(known: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const kept = KEYS.get(known);
  if (kept) return kept;
  const made = new Map<string, string[]>();
  for (const name of known) made.set(keyOf(name), [...(made.get(keyOf(name)) ?? []), name]);
  KEYS.set(known, made);
  return made;
}
/** The office of the directory that a printed name means; undefined where none, or several. */
export function knownAgency(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const exact = keysOf(known).get(keyOf(name)) ?? [];
  if (exact.length > 0) return new Set(exact).size === 1 ? exact[0] : exact.find((one) => one.toLowerCase() === name.toLowerCase());
  return best(name, known, (one) => one, 0.88, 0.05)?.one;
}
