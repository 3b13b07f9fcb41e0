/**
 * Makes `docs/promises/errors.md`: every error code, what kind of thing it is (`errorClasses.ts`), and what proves its sentence –
 * read in the window, met in a test of real parts, or in a unit test. `node build/run.mjs test/house/errorsPage.ts` writes the page anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classOf, DOOR_WORDS, DOORS, type ErrorClass, UNPROVEN } from './errorClasses.ts';

const root = join(import.meta.dirname, '..', '..');
export const PAGE = join(root, 'docs', 'promises', 'errors.md');
const texts = join(root, 'src', 'renderer', 'text', 'vi', 'errors');

export async function sentences(): Promise<ReadonlyMap<string, string>> {
  const rooms = await Promise.all(
    readdirSync(texts).map((file) => import(join(texts, file)) as Promise<Record<string, Record<string, string>>>),
  );
  return new Map(rooms.flatMap((room) => Object.values(room)).flatMap((room) => Object.entries(room)));
}

export function filesOf(folder: string, wanted: RegExp): readonly (readonly [string, string])[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => wanted.test(file))
    .map((file) => [`${folder}/${file.replaceAll('\\', '/')}`, readFileSync(join(root, folder, file), 'utf8')] as const);
}
export interface Proof {
  readonly code: string;
  readonly how: 'window' | 'integration' | 'unit' | 'sentence';
  readonly files: readonly string[];
}
/** The code as a word of its own in a test, also inside a longer assertion (`'2 date entry.not_a_date error'`). */
export const meets = (text: string, code: string): boolean =>
  text.includes(code) && new RegExp(`(?<![\\w.])${code.replaceAll('.', '\\.')}(?![\\w.]|\\.\\w)`).test(text);
let found: Promise<readonly Proof[]> | undefined;
export function proofs(): Promise<readonly Proof[]> {
  found ??= prove();
  return found;
}
async function prove(): Promise<readonly Proof[]> {
  const walks = filesOf('test/e2e', /\.e2e\.ts$/);
  const integration = filesOf('test', /\.test\.ts$|accident|faults.*\.ts$/).filter(
    ([file]) => !file.startsWith('test/renderer/fake') && !file.startsWith('test/house'),
  );
  const unit = filesOf('src', /\.test\.tsx?$/);
  return [...(await sentences()).keys()].map((code) => {
    const window = walks.filter(([, text]) => meets(text, code));
    if (window.length > 0) return { code, how: 'window', files: window.map(([file]) => file) };
    const real = integration.filter(([, text]) => meets(text, code));
    if (real.length > 0) return { code, how: 'integration', files: real.map(([file]) => file) };
    const small = unit.filter(([, text]) => meets(text, code));
    return small.length > 0 ? { code, how: 'unit', files: small.map(([file]) => file) } : { code, how: 'sentence', files: [] };
  });
}

const WORDS: Readonly<Record<Proof['how'], string>> = {
  window: 'read in the window',
  integration: 'met by real parts',
  unit: 'unit test',
  sentence: 'its sentence alone',
};
const CLASS_WORDS: Readonly<Record<ErrorClass, string>> = { screen: 'an act is refused', line: 'a line', door: 'a door' };
const kindWords = (code: string): string => {
  const reason = DOORS[code];
  if (reason !== undefined) return `a door: ${reason}`;
  return UNPROVEN[code] === undefined ? CLASS_WORDS[classOf(code)] : `${CLASS_WORDS[classOf(code)]}; ${UNPROVEN[code]}`;
};

async function page(): Promise<string> {
  const all = await proofs();
  const count = (kind: ErrorClass, how?: Proof['how']): number =>
    all.filter((one) => classOf(one.code) === kind && (how === undefined || one.how === how)).length;
  const rooms = [...new Set(all.map(({ code }) => code.split('.')[0] ?? ''))].sort();
  const lines = rooms.flatMap((room) => {
    const rows = all.filter(({ code }) => code.startsWith(`${room}.`) || code === room);
    return ['', `## ${room}`, '| code | what it is | how it is proven | where |', '|---|---|---|---|'].concat(
      rows.map(({ code, how, files }) => {
        const where = files
          .slice(0, 2)
          .map((file) => `\`${file}\``)
          .join(', ');
        return `| \`${code}\` | ${kindWords(code)} | ${WORDS[how]} | ${where} |`;
      }),
    );
  });
  const kinds = (['screen', 'line', 'door'] as const).map(
    (kind) =>
      `| ${CLASS_WORDS[kind]} | ${count(kind)} | ${(['window', 'integration', 'unit', 'sentence'] as const).map((how) => count(kind, how)).join(' | ')} |`,
  );
  return `# Errors: each code, what it is, and what proves its sentence

Every code that the product can say has a Vietnamese sentence: what happened, what is safe, what to do (\`src/renderer/text/errors.test.ts\`
holds each to it). An error stays on the screen until somebody says it was read. Of the ${all.length} codes some answer an act, some stand as a
line among others (a reason in a verdict, a finding of a check, a fault of a cell, the state of the line, a note on a package), and some are doors
that no screen leads to:

| | codes | read in the window | met by real parts | unit test | sentence alone |
|---|---|---|---|---|---|
${kinds.join('\n')}

A door is one of these: ${Object.entries(DOOR_WORDS)
    .map(([key, words]) => `*${key}* – ${words}`)
    .join('; ')}. The kinds are data (\`test/house/errorClasses.ts\`); the walks of errors (\`test/e2e/errors.e2e.ts\`,
\`keeping.e2e.ts\`) fail where the window shows the code of a door. What is left with its sentence alone and is no door says in its row why no test brings it about.
"Met" means that a test of this kind names the code as what it expects; that the sentence is the right one for the moment is read by people.

Made by \`node build/run.mjs test/house/errorsPage.ts\`; \`test/house/errorsPage.test.ts\` holds its rows to the tests they name.
${lines.join('\n')}
`;
}
if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, await page());
