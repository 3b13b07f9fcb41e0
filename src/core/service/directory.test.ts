import { expect, test } from 'vitest';
import { directoryHandlers } from './directory.ts';
import { refusal } from './roles.ts';
import type { Session } from './session.ts';

const sessionOf = (roles: readonly string[], asked: unknown[]): Session =>
  ({
    signedIn: {
      actor: { name: 'Người Mẫu', roles },
      workstation: { refreshDirectory: async (...args: unknown[]) => asked.push(args.at(-1)) },
    },
  }) as unknown as Session;

test('a clerk may fetch the directory; only an administrator may confirm a list that was refused', async () => {
  const asked: unknown[] = [];
  await directoryHandlers['directory.refresh']({}, sessionOf(['clerk'], asked));
  const refused = async () => directoryHandlers['directory.refresh']({ confirm: 'a' }, sessionOf(['clerk'], asked));
  await expect(refused()).rejects.toThrow('session.not_allowed');
  await directoryHandlers['directory.refresh']({ confirm: 'a' }, sessionOf(['administrator'], asked));
  expect(asked).toEqual([undefined, 'a']);
});
test('only an administrator says whether a changed code is believed, and replaces a code list', () => {
  for (const call of ['directory.answer', 'codelists.import', 'codelists.reset'] as const) {
    expect(refusal(call, ['clerk', 'leader', 'officer'])).toEqual({ code: 'session.not_allowed' });
    expect(refusal(call, ['administrator'])).toBeUndefined();
  }
});
