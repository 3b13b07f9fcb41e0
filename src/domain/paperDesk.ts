/**
 * Rules of the paper desk, as pure functions: which channels bring only an advance copy, whether two arrivals are one
 * document, sheets and seals of a print, places of labels on a sheet (record keeping, 3; Decree 30/2020, articles 21, 33).
 */
import { CHANNELS, type Channel } from './documents.ts';
import { foldVietnamese } from './secrecy.ts';
import type { LegalDate } from './time.ts';

export type DeskChannel = Exclude<Channel, 'axis'>;
export const DESK_CHANNELS = CHANNELS.filter((channel): channel is DeskChannel => channel !== 'axis');

/** What the office does with a copy that has no force of its own. */
export const ADVANCE_RULES = ['hold', 'ask', 'register'] as const;
/** `hold`: always kept for the official one; `ask`: the clerk says of each; `register`: numbered as anything else. */
export type AdvanceRule = (typeof ADVANCE_RULES)[number];
export type AdvanceRules = Readonly<Record<DeskChannel, AdvanceRule>>;
/** Held by default: what comes by a picture or a voice. Mail and the portal may bring the signed original itself. */
export const DEFAULT_ADVANCE_RULES: AdvanceRules = {
  post: 'register',
  hand: 'register',
  email: 'ask',
  zalo: 'hold',
  fax: 'hold',
  phone: 'hold',
  portal: 'ask',
};

/** What two arrivals are compared by. */
export interface ArrivalFacts {
  readonly senderCode?: string | undefined;
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly date?: string | undefined;
  readonly subject: string;
}
export interface Likeness {
  /** 0 to 100; proposed from 60 on. */
  readonly score: number;
  readonly same: readonly ('number' | 'notation' | 'sender' | 'date' | 'subject')[];
}
export const PROPOSED_FROM = 60;

const words = (text: string): string[] => foldVietnamese(text).match(/[a-z0-9]+/g) ?? [];
const bare = (text: string): string => words(text).join('');
/** Words that every office's name has. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['ubnd', 'uy', 'ban', 'nhan', 'dan', 'cua', 've', 'viec', 'v', 'va']);
/** Share of the shorter one's telling words that the other has too. */
function shared(a: string, b: string): number {
  const tell = (text: string): Set<string> => new Set(words(text).filter((word) => !EMPTY_WORDS.has(word)));
  const [x, y] = [tell(a), tell(b)];
  const smaller = Math.min(x.size, y.size);
  if (smaller === 0) return bare(a) !== '' && bare(a) === bare(b) ? 1 : 0;
  let both = 0;
  for (const word of x) if (y.has(word)) both++;
  return both / smaller;
}
const digits = (number: string): string => /\d+/.exec(number)?.[0]?.replace(/^0+(?=\d)/, '') ?? '';

/**
 * How alike two arrivals are: number, notation, issuer and date, each compared as a person would (zeros in front, marks,
 * spaces and signs do not count); the subject helps where a call or a picture left the rest out. Numbers that differ are two documents.
 */
export function likeness(a: ArrivalFacts, b: ArrivalFacts): Likeness {
  const same: Likeness['same'][number][] = [];
  let score = 0;
  const [numberA, numberB] = [digits(a.number), digits(b.number)];
  if (numberA !== '' && numberB !== '') {
    if (numberA !== numberB) return { score: 0, same: [] };
    score += 35;
    same.push('number');
  }
  if (a.notation !== '' && b.notation !== '') {
    if (bare(a.notation) === bare(b.notation)) {
      score += 20;
      same.push('notation');
    } else score -= 25;
  }
  if ((a.senderCode !== undefined && a.senderCode === b.senderCode) || shared(a.sender, b.sender) >= 0.75) {
    score += 25;
    same.push('sender');
  } else if (a.sender !== '' && b.sender !== '') score -= 20;
  if (a.date && b.date) {
    if (a.date === b.date) {
      score += 20;
      same.push('date');
    } else score -= 15;
  }
  if (shared(a.subject, b.subject) >= 0.7) {
    score += same.includes('number') ? 10 : 40;
    same.push('subject');
  }
  return { score: Math.max(0, Math.min(100, score)), same };
}

/** Why a date written on paper cannot stand; `old` only asks. */
export function dateFault(date: string | undefined, today: LegalDate): 'future' | 'old' | undefined {
  if (date === undefined) return undefined;
  if (date > today) return 'future';
  return Number(today.slice(0, 4)) - Number(date.slice(0, 4)) >= 2 ? 'old' : undefined;
}

/** Sheets that one impression of the seal goes over (Decree 30/2020, article 33, item 1d). */
export const SHEETS_A_SEAL = 5;
export interface PrintCount {
  readonly copies: number;
  /** Of one copy. */
  readonly sheets: number;
  readonly totalSheets: number;
  /** Impressions over the edges of one copy; none for a single sheet. */
  readonly edgeSeals: number;
  readonly totalEdgeSeals: number;
}
/** Sheets and giáp lai of a print: each file begins a sheet of its own. */
export function printCount(pages: readonly number[], copies: number, duplex: boolean): PrintCount {
  const sheets = pages.reduce((sum, n) => sum + (duplex ? Math.ceil(n / 2) : n), 0);
  const edgeSeals = sheets > 1 ? Math.ceil(sheets / SHEETS_A_SEAL) : 0;
  return { copies, sheets, totalSheets: sheets * copies, edgeSeals, totalEdgeSeals: edgeSeals * copies };
}

