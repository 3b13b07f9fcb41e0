/**
 * Invitations: hour, day and place as an office writes them ("vào lúc 14 giờ 00, thứ Sáu, ngày 27/11/2026, tại Hội trường
 * UBND xã"), and which meetings clash. A careful reader: what is not plainly said is left open. Pure.
 */
import { foldVietnamese } from './secrecy.ts';
import { type LegalDate, legalDate } from './time.ts';

export interface ReadMeeting {
  readonly title: string;
  readonly date?: LegalDate;
  /** Minutes of the day. */
  readonly from?: number;
  readonly to?: number;
  readonly place?: string;
  readonly chair?: string;
}
/** Kinds and words of a document that calls to a meeting. */
const KINDS = ['giay moi', 'thu moi'];
const WORDS =
  /\b(?:giay moi|moi hop|moi du|thu moi|moi tham du|trieu tap (?:hop|ky hop|hoi nghi)|to chuc (?:hop|hoi nghi|cuoc hop|buoi lam viec))\b/;

/** Whether it looks like a document with a meeting at all. */
export function callsToMeeting(typeName: string, subject: string, content: string): boolean {
  if (KINDS.includes(foldVietnamese(typeName).trim())) return true;
  return WORDS.test(foldVietnamese(subject)) || WORDS.test(foldVietnamese(content).slice(0, 600));
}

/**
 * @param issued day of the document: gives a year to a date without one
 * @param text its first page, where it has a text layer
 */
export function readMeeting(typeName: string, subject: string, content: string, text: string, issued: LegalDate): ReadMeeting | undefined {
  if (!callsToMeeting(typeName, subject, content)) return undefined;
  const found: ReadMeeting[] = [];
  for (const source of [subject, content, bodyOf(text)]) found.push(readFrom(source.normalize('NFC').replace(/\s+/g, ' '), issued));
  const pick = <K extends keyof ReadMeeting>(key: K): ReadMeeting[K] | undefined => found.find((one) => one[key] !== undefined)?.[key];
  const [date, from, to, place, chair] = [pick('date'), pick('from'), pick('to'), pick('place'), pick('chair')];
  return {
    title: subject.trim(),
    ...(date === undefined ? {} : { date }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(place === undefined ? {} : { place }),
    ...(chair === undefined ? {} : { chair }),
  };
}

/** Behind the heading with the document's own day; a meeting is never before it. */
const bodyOf = (text: string): string => text.slice(0, 20_000);

const HOUR = String.raw`(\d{1,2})\s*(?:giờ|h|:|g)\s*(\d{2})?\s*(?:phút|')?`;
const DAY = /ngày\s*(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})(?:\s*(?:[/.-]|năm)\s*(\d{4}|\d{2}))?/giu;

function readFrom(text: string, issued: LegalDate): Omit<ReadMeeting, 'title'> & { title: string } {
  const date = dateIn(text, issued);
  const hours = hoursIn(text);
  const place =
    /(?:địa điểm|tại)\s*:?\s*((?:phòng|hội trường|trụ sở|nhà|trung tâm|sân|điểm cầu|văn phòng|khách sạn|tầng|UBND|Ủy ban|HĐND|Sở|Trường|Đảng ủy)[^.;\n]{2,160})/iu.exec(
      text,
    )?.[1];
  const chair = /(?:[Cc]hủ trì|CHỦ TRÌ|[Cc]hủ tọa)\s*:?\s*((?:đồng chí|ông|bà|đ\/c)\s+[\p{Lu}][\p{L}]+(?:\s+[\p{Lu}][\p{L}]+){1,4})/u.exec(
    text,
  )?.[1];
  return {
    title: '',
    ...(date ? { date } : {}),
    ...hours,
    ...(place ? { place: trimmed(place) } : {}),
    ...(chair ? { chair: trimmed(chair.replace(/^(?:đồng chí|ông|bà|đ\/c)\s+/u, '')) } : {}),
  };
}
/** Up to where another part of the sentence begins. */
const trimmed = (place: string): string =>
  place
    .split(/,\s*(?:thành phần|chủ trì|nội dung|thời gian|để|vào lúc|lúc)|\s(?:để|nhằm|vào lúc|lúc \d|do (?:đồng chí|ông|bà))/iu)[0]
    ?.replace(/[\s,:–-]+$/u, '')
    .trim() ?? '';

