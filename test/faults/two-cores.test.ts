import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { Failure } from '../../src/domain/errors.ts';
import { storeErrors } from '../../src/renderer/text/vi/errors/store.ts';
import { setUp } from './journey.ts';

let profilesDir: string;
const desks: Desk[] = [];
beforeEach(() => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-two-'));
});
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});
const sitDown = (): Desk => {
  const desk = openDesk({ profilesDir, documents: 1, autoReply: false });
  desks.push(desk);
  return desk;
};

it('a second core on a profile that is open is refused in words and changes nothing; once the first has ended it opens', async () => {
  const passphrase = newPassphrase();
  const first = sitDown();
  await setUp(first, passphrase);
  const second = sitDown();
  const unlock = () => second.call['session.unlock']({ mode: 'training', way: 'passphrase', secret: passphrase });
  const refusal = await unlock().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Failure);
  expect(refusal).toMatchObject({ error: { code: 'store.already_open' } });
  expect(storeErrors['store.already_open']).toContain('đang được mở');
  expect((await second.call['app.state']({})).phase).not.toBe('ready');
  // The first one works on as if nothing had been.
  await first.until('a document arrives', 30_000, async () => {
    const { total } = await first.call['incoming.list']({ states: [], text: '', offset: 0, limit: 1 });
    return total > 0 ? true : undefined;
  });
  await first.stop();
  desks.splice(desks.indexOf(first), 1);
  await unlock();
  const { total } = await second.call['incoming.list']({ states: [], text: '', offset: 0, limit: 1 });
  expect(total).toBeGreaterThan(0);
}, 90_000);
