/**
 * Vietnamese order of words as a key that compares byte by byte, so that an index of the store holds it: the letters of
 * the alphabet first (a ă â b c d đ e ê …, TCVN 5712's order), the five marks only where the letters are the same
 * (ngang, huyền, hỏi, ngã, sắc, nặng). Signs between words count as one space; figures come before letters.
 */
const ALPHABET = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
/** One printable sign for each letter, rising. */
const SIGN = new Map([...ALPHABET].map((letter, i) => [letter, String.fromCharCode(0x41 + i)]));
/** ngang, huyền (grave), hỏi (hook), ngã (tilde), sắc (acute), nặng (dot below). */
const TONES: Readonly<Record<string, string>> = { '\u0300': '1', '\u0309': '2', '\u0303': '3', '\u0301': '4', '\u0323': '5' };
const SHAPES = '\u0306\u0302\u031b';

/** Between words; the letters' end is lower, so that a shorter name comes first. */
const BETWEEN = '!';

interface Letter {
  readonly base: string;
  readonly tone: string;
}
const known = new Map<string, Letter | undefined>();
/** The few hundred letters there are are taken apart once. */
function letterOf(cluster: string): Letter | undefined {
  if (known.has(cluster)) return known.get(cluster);
  const letter = takeApart(cluster);
  if (known.size < 2_000) known.set(cluster, letter);
  return letter;
}
function takeApart(cluster: string): Letter | undefined {
  let base = '';
  let tone = '0';
  for (const part of cluster.normalize('NFD')) {
    if (part in TONES) tone = TONES[part] ?? '0';
    else if (base === '' || SHAPES.includes(part)) base += part;
  }
  const letter = base.normalize('NFC');
  const sign = SIGN.get(letter) ?? (/[0-9]/.test(letter) ? letter : undefined);
  return sign === undefined ? undefined : { base: sign, tone };
}

/**
 * @param length letters that count; what differs only later is equal
 * @returns '' for a text without letters or figures
 */
export function vietnameseKey(text: string, length = 48): string {
  let letters = '';
  let tones = '';
  for (const cluster of text.normalize('NFC').toLowerCase()) {
    if (letters.length >= length) break;
    const letter = letterOf(cluster);
    if (letter === undefined) {
      if (letters !== '' && !letters.endsWith(BETWEEN)) {
        letters += BETWEEN;
        tones += '0';
      }
      continue;
    }
    letters += letter.base;
    tones += letter.tone;
  }
  const end = letters.endsWith(BETWEEN) ? letters.slice(0, -1) : letters;
  // Marks only where there are some: most of the key's bytes would else be zeros.
  return end === '' ? '' : `${end} ${tones.slice(0, end.length).replace(/0+$/, '')}`;
}

/** A number and its notation in the order of numbers: `9/UBND` before `10/UBND`. */
export function codeSortKey(number: string, notation: string): string {
  const figures = /^\d{1,9}/.exec(number.trim())?.[0] ?? '';
  const rest = vietnameseKey(`${number.slice(figures.length)} ${notation}`, 24);
  if (figures === '') return rest === '' ? '' : `~${rest}`;
  return `${figures.padStart(9, '0')} ${rest}`;
}