/** The first day that is not before the document's own, said beside an hour where one is. */
function dateIn(text: string, issued: LegalDate): LegalDate | undefined {
  const days = [...text.matchAll(DAY)].flatMap((m) => {
    const year = m[3] === undefined ? issued.slice(0, 4) : m[3].length === 2 ? `20${m[3]}` : m[3];
    const of = (y: string): LegalDate | undefined => legalDate(`${y}-${(m[2] ?? '').padStart(2, '0')}-${(m[1] ?? '').padStart(2, '0')}`);
    const date = of(year);
    // Without a year in December, a day of January is next year's.
    const next = m[3] === undefined && date !== undefined && date < issued ? of(String(Number(issued.slice(0, 4)) + 1)) : undefined;
    const near = text.slice(Math.max(0, m.index - 40), m.index);
    const chosen = next !== undefined && Number(m[2]) <= 2 ? next : date;
    return chosen === undefined
      ? []
      : [{ date: chosen, said: /\d\s*(?:giờ|h|:)/iu.test(near) || /(?:thời gian|vào|sáng|chiều|tối|thứ|lúc)[^.]{0,30}$/iu.test(near) }];
  });
  const late = days.filter((one) => one.date >= issued);
  return (late.find((one) => one.said) ?? late.find((one) => one.date > issued))?.date;
}

function hoursIn(text: string): { from?: number; to?: number } {
  const span = new RegExp(`(?:từ|lúc|hồi|vào)?\\s*${HOUR}\\s*(?:đến|tới|-|–)\\s*${HOUR}`, 'iu').exec(text);
  if (span) {
    const [from, to] = [minutes(span[1], span[2]), minutes(span[3], span[4])];
    if (from !== undefined && to !== undefined && to > from) return { from, to };
  }
  for (const m of text.matchAll(new RegExp(HOUR, 'giu'))) {
    const behind = text.slice(m.index + m[0].length, m.index + m[0].length + 16).toLowerCase();
    const noon = /^\s*(?:chiều|tối)/u.test(behind) && Number(m[1]) < 12 ? 12 : 0;
    const from = minutes(String(Number(m[1]) + noon), m[2]);
    if (from !== undefined) return { from };
  }
  if (/buổi chiều|chiều (?:thứ|ngày)/iu.test(text)) return { from: 14 * 60 };
  return {};
}
function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const [h, m] = [Number(hour), Number(minute ?? '0')];
  return h >= 5 && h <= 23 && m < 60 ? h * 60 + m : undefined;
}

export interface Held {
  readonly id: string;
  readonly title: string;
  readonly date: string;
  readonly from: number;
  readonly to?: number | undefined;
  readonly place: string;
  readonly chair: string;
  readonly attendees: readonly string[];
}
export interface Clash {
  readonly id: string;
  readonly title: string;
  readonly names: readonly string[];
  readonly place: boolean;
}
/** Where no end is said. */
const USUAL_MINUTES = 120;
const named = (name: string): string =>
  foldVietnamese(name)
    .replace(/^(?:dong chi|d\/c|ong|ba)\s+/, '')
    .trim();

/** What each of these cannot be held beside: the same hour with somebody of the same name, or in the same room. */
export function clashesOf(meetings: readonly Held[]): Map<string, Clash[]> {
  const found = new Map<string, Clash[]>();
  const end = (one: Held): number => one.to ?? one.from + USUAL_MINUTES;
  for (const one of meetings) {
    const people = new Map([one.chair, ...one.attendees].filter(Boolean).map((name) => [named(name), name]));
    const clashes = meetings.flatMap((other): Clash[] => {
      if (other.id === one.id || other.date !== one.date || other.from >= end(one) || one.from >= end(other)) return [];
      const names = [...new Set([other.chair, ...other.attendees].filter(Boolean).flatMap((name) => people.get(named(name)) ?? []))];
      const place = named(other.place) === named(one.place);
      return names.length > 0 || place ? [{ id: other.id, title: other.title, names, place }] : [];
    });
    found.set(one.id, clashes);
  }
  return found;
}
/** `14:00` as the office writes it: `14 giờ 00`. */
export const hourText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')} giờ ${String(minute % 60).padStart(2, '0')}`;
