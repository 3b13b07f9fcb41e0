/** What is wrong with a new passphrase before the core looks at it. */
const MIN = 10;
export function passphraseProblem(first: string, again: string): 'short' | 'differs' | undefined {
  if ([...first.normalize('NFKC').trim()].length < MIN) return 'short';
  return first === again ? undefined : 'differs';
}
