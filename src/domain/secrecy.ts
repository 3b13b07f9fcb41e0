/**
 * State secrets never enter (record keeping, 5): a degree in the metadata or a mark in the decree's cell 10a
 * stops the document at every door; the words elsewhere only ask.
 */
export type SecrecyDegree = 'mat' | 'toi_mat' | 'tuyet_mat';

const MARKS: readonly (readonly [RegExp, SecrecyDegree])[] = [
  [/^tuyet\s*mat$/, 'tuyet_mat'],
  [/^toi\s*mat$/, 'toi_mat'],
  [/^mat$/, 'mat'],
];

/** Folds Vietnamese marks and case: `TUYỆT MẬT` → `tuyet mat`. */
export function foldVietnamese(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
}

/** The degree that a field or a boxed mark names and nothing else, or undefined. */
export function secrecyDegree(mark: string): SecrecyDegree | undefined {
  const folded = foldVietnamese(mark).trim().replace(/\s+/g, ' ');
  return MARKS.find(([pattern]) => pattern.test(folded))?.[1];
}
