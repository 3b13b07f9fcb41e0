/**
 * A draft's pages against the decree's form and against what was typed of it (Decree 30/2020/NĐ-CP, annex I, parts II and
 * III; cells of annex I.IV): what should stand where is data, one row a part; what it says is compared with number, date,
 * subject, signer and recipients. Hints with their places, never a refusal: who drafts knows the exception. Pure.
 */
import { FORM_PROFILES, type FormProfileId } from './formProfiles.ts';
import type { LayoutLine, PageLayout } from './layout.ts';
import { foldVietnamese } from './secrecy.ts';
import { mm, type Placed } from './signaturePlaces.ts';
import type { LegalDate } from './time.ts';

export interface FormFacts {
  readonly profile: FormProfileId;
  readonly typeName: string;
  /** Kinds without an abbreviation (công văn) carry no name of their kind. */
  readonly plainKind: boolean;
  readonly subject: string;
  readonly organName: string;
  readonly place: string;
  /** Once given: `12/UBND-VP`, and its day. */
  readonly code: string;
  readonly date?: LegalDate;
  readonly today: LegalDate;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly priority: number;
  readonly recipients: readonly string[];
}
export interface FormFinding {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly place?: Placed;
}

/** Where a part stands: shares of the page's width and height, origin top left. */
interface Area {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}
interface PartRule {
  readonly part: 'motto' | 'organ' | 'number' | 'date' | 'kind' | 'recipients';
  /** In the text with its marks taken off, lower case. */
  readonly words: RegExp;
  /** The page it stands on: the first, or any of the last ones. */
  readonly page: 'first' | 'end';
  readonly area: Area;
  readonly profiles: readonly FormProfileId[];
  /** Only for kinds that carry their name, or only for công văn. */
  readonly kinds?: 'named' | 'plain';
}
const HEAD_LEFT: Area = { from: [0, 0], to: [0.56, 0.3] };
const HEAD_RIGHT: Area = { from: [0.4, 0], to: [1, 0.3] };
const STATE: readonly FormProfileId[] = ['decree30'];
/** Parts that every document of the profile has; the place is checked where the part is there. */
export const PART_RULES: readonly PartRule[] = [
  { part: 'motto', words: /cong hoa xa hoi chu nghia viet nam/, page: 'first', area: HEAD_RIGHT, profiles: STATE },
  { part: 'number', words: /^so\s*:?/, page: 'first', area: HEAD_LEFT, profiles: ['decree30', 'front', 'party'] },
  { part: 'date', words: /ngay.{0,12}thang.{0,12}nam/, page: 'first', area: HEAD_RIGHT, profiles: ['decree30', 'front', 'party'] },
  {
    part: 'recipients',
    words: /^noi nhan\s*:?/,
    page: 'end',
    area: { from: [0, 0], to: [0.55, 1] },
    profiles: ['decree30', 'front', 'party'],
  },
];
/** Left of this no text of the form stands (annex I, part I: 30 to 35 mm). */
const LEFT_MARGIN = mm(24);
/** Share of the subject's words that must be found. */
const SUBJECT_SHARE = 0.7;
const A4 = { width: 595.28, height: 841.89 };

const fold = (text: string): string => foldVietnamese(text).replace(/\s+/g, ' ').trim();
const placeOf = (line: LayoutLine): Placed => ({
  page: line.page,
  x: line.x,
  y: line.y - line.size * 0.25,
  width: Math.max(line.width, 4),
  height: line.size * 1.2,
});

/** Nothing where the body has no fixed form, or the kind none. */
export function checkForm(layout: PageLayout, facts: FormFacts): FormFinding[] {
  const profile = FORM_PROFILES[facts.profile];
  if (facts.profile === 'none' || layout.lines.length === 0) return [];
  const free = profile.freeKinds.includes(facts.typeName);
  const read = new Reading(layout);
  return [
    ...paper(layout, facts),
    ...(free ? [] : parts(read, facts)),
    ...(free ? [] : organ(read, facts)),
    ...kind(read, facts, free),
    ...number(read, facts),
    ...date(read, facts),
    ...subject(read, facts),
    ...urgency(read, facts),
    ...signer(read, facts),
    ...recipients(read, facts),
  ];
}

