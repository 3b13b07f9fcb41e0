/**
 * Long forms as they are typed, in the encrypted store, each its own person's in one organ: they outlive a lock, a closed
 * window and a killed program, until they are sent or given up. What may not lie here is not kept: words that say a degree
 * of secrecy, words of a petition outside the forms of its own book, what was typed beside a paper that turned out to be
 * either, and what is about a row that is gone, destroyed or not this person's to see.
 */
import { KEPT_FORMS, type KeptForm, type KeptPlace } from '../../contract/page/kept.ts';
import { Failure } from '../../domain/errors.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { Actor } from '../context.ts';
import { saysSecret } from '../paper/envelopes.ts';
import { isNamed } from '../petitions/rights.ts';
import type { Store } from '../store/types.ts';

/** Forms of one person; the oldest goes. */
const MOST = 50;
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
/** Names of people who petition lie here no longer than somebody can still remember the paper. */
const PETITION_KEPT_MS = 7 * DAY_MS;
/** Papers that one form can have stood beside. */
const MOST_BESIDE = 400;
const DEEPEST = 6;
/** A letter to be kept in the book of petitions; what speaks about such letters is caught too, and only loses this comfort. */
const PETITION = /\b(?:don|thu)\s+(?:thu\s+)?(?:khieu nai|khieu to|to cao|to giac|kien nghi|phan anh)\b/;
/** What opens something is never written down here, whatever form a page would keep it of. */
const SECRET_FIELD = /^(?:pin|puk|pass(?:phrase|word)|secret|token|recovery(?:Code)?)$/i;
/** A register kept by hand, by its key. */
const FORM_KEY = /^[a-z0-9_.-]{1,40}$/i;
const FROM_OLD = `at < @old OR (form LIKE 'petition%' AND at < @oldPetition)`;

const personOf = (actor: Actor): string => {
  if (actor.personId === undefined) throw new Failure('session.not_allowed');
  return actor.personId;
};
const ages = (now: number) => ({ old: now - KEPT_MS, oldPetition: now - PETITION_KEPT_MS });

/** When it was kept; undefined where it may not be, and then nothing of it remains. */
export function keepForm(store: Store, actor: Actor, organId: string, place: KeptPlace, value: string): number | undefined {
  const person = personOf(actor);
  if (!mayStay(store, actor, organId, place, value)) {
    dropKeptForm(store, actor, organId, place);
    return undefined;
  }
  const at = store.now();
  store.tx(() => {
    const { db } = store;
    db.prepare('INSERT OR REPLACE INTO kept_form (person_id, organ_id, form, of_id, value, at) VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[person, organId, place.form, place.of ?? '', value, at],
    );
    removeOld(store, at);
    db.prepare(
      `DELETE FROM kept_form WHERE person_id = @person AND (organ_id, form, of_id) NOT IN
         (SELECT organ_id, form, of_id FROM kept_form WHERE person_id = @person ORDER BY at DESC LIMIT @most)`,
    ).run({ person, most: MOST });
  }, 'kept:put');
  return at;
}

export function keptForm(store: Store, actor: Actor, organId: string, place: KeptPlace): KeptForm | undefined {
  const person = personOf(actor);
  const now = store.now();
  if (store.db.prepare(`SELECT 1 FROM kept_form WHERE ${FROM_OLD} LIMIT 1`).get(ages(now)))
    store.tx(() => removeOld(store, now), 'kept:old');
  const kept = store.db
    .prepare<[string, string, string, string], KeptForm>(
      'SELECT value, at FROM kept_form WHERE person_id = ? AND organ_id = ? AND form = ? AND of_id = ?',
    )
    .get(person, organId, place.form, place.of ?? '');
  if (kept === undefined || mayStay(store, actor, organId, place, kept.value)) return kept;
  dropKeptForm(store, actor, organId, place);
  return undefined;
}

export function dropKeptForm(store: Store, actor: Actor, organId: string, { form, of = '' }: KeptPlace): void {
  const person = personOf(actor);
  const held = store.db.prepare('SELECT 1 FROM kept_form WHERE person_id = ? AND organ_id = ? AND form = ? AND of_id = ?');
  if (held.get(person, organId, form, of) === undefined) return;
  store.tx(
    () =>
      void store.db
        .prepare('DELETE FROM kept_form WHERE person_id = ? AND organ_id = ? AND form = ? AND of_id = ?')
        .run(person, organId, form, of),
    'kept:drop',
  );
}

function removeOld({ db }: Store, now: number): void {
  db.prepare(`DELETE FROM kept_form WHERE ${FROM_OLD}`).run(ages(now));
}

function mayStay(store: Store, actor: Actor, organId: string, place: KeptPlace, value: string): boolean {
  if (!isAbout(store, actor, organId, place)) return false;
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
  const sealed = place.form.startsWith('petition');
  return words?.every((one) => !saysSecret(one) && (sealed || !PETITION.test(foldVietnamese(one).replace(/\s+/g, ' ')))) ?? false;
}

/** Settings of the whole station, whichever organ a person works in; by their key. */
const OF_STATION: Readonly<Record<string, string>> = { organ: 'organ_id', agency_group: 'id', signing_power: 'id', book: 'id' };

/** Whether the form is about a row that is there and that this person may see in this organ. */
function isAbout(store: Store, actor: Actor, organId: string, { form, of = '' }: KeptPlace): boolean {
  const tables: readonly string[] = KEPT_FORMS[form];
  if (of === '') return tables.includes('');
  return tables.some((table) => {
    if (table === '') return false;
    if (table === 'form') return FORM_KEY.test(of);
    if (table === 'petition' && !isNamed(store, of, actor.personId)) return false;
    const ofStation = OF_STATION[table];
    // Names come from the closed lists above.
    if (ofStation !== undefined) return store.db.prepare(`SELECT 1 FROM "${table}" WHERE ${ofStation} = ?`).get(of) !== undefined;
    const whole = table === 'incoming' || table === 'outgoing' ? ' AND destruction_id IS NULL' : '';
    const open = table === 'scan_group' ? ' AND petition_id IS NULL' : '';
    return store.db.prepare(`SELECT 1 FROM "${table}" WHERE id = ? AND organ_id = ?${whole}${open}`).get(of, organId) !== undefined;
  });
}

/** Every text in the form; undefined where it is deeper than any form, or a field of it holds a secret. */
function wordsOf(value: unknown, depth = 0): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (depth === DEEPEST) return undefined;
  const all: string[] = [];
  for (const [name, one] of Object.entries(value)) {
    if (SECRET_FIELD.test(name)) return undefined;
    const words = wordsOf(one, depth + 1);
    if (words === undefined) return undefined;
    all.push(...words);
  }
  return all;
}
