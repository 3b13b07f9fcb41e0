/**
 * State secrets never stay (record keeping, 5). A mark in its cell stops a document at every door and its bytes are
 * destroyed; words elsewhere ask a person, whose answer is recorded. After a stop nothing of it remains but time, the
 * sender's code, the transport id and the reason, in the package's row or in the audit.
 */
import { Failure } from '../../domain/errors.ts';
import type { BlobId, RecordId } from '../../domain/ids.ts';
import type { SecrecyFinding } from '../../domain/secrecyMark.ts';
import { record } from '../audit/index.ts';
import { type Actor, WORKSTATION } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { eraseDocument } from './erase.ts';

/** Code of the refusal after which nothing of a document may remain here. */
export const SECRET = 'documents.secret';

/** What a file's or upload's row keeps of the look: nothing found, words that ask, or the answer to them. */
export type KeptFinding =
  | { readonly state: 'none' }
  | { readonly state: 'not_looked' | 'picture' }
  | { readonly state: 'asks'; readonly asks: SecrecyFinding['asks'] }
  | { readonly state: 'answered'; readonly asks: SecrecyFinding['asks']; readonly by: string; readonly at: number };

export function kept(finding: SecrecyFinding | undefined): KeptFinding {
  if (finding === undefined || !finding.looked) return { state: 'not_looked' };
  if (finding.asks.length > 0) return { state: 'asks', asks: finding.asks };
  return { state: finding.textless ? 'picture' : 'none' };
}
export const readKept = (json: string | null | undefined): KeptFinding | undefined =>
  json ? (JSON.parse(json) as KeptFinding) : undefined;

/** Looks through one PDF; undefined where it could not be: never a reason to lose the document. */
export async function lookFor(
  parsing: Pick<Parsing, 'findSecrecy'>,
  source: Parameters<Parsing['findSecrecy']>[0]['source'],
): Promise<SecrecyFinding | undefined> {
  try {
    return await parsing.findSecrecy({ source });
  } catch (error) {
    if (error instanceof Failure && error.error.code === 'parsing.closed') throw error;
    return undefined;
  }
}

/** The one line that remains of a stop at a door that has no package. */
export function recordStop(store: Store, actor: Actor, door: 'upload' | 'incoming' | 'outgoing'): void {
  store.tx(() => record(store, actor, 'secrecy.stop', door, SECRET), 'secrecy:stop');
}

const withAnswer = (json: string | null, actor: Actor, at: number): string => {
  const before = readKept(json);
  const asks = before && 'asks' in before ? before.asks : [];
  return JSON.stringify({ state: 'answered', asks, by: actor.name, at } satisfies KeptFinding);
};
const words = (asks: SecrecyFinding['asks']): string => asks.map((one) => `“${one.words}”`).join('; ');

/** Of an upload that no document has yet. @throws Failure `files.no_such_upload` */
export async function answerUpload(store: Store, actor: Actor, id: string, secret: boolean): Promise<void> {
  const row = store.db.prepare('SELECT secrecy, blob_id, came_blob_id FROM upload WHERE id = ?').get(id) as
    | { secrecy: string | null; blob_id: BlobId; came_blob_id: BlobId | null }
    | undefined;
  if (!row) throw new Failure('files.no_such_upload');
  store.tx(() => {
    if (secret) {
      store.db.prepare('DELETE FROM upload WHERE id = ?').run(id);
      store.db.prepare('DELETE FROM blob WHERE id = ?').run(row.blob_id);
      record(store, actor, 'secrecy.stop', 'upload', SECRET);
    } else {
      store.db.prepare('UPDATE upload SET secrecy = ? WHERE id = ?').run(withAnswer(row.secrecy, actor, store.now()), id);
      record(store, actor, 'secrecy.not_secret', id, 'upload');
    }
  }, 'secrecy:answer');
  if (secret) await store.vault.discard(row.came_blob_id === null ? [row.blob_id] : [row.blob_id, row.came_blob_id]);
}

/** What is still asked about a document, over all its files. */
export function askedOf(store: Store, column: 'incoming_id' | 'outgoing_id', id: string): SecrecyFinding['asks'] {
  const rows = store.db
    .prepare(`SELECT secrecy FROM file WHERE ${column} = ? AND current = 1 AND secrecy IS NOT NULL`)
    .pluck()
    .all(id) as string[];
  return rows.flatMap((json) => {
    const found = readKept(json);
    return found?.state === 'asks' ? [...found.asks] : [];
  });
}

/** The clerk's answer for a document that is here: not a secret, which is recorded, or one, which is destroyed. */
export async function answerDocument(
  store: Store,
  actor: Actor,
  kind: 'incoming' | 'outgoing',
  id: string,
  secret: boolean,
): Promise<void> {
  const column = kind === 'incoming' ? 'incoming_id' : 'outgoing_id';
  if (secret) {
    await eraseDocument(store, actor, kind, id);
    return;
  }
  store.tx(() => {
    const asks = askedOf(store, column, id);
    if (asks.length === 0) throw new Failure('documents.secrecy_not_asked');
    const files = store.db.prepare(`SELECT id, secrecy FROM file WHERE ${column} = ? AND current = 1`).all(id) as {
      id: string;
      secrecy: string | null;
    }[];
    for (const file of files)
      if (readKept(file.secrecy)?.state === 'asks')
        store.db.prepare('UPDATE file SET secrecy = ? WHERE id = ?').run(withAnswer(file.secrecy, actor, store.now()), file.id);
    if (kind === 'incoming') store.db.prepare('UPDATE incoming SET secrecy_asked = NULL, updated_at = ? WHERE id = ?').run(store.now(), id);
    const target = kind === 'incoming' ? { incomingId: id as RecordId } : { outgoingId: id as RecordId };
    addHistory(store, actor, { ...target, act: 'secrecy.not_secret', params: { text: words(asks) } });
    record(store, actor, 'secrecy.not_secret', id, kind);
  }, 'secrecy:answer');
}

/** @throws Failure `documents.secrecy_asked`: somebody has to say first whether the words are a mark */
export function requireAnswered(store: Store, column: 'incoming_id' | 'outgoing_id', id: string): void {
  const [first] = askedOf(store, column, id);
  if (first) throw new Failure('documents.secrecy_asked', { words: first.words });
}

/**
 * The last door before anything leaves: every PDF of the document that was not looked through yet is, and an unanswered
 * question holds it. A mark in its cell ends the document.
 * @throws Failure `documents.secret`, `documents.secrecy_asked`
 */
export async function checkOutgoing(
  store: Store,
  parsing: Pick<Parsing, 'findSecrecy'>,
  id: string,
  actor: Actor = WORKSTATION,
): Promise<void> {
  const files = store.db
    .prepare(
      `SELECT id, blob_id, secrecy FROM file WHERE outgoing_id = ? AND current = 1 AND detected = 'pdf' AND role <> 'register'
         AND (secrecy IS NULL OR json_extract(secrecy, '$.state') = 'not_looked')`,
    )
    .all(id) as { id: string; blob_id: BlobId; secrecy: string | null }[];
  for (const file of files) {
    const finding = await lookFor(parsing, store.vault.sealed(file.blob_id));
    if (finding?.mark) {
      await eraseDocument(store, actor, 'outgoing', id);
      throw new Failure(SECRET);
    }
    store.tx(
      () => store.db.prepare('UPDATE file SET secrecy = ? WHERE id = ?').run(JSON.stringify(kept(finding)), file.id),
      'secrecy:looked',
    );
  }
  requireAnswered(store, 'outgoing_id', id);
}
