/** Which column of somebody's table is which of ours, guessed from the words at its head. */
import type { BookDirection } from '../registers.ts';
import { foldVietnamese } from '../secrecy.ts';
import type { EntryField } from './fields.ts';

/** Field → the column's place in the table, counted from 0. */
export type EntryMapping = Readonly<Partial<Record<EntryField, number>>>;

/** Words at the head of columns as books on paper, spreadsheets of offices and exports of document systems have them; folded. */
const COMMON: Readonly<Partial<Record<EntryField, readonly string[]>>> = {
  code: ['so ky hieu', 'so ky hieu van ban', 'so, ky hieu', 'so/ky hieu', 'so van ban', 'so hieu', 'ky hieu', 'so vb', 'so va ky hieu'],
  date: ['ngay thang van ban', 'ngay van ban', 'ngay ban hanh', 'ngay vb', 'ngay, thang', 'ngay thang', 'ngay ky'],
  typeName: ['ten loai', 'loai van ban', 'hinh thuc van ban', 'loai vb', 'the loai'],
  subject: [
    'trich yeu',
    'trich yeu noi dung',
    'ten loai va trich yeu noi dung van ban',
    'ten loai va trich yeu noi dung',
    'noi dung',
    'noi dung trich yeu',
    've viec',
  ],
  signer: ['nguoi ky', 'ho ten nguoi ky', 'nguoi ky van ban'],
  priority: ['do khan', 'muc do khan', 'khan'],
  dueDate: ['han tra loi', 'han xu ly', 'thoi han', 'thoi han giai quyet', 'han giai quyet', 'thoi han xu ly'],
  note: ['ghi chu'],
};
const WORDS: Readonly<Record<BookDirection, Readonly<Partial<Record<EntryField, readonly string[]>>>>> = {
  incoming: {
    ...COMMON,
    arrivalNumber: ['so den', 'so vb den', 'so van ban den', 'stt den'],
    arrivalDate: ['ngay den', 'ngay nhan', 'ngay vao so', 'ngay tiep nhan'],
    channel: ['kenh', 'kenh den', 'cach nhan', 'hinh thuc nhan', 'phuong thuc'],
    sender: ['tac gia', 'co quan ban hanh', 'noi gui', 'co quan gui', 'don vi gui', 'noi ban hanh', 'don vi ban hanh', 'co quan'],
    unit: ['don vi hoac nguoi nhan', 'nguoi nhan', 'don vi nhan', 'nguoi xu ly', 'don vi xu ly', 'chuyen cho', 'noi nhan'],
  },
  outgoing: {
    ...COMMON,
    signerPosition: ['chuc vu', 'chuc vu nguoi ky', 'chuc danh'],
    recipients: ['noi nhan', 'noi nhan van ban', 'don vi nhan', 'co quan nhan', 'noi den'],
  },
};

const plain = (text: string): string =>
  foldVietnamese(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
/** How well a head says a field: the whole of it, its beginning, somewhere in it. */
function likeness(head: string, words: readonly string[]): number {
  let best = 0;
  for (const raw of words) {
    const word = plain(raw);
    if (head === word) return 1_000;
    if (head.startsWith(`${word} `)) best = Math.max(best, 500 + word.length);
    else if (` ${head} `.includes(` ${word} `)) best = Math.max(best, 100 + word.length);
  }
  return best;
}

export function guessMapping(headings: readonly string[], direction: BookDirection): EntryMapping {
  const pairs = Object.entries(WORDS[direction]).flatMap(([field, words]) =>
    headings.flatMap((heading, place) => {
      const score = likeness(plain(heading), words);
      return score === 0 ? [] : [{ field: field as EntryField, place, score }];
    }),
  );
  const mapping: Partial<Record<EntryField, number>> = {};
  const taken = new Set<number>();
  for (const { field, place } of pairs.sort((a, b) => b.score - a.score || a.place - b.place)) {
    if (mapping[field] !== undefined || taken.has(place)) continue;
    mapping[field] = place;
    taken.add(place);
  }
  return mapping;
}

/** The row whose cells say most of what we look for, among the first ones: tables begin with the office's name and a title. */
export function guessHeaderRow(rows: readonly (readonly string[])[], direction: BookDirection): number {
  let best = { row: 0, said: 0 };
  rows.slice(0, 20).forEach((row, i) => {
    const said = Object.keys(guessMapping(row, direction)).length;
    if (said > best.said) best = { row: i, said };
  });
  return best.row;
}
/** A table is known again by the words at its head, in their order. */
export const layoutOf = (headings: readonly string[]): string => headings.map(plain).join('|').slice(0, 1_000);

/** Rows that only count the columns (`(1) (2) (3)`) stand under the heads of registers. */
const isCount = (row: readonly string[]): boolean => {
  const said = row.map((cell) => cell.replace(/[()\s]/g, '')).filter((cell) => cell !== '');
  return said.length > 1 && said.every((cell, i) => /^\d{1,2}$/.test(cell) && Number(cell) === i + 1);
};

/** The table's rows as rows of a sheet, in the order of its fields; empty rows and the row of column numbers left out. */
export function takeMapped(
  rows: readonly (readonly string[])[],
  headerRow: number,
  mapping: EntryMapping,
  fields: readonly EntryField[],
): string[][] {
  return rows.slice(headerRow + 1).flatMap((row, i) => {
    if (i === 0 && isCount(row)) return [];
    const cells = fields.map((field) => {
      const place = mapping[field];
      return place === undefined ? '' : (row[place] ?? '').trim();
    });
    return cells.every((cell) => cell === '') ? [] : [cells];
  });
}
