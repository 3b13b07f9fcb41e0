/** Which backups of a place go, and with them the vault files that none of the others names. Lists are read in parts: they are long. */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeepRule, superseded } from '../../../domain/backups.ts';
import { destroyedNames } from './destroyed.ts';
import { entryOf, generations, listParts } from './layout.ts';

export async function rotate(root: string, keep: KeepRule): Promise<void> {
  for (const name of superseded(generations(root).map(entryOf), keep)) await rm(join(root, name), { recursive: true, force: true });
  const named = new Set<string>();
  for (const generation of generations(root)) {
    try {
      for await (const part of listParts(generation)) for (const name of part) named.add(name);
    } catch {
      // Whose list cannot be read may still be wanted for what it names: nothing is removed.
      return;
    }
  }
  const vault = join(root, 'vault');
  if (!existsSync(vault)) return;
  const destroyed = destroyedNames(root);
  for (const folder of await readdir(vault)) {
    for (const name of await readdir(join(vault, folder))) {
      if (!named.has(name) || destroyed.has(name)) await rm(join(vault, folder, name), { force: true });
    }
  }
}
