/** The signer (cells 7a–7c): lines of competence and position at the right, and under the room for the signature a name. */
import { foldVietnamese } from '../secrecy.ts';
import { isSyllable } from '../syllables.ts';
import { best } from './fuzzy.ts';
import type { Found, Known } from './known.ts';
import { familyName } from './language.ts';
import { boxOfWords, centreLine, middle, type Run, type Shape } from './shape.ts';

const COMPETENCE = /^(tm|kt|tl|tuq|q)\b/;
const POSITION =
  /\b(chu tich|giam doc|chanh van phong|pho chanh|truong phong|pho truong|cuc truong|chi cuc truong|truong ban|bi thu|thu truong|bo truong|chanh thanh tra|tong giam doc|hieu truong|vien truong|doi truong|truong cong an|chanh an|pho bi thu)\b/;

/** @param first the page with the head, in whose upper part nobody signs; on a later page the signature may stand at the top */
export function signerOf(shape: Shape, known: Known, first: boolean): Found | undefined {
  const right = shape.runs.filter((run) => middle(run) > shape.width * 0.5 && (!first || run.top > shape.height * 0.2));
  const titles = right.filter((run) => isTitle(run));
  const lowest = titles.at(-1);
  if (!lowest) return undefined;
  const axis = middle(lowest);
  const under = right
    .filter((run) => run.top > lowest.bottom && centreLine(run) - lowest.bottom < shape.height * 0.2)
    .map((run) => ({ run, name: nameIn(run) }))
    .filter(({ name }) => name !== undefined);
  for (const { run, name } of under.sort((a, b) => Math.abs(middle(a.run) - axis) - Math.abs(middle(b.run) - axis))) {
    if (!name) continue;
    const box = boxOfWords(name);
    if (Math.abs(box.x + box.w / 2 - axis) > shape.width * 0.13) continue;
    const [family = '', ...given] = name.map((w) => tidy(w.text));
    const meant = familyName(family);
    const value = [meant ?? family, ...given].join(' ');
    const confidence = Math.min(...name.map((w) => w.confidence)) / 100;
    const person = best(value, known.signers, (one) => one, 0.85, 0.06);
    const whole = run.words.filter((w) => tidy(w.text).length > 1).length === name.length;
    return {
      value: person?.one ?? value,
      confidence: person ? Math.max(confidence, 0.9) : (whole ? confidence : confidence * 0.8) * (meant ? 1 : 0.6),
      box,
    };
  }
  return undefined;
}
function isTitle(run: Run): boolean {
  const folded = foldVietnamese(run.text)
    .replace(/[^\p{L}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...run.text].filter((c) => /\p{L}/u.test(c));
  const capitals = letters.filter((c) => c === c.toUpperCase()).length;
  return letters.length > 3 && capitals > letters.length * 0.7 && (COMPETENCE.test(folded) || POSITION.test(folded));
}
const tidy = (word: string): string => word.replace(/[^\p{L}]/gu, '');
/** Two to five words that a Vietnamese name is made of, standing together in a run that may have strokes of a pen in it. */
function nameIn(run: Run): Run['words'] | undefined {
  const parts: Run['words'][number][][] = [[]];
  for (const word of run.words) {
    if (isNamePart(tidy(word.text)) && tidy(word.text).length >= word.text.length - 1) parts.at(-1)?.push(word);
    else if (tidy(word.text) !== '') parts.push([]);
  }
  const longest = parts.sort((a, b) => b.length - a.length)[0] ?? [];
  return longest.length >= 2 && longest.length <= 5 ? longest : undefined;
}
const isNamePart = (word: string): boolean =>
  /^\p{Lu}\p{Ll}*$/u.test(word) &&
  (isSyllable(word) || word.length >= 2) &&
  (word.length > 1 || word === 'A' || word === 'Y' || word === 'Ý');
