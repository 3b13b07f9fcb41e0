/**
 * Long forms as they are typed, in the encrypted store, each its own person's in one organ: they outlive a lock, a closed
 * window and a killed program, until they are sent or given up. What may not lie here is not kept: words that say a degree
 * of secrecy, words of a petition, and what was typed beside a paper that turned out to be either.
 */
import type { KeptForm, KeptFormName } from '../../contract/page/kept.ts';
import { Failure } from '../../domain/errors.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { Actor } from '../context.ts';
import { saysSecret } from '../paper/envelopes.ts';
import type { Store } from '../store/types.ts';

/** Forms of one person; the oldest goes. */
const MOST = 50;
const KEPT_MS = 30 * 86_400_000;
/** Papers that one form can have stood beside. */
const MOST_BESIDE = 400;
const DEEPEST = 6;
/** A letter to be kept in the book of petitions; what speaks about such letters is caught too, and only loses this comfort. */
const PETITION = /\b(?:don|thu)\s+(?:thu\s+)?(?:khieu nai|khieu to|to cao|to giac|kien nghi|phan anh)\b/;

const personOf = (actor: Actor): string => {
  if (actor.personId === undefined) throw new Failure('session.not_allowed');
  return actor.personId;
};

/** When it was kept; undefined where it may not be, and then nothing of it remains. */
export function keepForm(store: Store, actor: Actor, organId: string, form: KeptFormName, value: string): number | undefined {
  const person = personOf(actor);
  if (!mayStay(store, value)) {
    dropKeptForm(store, actor, organId, form);
    return undefined;
  }
  const at = store.now();
  store.tx(() => {
    const { db } = store;
    db.prepare('INSERT OR REPLACE INTO kept_form (person_id, organ_id, form, value, at) VALUES (?, ?, ?, ?, ?)').run(
      ...[person, organId, form, value, at],
    );
    removeOld(store, at);
    db.prepare(
      `DELETE FROM kept_form WHERE person_id = @person AND (organ_id, form) NOT IN
         (SELECT organ_id, form FROM kept_form WHERE person_id = @person ORDER BY at DESC LIMIT @most)`,
    ).run({ person, most: MOST });
  }, 'kept:put');
  return at;
}

export function keptForm(store: Store, actor: Actor, organId: string, form: KeptFormName): KeptForm | undefined {
  const person = personOf(actor);
  const now = store.now();
  if (store.db.prepare('SELECT 1 FROM kept_form WHERE at < ? LIMIT 1').get(now - KEPT_MS))
    store.tx(() => removeOld(store, now), 'kept:old');
  const kept = store.db
    .prepare<[string, string, string], KeptForm>('SELECT value, at FROM kept_form WHERE person_id = ? AND organ_id = ? AND form = ?')
    .get(person, organId, form);
  if (kept === undefined || mayStay(store, kept.value)) return kept;
  dropKeptForm(store, actor, organId, form);
  return undefined;
}

export function dropKeptForm(store: Store, actor: Actor, organId: string, form: KeptFormName): void {
  const person = personOf(actor);
  store.tx(
    () => void store.db.prepare('DELETE FROM kept_form WHERE person_id = ? AND organ_id = ? AND form = ?').run(person, organId, form),
    'kept:drop',
  );
}

function removeOld({ db }: Store, now: number): void {
  db.prepare('DELETE FROM kept_form WHERE at < ?').run(now - KEPT_MS);
}

function mayStay(store: Store, value: string): boolean {
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    return false;
  }
  if (typeof read !== 'object' || read === null) return false;
  const { beside = [] } = read as { beside?: unknown };
  if (!Array.isArray(beside) || beside.length > MOST_BESIDE) return false;
  const paper = store.db.prepare('SELECT 1 FROM scan_group WHERE id = ? AND petition_id IS NULL');
  // One that is gone was a secret, or joined with another: nobody can say any more, so its words do not stay.
  if (!beside.every((id) => paper.get(String(id)) !== undefined)) return false;
  const words = wordsOf(read);
  return words?.every((one) => !saysSecret(one) && !PETITION.test(foldVietnamese(one).replace(/\s+/g, ' '))) ?? false;
}

/** Every text in the form; undefined where it is deeper than any form. */
function wordsOf(value: unknown, depth = 0): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (depth === DEEPEST) return undefined;
  const all: string[] = [];
  for (const one of Object.values(value)) {
    const words = wordsOf(one, depth + 1);
    if (words === undefined) return undefined;
    all.push(...words);
  }
  return all;
}
