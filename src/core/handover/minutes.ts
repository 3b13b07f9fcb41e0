/** What stands in the minutes of a handover (record keeping, 4): counted in the store at one moment. */
import { X509Certificate } from 'node:crypto';
import type { BookMinutes, HandoverMinutes, OpenDossier, OpenWork } from '../../contract/page/handover.ts';
import { legalDateOf } from '../../domain/time.ts';
import { listPeople } from '../accounts/index.ts';
import { head } from '../audit/index.ts';
import { fileCode } from '../dossiers/index.ts';
import type { Store } from '../store/types.ts';
import { importedCertificates } from '../tokens/kept.ts';

/** A list of undone work that is longer is handed over as a register's print. */
const MOST_OPEN = 300;
const OPEN_INCOMING = `state IN ('arrived','registered','assigned','in_progress') AND business_type = 0 AND destruction_id IS NULL`;
const OPEN_OUTGOING = `state IN ('draft','leader_signed','numbered','agency_signed') AND destruction_id IS NULL`;

const count = (store: Store, sql: string, ...params: unknown[]): number =>
  Number(
    store.db
      .prepare(sql)
      .pluck()
      .get(...params) ?? 0,
  );

export function handoverMinutes(store: Store): HandoverMinutes {
  const today = legalDateOf(store.now());
  return {
    at: store.now(),
    organs: store.db.prepare<[], { organId: string; name: string }>('SELECT organ_id AS organId, name FROM organ ORDER BY organ_id').all(),
    books: books(store),
    documents: {
      incoming: count(store, 'SELECT count(*) FROM incoming'),
      outgoing: count(store, 'SELECT count(*) FROM outgoing'),
      files: count(store, 'SELECT count(*) FROM file'),
      bytes: count(store, 'SELECT coalesce(sum(size), 0) FROM blob'),
    },
    openIncoming: count(store, `SELECT count(*) FROM incoming WHERE ${OPEN_INCOMING}`),
    openOutgoing: count(store, `SELECT count(*) FROM outgoing WHERE ${OPEN_OUTGOING}`),
    overdue: count(store, `SELECT count(*) FROM incoming WHERE ${OPEN_INCOMING} AND due_date < ?`, today),
    open: openWork(store),
    dossiers: dossiers(store),
    waiting: {
      documents: count(store, `SELECT count(*) FROM dispatch WHERE kind = 'document' AND state IN ('queued','sending','unknown')`),
      statuses: count(store, `SELECT count(*) FROM dispatch WHERE kind = 'status' AND state IN ('queued','sending','unknown')`),
      refused: count(store, `SELECT count(*) FROM dispatch WHERE state = 'refused'`),
    },
    quarantined: count(store, `SELECT count(*) FROM package WHERE state = 'quarantined'`),
    tokens: tokens(store),
    people: listPeople(store).map(({ name, position, roles }) => ({ name, position, roles })),
    auditHead: head(store),
  };
}

function books(store: Store): BookMinutes[] {
  return store.db
    .prepare<[], Omit<BookMinutes, 'closed'> & { closed: number }>(
      `SELECT b.name, coalesce(o.name, b.organ_id) AS organ, coalesce(n.period, '') AS period, coalesce(n.series, '') AS series,
         coalesce(max(n.number), 0) AS last, coalesce(sum(n.state = 'used'), 0) AS used, coalesce(sum(n.state = 'cancelled'), 0) AS cancelled,
         b.closed_on IS NOT NULL AS closed
       FROM book b LEFT JOIN organ o ON o.organ_id = b.organ_id LEFT JOIN book_number n ON n.book_id = b.id
       GROUP BY b.id, n.period, n.series ORDER BY b.seq, n.period, n.series`,
    )
    .all()
    .map((row) => ({ ...row, closed: row.closed === 1 }));
}

function openWork(store: Store): OpenWork[] {
  const rows = store.db
    .prepare<[number], Omit<OpenWork, 'dueDate'> & { dueDate: string | null }>(
      `SELECT * FROM (SELECT 'incoming' AS list, coalesce(CAST(arrival_number AS TEXT), '') AS code, subject, state, due_date AS dueDate, seq
         FROM incoming WHERE ${OPEN_INCOMING}
       UNION ALL
       SELECT 'outgoing', code, subject, state, due_date, seq FROM outgoing WHERE ${OPEN_OUTGOING})
       ORDER BY list, dueDate IS NULL, dueDate, seq LIMIT ?`,
    )
    .all(MOST_OPEN);
  return rows.map(({ list, code, subject, state, dueDate }) => ({ list, code, subject, state, ...(dueDate === null ? {} : { dueDate }) }));
}

/** Files that are being made first: their work goes on; then those that wait for the archive. */
function dossiers(store: Store): NonNullable<HandoverMinutes['dossiers']> {
  const list = store.db
    .prepare<[number], Omit<OpenDossier, 'code'> & { year: number; notation: string }>(
      `SELECT d.year, d.notation, d.title, coalesce(o.name, d.organ_id) AS organ, d.state,
         (SELECT count(*) FROM dossier_item x WHERE x.dossier_id = d.id AND x.removed_at IS NULL) AS documents
       FROM dossier d LEFT JOIN organ o ON o.organ_id = d.organ_id WHERE d.state IN ('open', 'closed')
       ORDER BY d.state = 'closed', d.organ_id, d.year, d.seq LIMIT ?`,
    )
    .all(MOST_OPEN)
    .map(({ year, notation, ...row }) => ({ code: fileCode({ year, notation }), ...row }));
  return {
    open: count(store, `SELECT count(*) FROM dossier WHERE state = 'open'`),
    closed: count(store, `SELECT count(*) FROM dossier WHERE state = 'closed'`),
    list,
  };
}

/** Certificates of which something was signed here, or that were imported: the tokens that belong to the desk. */
function tokens(store: Store): HandoverMinutes['tokens'] {
  return importedCertificates(store).flatMap((der) => {
    try {
      const certificate = new X509Certificate(der);
      const name = /CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? certificate.subject;
      return [{ serial: certificate.serialNumber, name, validTo: Date.parse(certificate.validTo) }];
    } catch {
      return [];
    }
  });
}