/** How a recipient of ours gets a document. */
export const MEDIA = ['electronic', 'paper', 'both'] as const;
export type Medium = (typeof MEDIA)[number];
export const CARRIES = ['post', 'hand'] as const;
export type Carry = (typeof CARRIES)[number];
export interface PaperRecipient {
  readonly organId?: string;
  readonly name: string;
  readonly medium?: Medium;
  readonly carry?: Carry;
  readonly copies?: number;
}
/** Who is on the axis gets it there unless said otherwise; who is not gets paper. */
export const mediumOf = (recipient: PaperRecipient): Medium =>
  recipient.organId === undefined ? 'paper' : (recipient.medium ?? 'electronic');
export const onPaper = (recipient: PaperRecipient): boolean => mediumOf(recipient) !== 'electronic';
export const onAxis = (recipient: PaperRecipient): boolean => mediumOf(recipient) !== 'paper';
export const carryOf = (recipient: PaperRecipient): Carry => recipient.carry ?? 'post';

/** A sheet of labels, or a label printer's roll (one label a page), millimetres. */
export interface LabelSheet {
  readonly kind: 'sheet' | 'roll';
  readonly widthMm: number;
  readonly heightMm: number;
  readonly columns: number;
  readonly rows: number;
  readonly leftMm: number;
  readonly topMm: number;
  readonly gapXMm: number;
  readonly gapYMm: number;
}
/** 3 × 8 labels of 70 × 37 mm: the commonest sheet. */
export const DEFAULT_LABELS: LabelSheet = {
  kind: 'sheet',
  widthMm: 70,
  heightMm: 37,
  columns: 3,
  rows: 8,
  leftMm: 0,
  topMm: 0.5,
  gapXMm: 0,
  gapYMm: 0,
};
/** Why such a sheet cannot be printed on A4. */
export function labelFault(sheet: LabelSheet): 'size' | 'sheet' | undefined {
  if (sheet.widthMm < 20 || sheet.heightMm < 10 || sheet.widthMm > 210 || sheet.heightMm > 297) return 'size';
  if (sheet.kind === 'roll') return undefined;
  const right = sheet.leftMm + sheet.columns * sheet.widthMm + (sheet.columns - 1) * sheet.gapXMm;
  const bottom = sheet.topMm + sheet.rows * sheet.heightMm + (sheet.rows - 1) * sheet.gapYMm;
  return right > 210.5 || bottom > 297.5 ? 'sheet' : undefined;
}
/** Where label `index` of a print stands whose first label is at place `start` (1-based, row by row). */
export function labelPlace(sheet: LabelSheet, start: number, index: number): { page: number; xMm: number; yMm: number } {
  if (sheet.kind === 'roll') return { page: index, xMm: 0, yMm: 0 };
  const each = sheet.columns * sheet.rows;
  const at = start - 1 + index;
  const [row, column] = [Math.floor((at % each) / sheet.columns), at % sheet.columns];
  return {
    page: Math.floor(at / each),
    xMm: sheet.leftMm + column * (sheet.widthMm + sheet.gapXMm),
    yMm: sheet.topMm + row * (sheet.heightMm + sheet.gapYMm),
  };
}

/** Usual envelopes, millimetres; the printer takes them with the flap up, the address lower right. */
export const ENVELOPES = {
  dl: { widthMm: 220, heightMm: 110 },
  c5: { widthMm: 229, heightMm: 162 },
  c4: { widthMm: 324, heightMm: 229 },
  a5: { widthMm: 230, heightMm: 160 },
} as const;
export type EnvelopeSize = keyof typeof ENVELOPES;
export const ENVELOPE_SIZES = Object.keys(ENVELOPES) as readonly EnvelopeSize[];

/** Forms of copies and the directions each may go (Decree 30/2020, articles 25 and 26; record keeping, 3). */
export const COPY_FORMS = ['SY', 'SL', 'TrS'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];
/** From and to: `e` electronic, `p` paper. */
export const COPY_DIRECTIONS = ['ep', 'pe', 'pp', 'ee'] as const;
export type CopyDirection = (typeof COPY_DIRECTIONS)[number];
export const COPY_FORM_NAMES: Readonly<Record<CopyForm, string>> = { SY: 'SAO Y', SL: 'SAO LỤC', TrS: 'TRÍCH SAO' };
/** A true copy of an electronic document is never an electronic one: that would be the document itself. */
export const copyAllowed = (form: CopyForm, direction: CopyDirection): boolean => direction !== 'ee' || form === 'TrS';

/** `1-3,5` as page numbers, in that order; undefined where it names none or one that is not there. */
export function pageRanges(text: string, pages: number): number[] | undefined {
  const found: number[] = [];
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const m = /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(part);
    if (!m) return undefined;
    const [from, to] = [Number(m[1]), Number(m[2] ?? m[1])];
    if (from < 1 || to < from || to > pages) return undefined;
    for (let n = from; n <= to; n++) if (!found.includes(n)) found.push(n);
  }
  return found.length === 0 ? undefined : found;
}
