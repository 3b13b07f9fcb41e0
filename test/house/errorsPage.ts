/**
 * Makes `docs/promises/errors.md`: every error code and what proves its sentence – read in the window, met in a test of real
 * parts, or in a unit test. `node build/run.mjs test/house/errorsPage.ts` writes the page anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
export const PAGE = join(root, 'docs', 'promises', 'errors.md');
const texts = join(root, 'src', 'renderer', 'text', 'vi', 'errors');

export async function sentences(): Promise<ReadonlyMap<string, string>> {
  const rooms = await Promise.all(
    readdirSync(texts).map((file) => import(join(texts, file)) as Promise<Record<string, Record<string, string>>>),
  );
  return new Map(rooms.flatMap((room) => Object.values(room)).flatMap((room) => Object.entries(room)));
}

function filesOf(folder: string, wanted: RegExp): readonly (readonly [string, string])[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => wanted.test(file))
    .map((file) => [`${folder}/${file.replaceAll('\\', '/')}`, readFileSync(join(root, folder, file), 'utf8')] as const);
}
export interface Proof {
  readonly code: string;
  readonly how: 'window' | 'integration' | 'unit' | 'sentence';
  readonly files: readonly string[];
}
export async function proofs(): Promise<readonly Proof[]> {
  const walks = filesOf('test/e2e', /\.e2e\.ts$/);
  const integration = filesOf('test', /\.test\.ts$|accident|faults.*\.ts$/).filter(([file]) => !file.startsWith('test/renderer/fake'));
  const unit = filesOf('src', /\.test\.tsx?$/);
  return [...(await sentences()).keys()].map((code) => {
    const window = walks.filter(([, text]) => text.includes(`'${code}'`));
    if (window.length > 0) return { code, how: 'window', files: window.map(([file]) => file) };
    const real = integration.filter(([, text]) => text.includes(`'${code}'`));
    if (real.length > 0) return { code, how: 'integration', files: real.map(([file]) => file) };
    const small = unit.filter(([, text]) => text.includes(`'${code}'`));
    return small.length > 0 ? { code, how: 'unit', files: small.map(([file]) => file) } : { code, how: 'sentence', files: [] };
  });
}

const WORDS: Readonly<Record<Proof['how'], string>> = {
  window: 'read in the window',
  integration: 'met by real parts',
  unit: 'unit test',
  sentence: 'its sentence alone (`src/renderer/text/errors.test.ts`)',
};
async function page(): Promise<string> {
  const all = await proofs();
  const count = (how: Proof['how']): number => all.filter((one) => one.how === how).length;
  const rooms = [...new Set(all.map(({ code }) => code.split('.')[0] ?? ''))].sort();
  const lines = rooms.flatMap((room) => {
    const rows = all.filter(({ code }) => code.startsWith(`${room}.`) || code === room);
    return ['', `## ${room}`, '| code | how it is proven | where |', '|---|---|---|'].concat(
      rows.map(
        ({ code, how, files }) =>
          `| \`${code}\` | ${WORDS[how]} | ${files
            .slice(0, 2)
            .map((file) => `\`${file}\``)
            .join(', ')} |`,
      ),
    );
  });
  return `# Errors: each code, and what proves its sentence

Every code that the product can say has a Vietnamese sentence: what happened, what is safe, what to do (\`src/renderer/text/errors.test.ts\`
holds each to it). An error stays on the screen until somebody says it was read. Of ${all.length} codes ${count('window')} are read in the real
window, ${count('integration')} are met by tests of real parts, ${count('unit')} by unit tests; of ${count('sentence')} only the sentence is
proven: most of these are reasons in a verdict on a signature (\`verify\`), findings of the form check, and doors against what no screen offers
(an unknown id, a step in a wrong order).

Made by \`node build/run.mjs test/house/errorsPage.ts\`; \`test/house/errorsPage.test.ts\` holds its rows to the tests they name.
${lines.join('\n')}
`;
}
if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, await page());
