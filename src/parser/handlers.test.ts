import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { vaultErrors } from './handlers.ts';

it.skipIf(!existsSync('/dev/full'))(
  'a disk without room is told as that, not as a file that cannot be read [needs /dev/full]',
  async () => {
    await expect(vaultErrors(async () => writeFileSync('/dev/full', 'một trang'))).rejects.toThrow('parsing.disk_full');
    await expect(vaultErrors(async () => writeFileSync('/nowhere/at/all', 'một trang'))).rejects.toThrow('parsing.file_unreadable');
  },
);
