import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { pageCalls } from '../../src/contract/page/index.ts';
import { setUp } from '../faults/journey.ts';

let profilesDir: string;
let desk: Desk;
const passphrase = newPassphrase();

beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-fuzz-'));
  desk = openDesk({ profilesDir, documents: 2, autoReply: false });
  await setUp(desk, passphrase);
}, 60_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
});

const names = Object.keys(pageCalls).filter((name) => name !== 'session.lock' && name !== 'setup.begin');
const jsonish = fc.anything({ withDate: true, withBigInt: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 3 });
const nearlyRight = fc.record({
  id: fc.oneof(fc.uuid(), fc.string(), fc.constant('../../etc/passwd')),
  ids: fc.array(fc.uuid(), { maxLength: 3 }),
  text: fc.string({ maxLength: 400, unit: 'binary' }),
  offset: fc.oneof(fc.integer(), fc.double()),
  limit: fc.integer(),
  states: fc.array(fc.string(), { maxLength: 3 }),
});
const message = fc.oneof(
  jsonish,
  fc.record({
    id: fc.oneof(fc.integer(), fc.double(), fc.string()),
    call: fc.oneof(fc.constantFrom(...names), fc.constantFrom('__proto__', 'constructor', 'toString'), fc.string()),
    input: fc.oneof(jsonish, nearlyRight),
  }),
);

describe('a fuzzed page port', () => {
  it.each(['signed in', 'not signed in'])(
    'never ends the core (%s)',
    async (kind) => {
      const pid = desk.supervisor.pid('core');
      const port = desk.rawPort();
      let answers = 0;
      port.onMessage(() => answers++);
      if (kind === 'signed in') {
        port.post({ id: 1, call: 'session.unlock', input: { mode: 'training', way: 'passphrase', secret: passphrase } });
        await desk.until('signed in', 20_000, () => Promise.resolve(answers > 0 ? true : undefined));
      }
      fc.assert(
        fc.property(message, (value) => {
          try {
            port.post(value);
          } catch (error) {
            // What cannot be cloned never leaves this side.
            expect(error).toBeInstanceOf(Error);
          }
        }),
        { numRuns: 1500, seed: 20261121 },
      );
      const before = answers;
      port.post({ id: 424242, call: 'app.state', input: {} });
      await desk.until('the core still answers', 30_000, () => Promise.resolve(answers > before ? true : undefined));
      expect(answers).toBeGreaterThan(10);
      expect(desk.supervisor.pid('core')).toBe(pid);
      const state = await desk.call['app.state']({});
      expect(state.phase).toBe('ready');
      port.close();
    },
    90_000,
  );

  it('answers too many calls at once with a refusal, and goes on', async () => {
    const port = desk.rawPort();
    const codes: string[] = [];
    port.onMessage((answer) => {
      const { result } = answer as { result: { ok: boolean; error?: { code: string } } };
      codes.push(result.ok ? 'ok' : (result.error?.code ?? ''));
    });
    for (let id = 1; id <= 600; id++) port.post({ id, call: 'app.state', input: {} });
    await desk.until('every call is answered', 30_000, () => Promise.resolve(codes.length === 600 ? true : undefined));
    expect(new Set(codes)).toEqual(new Set(['ok', 'contract.too_many']));
    port.close();
  }, 60_000);
});