interface Seen {
  readonly line: LayoutLine;
  readonly folded: string;
  /** Shares of the page, origin top left, of the line's middle. */
  readonly at: readonly [number, number];
}
class Reading {
  readonly lines: readonly Seen[];
  readonly first: readonly Seen[];
  constructor({ lines, pages }: PageLayout) {
    this.lines = lines.map((line) => {
      const size = pages[line.page - 1] ?? A4;
      const at = [(line.x + line.width / 2) / size.width, 1 - line.y / size.height] as const;
      return { line, folded: fold(line.text), at };
    });
    this.first = this.lines.filter(({ line }) => line.page === 1);
  }
  find(words: RegExp, page: PartRule['page']): Seen | undefined {
    // The last of a kind: an annex may begin with the words of its heading again.
    return page === 'first' ? this.first.find((one) => words.test(one.folded)) : this.lines.findLast((one) => words.test(one.folded));
  }
}
const inside = ({ from, to }: Area, [x, y]: readonly [number, number]): boolean => x >= from[0] && x <= to[0] && y >= from[1] && y <= to[1];

function paper({ pages, lines }: PageLayout, { profile }: FormFacts): FormFinding[] {
  const odd = pages.findIndex(({ width, height }) => {
    const upright = Math.abs(width - A4.width) < 15 && Math.abs(height - A4.height) < 15;
    const lying = Math.abs(height - A4.width) < 15 && Math.abs(width - A4.height) < 15;
    return !upright && !(lying && width > 0);
  });
  const narrow = lines.find((line) => line.page === 1 && line.x < LEFT_MARGIN && line.text.length > 20);
  return [
    ...(odd < 0 ? [] : [{ code: 'form.not_a4', params: { page: odd + 1 } }]),
    ...(narrow && profile === 'decree30'
      ? [{ code: 'form.left_margin', params: { mm: Math.round(narrow.x / mm(1)) }, place: placeOf(narrow) }]
      : []),
  ];
}

function parts(read: Reading, facts: FormFacts): FormFinding[] {
  return PART_RULES.filter((rule) => rule.profiles.includes(facts.profile)).flatMap((rule) => {
    const seen = read.find(rule.words, rule.page);
    if (!seen) return [{ code: `form.${rule.part}_missing` }];
    return inside(rule.area, seen.at) ? [] : [{ code: `form.${rule.part}_misplaced`, place: placeOf(seen.line) }];
  });
}

/** The name may stand on several lines, and in capitals. */
function organ(read: Reading, { organName }: FormFacts): FormFinding[] {
  const head = read.first.filter((one) => inside(HEAD_LEFT, one.at));
  const text = head.map((one) => one.folded).join(' ');
  return organName === '' || text.includes(fold(organName)) ? [] : [{ code: 'form.organ_differs', params: { name: organName } }];
}

function kind(read: Reading, { typeName, plainKind }: FormFacts, free: boolean): FormFinding[] {
  if (free || typeName === '') return [];
  const top = read.first.filter((one) => one.at[1] < 0.5);
  if (plainKind) {
    const named = top.find((one) => one.folded === fold(typeName));
    return named ? [{ code: 'form.kind_not_named', params: { kind: typeName }, place: placeOf(named.line) }] : [];
  }
  const seen = top.find((one) => one.folded === fold(typeName));
  return seen ? [] : [{ code: 'form.kind_missing', params: { kind: typeName.toUpperCase() } }];
}

