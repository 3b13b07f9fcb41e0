/**
 * The log looked through, newest first, page by page from where the last one ended. Days and one object are found by their
 * indexes; a person, a kind of act, words are found among the rows, some thousands at a time, so that the desk goes on.
 */
import type { AuditAsked, AuditLine, AuditPage, AuditPlace } from '../../contract/page/audit.ts';
import { AUDIT_TOPICS, BY_WORKSTATION } from '../../domain/auditActs.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/index.ts';
import type { Parts } from '../working/index.ts';
import { AuditObjects, isId, type Viewer } from './objects.ts';

export type AuditQuery = Omit<AuditAsked, 'workId'>;

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly personId: string | null;
  readonly person: string;
  readonly role: string | null;
  readonly act: string;
  readonly object: string;
  readonly result: string;
}
const ROWS_AT_ONCE = 2_000;
/** Where words are looked for: each row is folded. */
const READ_AT_ONCE = 500;
/** Rows whose organ is looked up before the others have their turn. */
const JUDGED_AT_ONCE = 200;
const USUAL = 100;

/** Midnight of the office's clock. */
const startOf = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
const DAY = 86_400_000;
const FIRST = 0;
const LAST = 8_640_000_000_000_000;

const COLUMNS = 'seq, at, person_id AS personId, person, role, act, object, result';
/** By which order the rows are gone through. Days go by the time of the row: a clock that was set back hides nothing. */
export const AUDIT_SOURCES = {
  all: `SELECT ${COLUMNS} FROM audit WHERE seq < @seq ORDER BY seq DESC LIMIT @limit`,
  object: `SELECT ${COLUMNS} FROM audit WHERE object = @object AND seq < @seq ORDER BY seq DESC LIMIT @limit`,
  /** A document's own rows and those of its files: what was saved outside or printed of it. */
  document: `SELECT ${COLUMNS} FROM audit INDEXED BY audit_object WHERE object IN (SELECT @object UNION ALL SELECT id FROM file WHERE incoming_id = @object
    UNION ALL SELECT id FROM file WHERE outgoing_id = @object UNION ALL SELECT file_id FROM petition_file WHERE petition_id = @object)
    AND seq < @seq ORDER BY seq DESC LIMIT @limit`,
  days: `SELECT ${COLUMNS} FROM audit WHERE at >= @from AND at <= @at AND (at < @at OR seq < @seq) ORDER BY at DESC, seq DESC LIMIT @limit`,
} as const;

/** The rows that a query wants, of those that its source gives. */
function wanted({ person, topic, act, text, from, to }: AuditQuery): (row: Row) => boolean {
  const acts: readonly string[] | undefined = act ? [act] : topic ? AUDIT_TOPICS[topic] : undefined;
  const among = acts && new Set(acts);
  const words = foldVietnamese(text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const earliest = from === undefined ? FIRST : startOf(from);
  const latest = to === undefined ? LAST : startOf(to) + DAY - 1;
  return (row) => {
    if (row.at < earliest || row.at > latest) return false;
    if (person !== undefined && (row.personId ?? BY_WORKSTATION) !== person) return false;
    if (among && !among.has(row.act)) return false;
    if (words.length === 0) return true;
    const said = foldVietnamese(`${row.result} ${row.person} ${isId(row.object) ? '' : row.object}`);
    return words.every((word) => said.includes(word));
  };
}

const isDocument = (store: Store, id: string): boolean =>
  store.db
    .prepare(
      'SELECT 1 FROM incoming WHERE id = @id UNION ALL SELECT 1 FROM outgoing WHERE id = @id UNION ALL SELECT 1 FROM petition WHERE id = @id',
    )
    .get({ id }) !== undefined;

/** @param viewer who looks: rows of organs that are not theirs are left out, and what is a petition's is named to its own alone */
export function* listAudit(store: Store, viewer: Viewer, query: AuditQuery): Parts<AuditPage> {
  const { from, to, object, after, limit = USUAL } = query;
  const days = object === undefined && (from !== undefined || to !== undefined);
  const of = object === undefined ? undefined : isDocument(store, object) ? 'document' : 'object';
  const source = store.db.prepare<unknown[], Row>(AUDIT_SOURCES[of ?? (days ? 'days' : 'all')]);
  const fits = wanted(query);
  const objects = new AuditObjects(store, viewer);
  const plain = !days && object === undefined && [query.person, query.topic, query.act, query.text].every((one) => one === undefined);
  const atOnce = plain ? limit + 1 : query.text === undefined ? ROWS_AT_ONCE : READ_AT_ONCE;
  const latest = to === undefined ? LAST : startOf(to) + DAY - 1;
  const found: Row[] = [];
  const first = after?.seq ?? Number.MAX_SAFE_INTEGER;
  let place: AuditPlace = { seq: first, at: Math.min(after?.at ?? LAST, latest) };
  const top = Math.min(first, store.db.prepare<[], number | null>('SELECT max(seq) FROM audit').pluck().get() ?? 0);
  for (let judged = 0; ; ) {
    const bounds = { seq: place.seq, limit: atOnce };
    const rows = source.all({
      ...bounds,
      ...(object === undefined ? {} : { object }),
      ...(days ? { from: from === undefined ? FIRST : startOf(from), at: place.at } : {}),
    });
    for (const row of rows) {
      place = { seq: row.seq, at: row.at };
      if (!fits(row)) continue;
      if (viewer.organs !== undefined && ++judged % JUDGED_AT_ONCE === 0) yield { done: top - row.seq, total: top };
      if (!objects.admits(row.object)) continue;
      found.push(row);
      if (found.length > limit) return pageOf(found.slice(0, limit), objects, true);
    }
    if (rows.length < atOnce) return pageOf(found, objects, false);
    yield { done: Math.max(0, top - place.seq), total: top };
  }
}

function pageOf(rows: readonly Row[], objects: AuditObjects, more: boolean): AuditPage {
  const last = rows.at(-1);
  return { rows: rows.map((row) => lineOf(row, objects)), ...(more && last ? { next: { seq: last.seq, at: last.at } } : {}) };
}

const BEHALF = /^(.*) for ([0-9a-f-]{36}) (.+)$/s;
function lineOf(row: Row, objects: AuditObjects): AuditLine {
  const [, said = row.result, , onBehalfOf] = BEHALF.exec(row.result) ?? [];
  const object = objects.tell(row.object);
  const named = objects.named(said);
  return {
    seq: row.seq,
    at: row.at,
    person: row.person,
    own: row.personId === null,
    ...(row.role === null ? {} : { role: row.role }),
    act: row.act,
    result: named ? '' : said,
    ...(named ? { resultOf: named } : {}),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(object ? { object } : {}),
  };
}

export const viewerOf = (actor: Actor): Viewer => ({
  ...(actor.personId === undefined ? {} : { personId: actor.personId }),
  ...(actor.organs === undefined ? {} : { organs: actor.organs }),
});
