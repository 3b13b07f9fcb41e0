/** The sentence of an error code, as it stands on the screen: what is filled in may be anything. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'renderer', 'text', 'vi', 'errors');
const rooms = await Promise.all(
  readdirSync(folder).map((file) => import(join(folder, file)) as Promise<Record<string, Record<string, string>>>),
);
const sentences: Readonly<Record<string, string>> = Object.assign({}, ...rooms.flatMap((room) => Object.values(room)));

export function wordsOf(code: string): RegExp {
  const sentence = sentences[code];
  if (sentence === undefined) throw new Error(`no sentence for ${code}`);
  const parts = sentence.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}