const NUMBER = /^so\s*:?\s*(\d[\d\s]*)(?:\s*\/\s*(\S+))?/;
function number(read: Reading, { code }: FormFacts): FormFinding[] {
  const seen = read.first.find((one) => one.at[1] < 0.35 && NUMBER.test(one.folded));
  const m = seen ? NUMBER.exec(seen.folded) : null;
  if (!seen || !m) return [];
  const written = seen.line.text.replace(/^số\s*:?\s*/iu, '').trim();
  if (code === '') return [{ code: 'form.number_already', params: { written }, place: placeOf(seen.line) }];
  const squash = (text: string): string => fold(text).replace(/\s/g, '').replace(/^0+/, '');
  return squash(written).startsWith(squash(code))
    ? []
    : [{ code: 'form.number_differs', params: { written, code }, place: placeOf(seen.line) }];
}

function date(read: Reading, facts: FormFacts): FormFinding[] {
  const seen = read.first.find((one) => one.at[1] < 0.35 && /ngay.{0,12}thang.{0,12}nam/.test(one.folded));
  if (!seen) return [];
  const place = placeOf(seen.line);
  const found: FormFinding[] = [];
  const day = facts.date ?? facts.today;
  const year = /nam\s*(\d{4})/.exec(seen.folded)?.[1];
  const written = /ngay\s*(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})/.exec(seen.folded);
  if (year !== undefined && year !== day.slice(0, 4))
    found.push({ code: 'form.year_differs', params: { written: year, year: day.slice(0, 4) }, place });
  else if (written) {
    const said = `${written[3]}-${(written[2] ?? '').padStart(2, '0')}-${(written[1] ?? '').padStart(2, '0')}`;
    if (said !== day)
      found.push({
        code: facts.date === undefined ? 'form.date_already' : 'form.date_differs',
        params: { written: `${written[1]}/${written[2]}/${written[3]}`, date: `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}` },
        place,
      });
  }
  const before = seen.folded.split(/,?\s*ngay/)[0] ?? '';
  if (facts.place !== '' && before !== '' && !before.includes(fold(facts.place)) && facts.profile === 'decree30')
    found.push({
      code: 'form.place_differs',
      params: { written: seen.line.text.split(/,?\s*ngày/iu)[0] ?? '', place: facts.place },
      place,
    });
  return found;
}

/** Share of the words of `wanted` that stand in `text`. */
function shareOf(wanted: string, text: string): number {
  const words = fold(wanted)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
  if (words.length === 0) return 1;
  const there = new Set(text.split(/[^\p{L}\p{N}]+/u));
  return words.filter((word) => there.has(word)).length / words.length;
}
function subject(read: Reading, { subject: wanted }: FormFacts): FormFinding[] {
  if (wanted.trim() === '') return [];
  const top = read.first
    .filter((one) => one.at[1] < 0.55)
    .map((one) => one.folded)
    .join(' ');
  return shareOf(wanted.replace(/^\s*(?:về việc|v\/v)\s+/iu, ''), top) >= SUBJECT_SHARE ? [] : [{ code: 'form.subject_differs' }];
}

const MARKS = [/^khan$/, /^thuong khan$/, /^hoa toc(?: hen gio)?$/] as const;
const MARK_WORDS = ['KHẨN', 'THƯỢNG KHẨN', 'HỎA TỐC'] as const;
function urgency(read: Reading, { priority }: FormFacts): FormFinding[] {
  const top = read.first.filter((one) => one.at[1] < 0.45);
  const written = MARKS.findIndex((mark) => top.some((one) => mark.test(one.folded))) + 1;
  const wanted = Math.min(priority, 3);
  if (written === wanted) return [];
  const seen = written > 0 ? top.find((one) => MARKS[written - 1]?.test(one.folded)) : undefined;
  if (wanted === 0)
    return [
      { code: 'form.urgency_unset', params: { mark: MARK_WORDS[written - 1] ?? '' }, ...(seen ? { place: placeOf(seen.line) } : {}) },
    ];
  return [{ code: 'form.urgency_missing', params: { mark: MARK_WORDS[wanted - 1] ?? '' } }];
}

