import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { count, readAll } from '../../demo/count.ts';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { JOURNEY_DOCUMENTS, setUp, walkThrough } from './journey.ts';

/**
 * Where the core is ended: before and after commits, in the middle of an upload, in the middle of a signature. One walk is
 * ended once while documents arrive, once while one is signed and once while it leaves; each end is followed by a new start.
 */
const WALKS: readonly (readonly string[])[] = [
  ['inbox:fetched', 'tx:before-commit:signing:leader', 'tx:before-commit:outgoing:issue'],
  ['tx:before-commit:inbox:stored', 'tx:after-commit:signing:leader', 'tx:after-commit:outgoing:issue'],
  ['tx:after-commit:inbox:stored', 'tx:before-commit:outgoing:number', 'tx:after-commit:dispatch:sending'],
  ['tx:before-commit:incoming:register', 'tx:after-commit:outgoing:number', 'dispatch:mid-upload'],
  ['tx:after-commit:incoming:register', 'signing:before-token', 'dispatch:after-upload'],
  ['signing:placed'],
];

let template: string;
const passphrase = newPassphrase();
const folders: string[] = [];
const folder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-kill-'));
  folders.push(dir);
  return dir;
};

/** A profile that was set up and has received nothing yet; each case works on a copy. */
beforeAll(async () => {
  template = folder();
  const desk = openDesk({ profilesDir: template, documents: JOURNEY_DOCUMENTS, autoReply: false });
  await desk.call['setup.defaults']({ mode: 'training' });
  await desk.supervisor.training().faults({ refuse: true });
  await setUp(desk, passphrase);
  await desk.stop();
}, 120_000);
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});

async function checkEverything(desk: Desk): Promise<void> {
  const figures = await count(desk, { token: 'training', queuedOffline: 0, outDir: '' });
  expect(figures).toMatchObject({ lost: 0, duplicates: 0 });
  const { incoming, outgoing } = await readAll(desk);
  const numbers = incoming.flatMap((document) => (document.arrivalNumber === undefined ? [] : [document.arrivalNumber]));
  expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
  expect(outgoing.map((document) => [document.state, document.code])).toEqual([['issued', '01/UBND-VP']]);
  expect(outgoing[0]?.files[0]?.verdict?.signatures).toHaveLength(3);
  expect(figures.signaturesValid).toBe(3);
  const { books } = await desk.call['registers.books']({});
  for (const book of books) {
    const { gaps } = await desk.call['registers.year']({ bookId: book.id, period: book.periods[0] ?? '' });
    expect(gaps).toEqual([]);
  }
}

/** The file in which the core says where it was ended; the first has no number. */
const markOf = (mark: string, place: number): string => (place === 0 ? mark : `${mark}.${place}`);

describe.each(WALKS.map((points) => ({ points, named: points.join(', then at ') })))(
  'the core ended by SIGKILL at $named',
  ({ points }) => {
    it('goes on after a new start with nothing lost and nothing doubled', async () => {
      const profilesDir = folder();
      cpSync(template, profilesDir, { recursive: true });
      const mark = join(profilesDir, 'killed-at');
      const desk = openDesk({
        profilesDir,
        documents: JOURNEY_DOCUMENTS,
        autoReply: false,
        env: { TRAM_KILL_AT: points.join(','), TRAM_KILL_MARK: mark },
      });
      try {
        expect(await walkThrough(desk, passphrase)).toBe(points.length);
        const marks = points.map((_, place) => markOf(mark, place)).filter((path) => existsSync(path));
        expect(marks.map((path) => readFileSync(path, 'utf8'))).toEqual(points);
        await checkEverything(desk);
      } finally {
        await desk.stop();
      }
    }, 120_000);
  },
);
