/**
 * The code lists in use: the shipped ones, or what an administrator put in their place. It promises: only a list whose
 * every entry can be used takes a shipped one's place, whole; who replaced it and when is kept; the way back is open.
 */
import { z } from 'zod';
import type { CodeListRow, CodeWords } from '../../contract/page/codelists.ts';
import {
  CODE_LIST_NAMES,
  type CodeEntry,
  type CodeList,
  type CodeListEntries,
  type CodeListName,
  SHIPPED_LISTS,
  type WordListName,
} from '../../domain/codeLists.ts';
import type { DocumentKind } from '../../domain/documentKinds.ts';
import { Failure } from '../../domain/errors.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

const text = (max: number) => z.string().max(max).normalize();
const coded = z.looseObject({ code: text(35).min(1), name: text(200) });
/** Its name is shown in the code's place, so there is one. */
const named = coded.extend({ name: text(200).trim().min(1) });
const ENTRIES: Readonly<Record<CodeListName, z.ZodType>> = {
  'document-kinds': z.looseObject({ name: text(100).min(1), abbreviation: text(10), type: z.number().int().min(0).max(9999) }),
  urgency: named.extend({ code: z.string().regex(/^[0-4]$/) }),
  'business-types': named.extend({ code: z.string().regex(/^[0-9]$/) }),
  'status-codes': named.extend({ code: z.string().regex(/^\d{2}$/) }),
  // It is printed between the number's own strokes: `05/QĐ-UBND`.
  abbreviations: named.extend({ code: text(10).regex(/^[\p{L}\d]+$/u) }),
  'level-one': coded.extend({
    code: z.string().regex(/^[A-Z](?:\d{2})?$/),
    closedOn: z.iso.date().optional(),
    successor: z
      .string()
      .regex(/^[A-Z]\d{2}$/)
      .optional(),
    inferred: z.boolean().optional(),
  }),
};
const shape = (name: CodeListName) =>
  z.looseObject({
    list: z.literal(name),
    version: text(40).min(1),
    title: text(200),
    sources: z.array(z.object({ id: text(40), text: text(500) })).max(50),
    entries: z.array(ENTRIES[name]).min(1).max(2_000),
  });

const firstTwice = (keys: readonly string[]): string | undefined => keys.find((key, i) => keys.indexOf(key) !== i);

interface Replaced {
  version: string;
  body: string;
  imported_at: number;
  imported_by: string;
}
const replaced = (store: Store, name: CodeListName): Replaced | undefined =>
  store.db.prepare('SELECT version, body, imported_at, imported_by FROM code_list WHERE name = ?').get(name) as Replaced | undefined;

/** The list in use. */
export function codeList<K extends CodeListName>(store: Store, name: K): CodeList<CodeListEntries[K]> {
  const own = replaced(store, name);
  return own === undefined ? SHIPPED_LISTS[name] : (JSON.parse(own.body) as CodeList<CodeListEntries[K]>);
}

/**
 * The kinds in use, each with the abbreviation its numbers carry: an administrator's list of abbreviations stands over
 * the one beside the kind. A kind without one (công văn) gets none: its notation is made another way.
 */
export function documentKinds(store: Store): readonly DocumentKind[] {
  const kinds = codeList(store, 'document-kinds').entries;
  if (replaced(store, 'abbreviations') === undefined) return kinds;
  const own = new Map(codeList(store, 'abbreviations').entries.map(({ name, code }) => [name, code]));
  return kinds.map((kind) => (kind.abbreviation === '' ? kind : { ...kind, abbreviation: own.get(kind.name) ?? kind.abbreviation }));
}

/** The words of the lists in use for the protocol's codes. */
export function codeWords(store: Store): CodeWords {
  const wordsOf = (name: WordListName) => ({
    replaced: replaced(store, name) !== undefined,
    words: Object.fromEntries(codeList(store, name).entries.map((entry) => [entry.code, entry.name])),
  });
  return { urgency: wordsOf('urgency'), 'business-types': wordsOf('business-types'), 'status-codes': wordsOf('status-codes') };
}

export function listCodeLists(store: Store): CodeListRow[] {
  return CODE_LIST_NAMES.map((name) => {
    const own = replaced(store, name);
    const list = codeList(store, name);
    return {
      name,
      title: list.title,
      version: list.version,
      shippedVersion: SHIPPED_LISTS[name].version,
      count: list.entries.length,
      ...(own === undefined ? {} : { replaced: { at: own.imported_at, by: own.imported_by } }),
    };
  });
}

/**
 * Puts a list in a shipped one's place.
 * @param body the file's text: JSON of the shipped lists' shape
 * @throws Failure `codelists.not_json`, `codelists.not_this_list` (with the first place that does not fit), `codelists.named_twice`
 */
export function importCodeList(store: Store, actor: Actor, name: CodeListName, body: string): void {
  let given: unknown;
  try {
    given = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Failure('codelists.not_json', undefined, { cause: error });
  }
  const read = shape(name).safeParse(given);
  if (!read.success) throw new Failure('codelists.not_this_list', { place: read.error.issues[0]?.path.join('.') || 'list' });
  const keys = read.data.entries.map((entry) => {
    const { code, name: word } = entry as { code?: string; name: string };
    return code ?? word;
  });
  const twice =
    firstTwice(keys) ?? (name === 'abbreviations' ? firstTwice(read.data.entries.map((entry) => (entry as CodeEntry).name)) : undefined);
  if (twice !== undefined) throw new Failure('codelists.named_twice', { name: twice });
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO code_list VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body,
           imported_at = excluded.imported_at, imported_by = excluded.imported_by`,
      )
      .run(name, read.data.version, JSON.stringify(read.data), store.now(), actor.name);
    record(store, actor, 'codelists.import', name, read.data.version);
  }, 'codelists:import');
}

/** Back to the shipped list. */
export function resetCodeList(store: Store, actor: Actor, name: CodeListName): void {
  store.tx(() => {
    store.db.prepare('DELETE FROM code_list WHERE name = ?').run(name);
    record(store, actor, 'codelists.reset', name, SHIPPED_LISTS[name].version);
  }, 'codelists:reset');
}