function signer(read: Reading, facts: FormFacts): FormFinding[] {
  const name = fold(facts.signer);
  if (name === '') return [];
  const seen = read.lines.findLast((one) => one.folded.includes(name));
  if (!seen) return [{ code: 'form.signer_differs', params: { signer: facts.signer } }];
  const page = read.lines.filter((one) => one.line.page === seen.line.page && one.at[1] <= seen.at[1] && one.at[1] > seen.at[1] - 0.3);
  const block = page.map((one) => one.folded).join(' ');
  const squash = (text: string): string => fold(text).replace(/\s*\.\s*/g, '.');
  const found: FormFinding[] = [];
  if (seen.at[0] < 0.45) found.push({ code: 'form.signer_misplaced', params: { signer: facts.signer }, place: placeOf(seen.line) });
  if (facts.competence !== '' && !squash(block).includes(squash(facts.competence)))
    found.push({ code: 'form.competence_differs', params: { competence: facts.competence }, place: placeOf(seen.line) });
  if (facts.signerPosition !== '' && !block.includes(fold(facts.signerPosition)))
    found.push({ code: 'form.position_differs', params: { position: facts.signerPosition }, place: placeOf(seen.line) });
  return found;
}

/** Words that name nobody outside. */
const NOBODY = /^(?:nhu (?:tren|kinh gui|dieu)|luu\b|vt\b|tt\b|cac (?:dong chi|pho)|lanh dao|chanh vp|cpvp|nhu tren)/;
const similar = (a: string, b: string): boolean => a.includes(b) || b.includes(a) || shareOf(a, b) >= 0.8;

/** Lines of Nơi nhận down to the foot of its column, and the addressees behind Kính gửi. */
function recipients(read: Reading, facts: FormFacts): FormFinding[] {
  if (facts.recipients.length === 0) return [];
  const head = read.find(/^noi nhan\s*:?/, 'end');
  const to = read.first.filter((one) => /^kinh gui/.test(one.folded));
  if (!head) return [];
  const under = read.lines.filter(
    ({ line, at }) => line.page === head.line.page && line.y < head.line.y && at[0] < 0.55 && line.x < head.line.x + mm(20),
  );
  const named = under.slice(0, 25).map((one) => ({
    ...one,
    words: one.folded
      .replace(/^[-–+•.\s]+/, '')
      .replace(/[;.,\s]+$/, '')
      .replace(/\s*\([^)]*\)\s*$/, ''),
  }));
  const wanted = facts.recipients.map((name) => ({ name, folded: fold(name).replace(/^ubnd/, 'uy ban nhan dan') }));
  const spelled = (words: string): string => words.replace(/^ubnd/, 'uy ban nhan dan');
  const strangers = named.filter(({ words, line }) => {
    if (!/^\s*[-–]/.test(line.text) || words.length < 4 || NOBODY.test(words)) return false;
    return !wanted.some(({ folded }) => similar(spelled(words), folded));
  });
  const all = [
    ...named.map((one) => spelled(one.words)),
    ...following(read, to).map((one) => spelled(one.folded.replace(/^kinh gui\s*:?\s*/, ''))),
  ];
  const whole = all.join(' ');
  const missing = wanted.filter(
    ({ folded }) => !all.some((words) => words.length > 3 && similar(words, folded)) && !whole.includes(folded),
  );
  return [
    ...strangers.map(({ line }) => ({
      code: 'form.place_not_recipient',
      params: { place: line.text.replace(/^[-–\s]+|[;.\s]+$/gu, '') },
      place: placeOf(line),
    })),
    // A saved group is often one line of words ("các xã, phường"): only few are spoken of.
    ...(missing.length <= 5
      ? missing.map(({ name }) => ({ code: 'form.recipient_not_listed', params: { name }, place: placeOf(head.line) }))
      : []),
  ];
}
/** The line and those below it that go on with its list. */
function following(read: Reading, heads: readonly Seen[]): Seen[] {
  const [head] = heads;
  if (!head) return [];
  const below = read.first.filter(({ line }) => line.y < head.line.y && line.y > head.line.y - mm(60));
  const list: Seen[] = [head];
  for (const one of below) {
    if (!/^[-–•]/.test(one.line.text.trim())) break;
    list.push(one);
  }
  return list;
}
