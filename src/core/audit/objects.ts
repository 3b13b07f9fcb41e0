/**
 * What the log's ids stand for, as a person knows it: a code, a name, a number of arrival. The log itself holds no more than
 * ids; what is told here is what the person who looks may see elsewhere. Of a petition only its named persons are told more than
 * that it is one; of a destroyed document its number is told, as everywhere.
 */
import type { AuditObject, AuditObjectKind } from '../../contract/page/audit.ts';
import { OrganRows } from '../organs/rights.ts';
import { isNamed } from '../petitions/rights.ts';
import type { Store } from '../store/index.ts';

export interface Viewer {
  readonly personId?: string;
  /** Organs they may see; absent = every one. */
  readonly organs?: readonly string[];
}
interface Found {
  readonly label: string | null;
  readonly arrival?: number | null;
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isId = (object: string): boolean => UUID.test(object);
/** Words that an act wrote in the place of an object. */
const WORD = /^[a-z_-]*$/;
const MOST_LABEL = 200;

/** Tables whose rows have a name of their own. */
const NAMED: Readonly<Partial<Record<AuditObjectKind, string>>> = {
  book: 'SELECT name AS label FROM book WHERE id = ?',
  person: 'SELECT name AS label FROM person WHERE id = ?',
  dossier: `SELECT notation || ' (' || year || ')' AS label FROM dossier WHERE id = ?`,
  transfer: `SELECT number || '/' || year AS label FROM transfer WHERE id = ?`,
  envelope: `SELECT number || '/' || year AS label FROM envelope WHERE id = ?`,
  copy: 'SELECT code AS label FROM copy_issue WHERE id = ?',
  meeting: 'SELECT title AS label FROM meeting WHERE id = ?',
  group: 'SELECT name AS label FROM agency_group WHERE id = ?',
  peer: 'SELECT name AS label FROM peer WHERE id = ?',
  rule: 'SELECT name AS label FROM standing_rule WHERE id = ?',
  power: 'SELECT person AS label FROM signing_power WHERE id = ?',
  body: 'SELECT name AS label FROM signing_body WHERE id = ?',
  destruction: 'SELECT number AS label FROM destruction WHERE id = ?',
};
/** Where a row is one of a document, or a page of one. */
const OF_DOCUMENT: Readonly<Record<string, string>> = {
  reminder: 'coalesce(incoming_id, outgoing_id)',
  document_note: 'coalesce(incoming_id, outgoing_id)',
  paper_delivery: 'outgoing_id',
  scan_group: 'coalesce(petition_id, incoming_id)',
};

export class AuditObjects {
  readonly #store: Store;
  readonly #viewer: Viewer;
  readonly #rows: OrganRows | undefined;
  readonly #known = new Map<string, AuditObject>();
  readonly #admitted = new Map<string, boolean>();
  constructor(store: Store, viewer: Viewer) {
    this.#store = store;
    this.#viewer = viewer;
    this.#rows = viewer.organs === undefined ? undefined : new OrganRows(store);
  }

  /** Whether a row about this may be shown: another organ's is not, nor what was done with that organ itself. */
  admits(object: string): boolean {
    const { organs } = this.#viewer;
    if (organs === undefined || this.#rows === undefined) return true;
    const known = this.#admitted.get(object);
    if (known !== undefined) return known;
    const organ = this.#rows.organOf(object) ?? (this.#isOrgan(object) ? object : undefined);
    const admitted = organ === undefined || organs.includes(organ);
    this.#admitted.set(object, admitted);
    return admitted;
  }
  #isOrgan(object: string): boolean {
    return this.#store.db.prepare('SELECT 1 FROM organ WHERE organ_id = ?').get(object) !== undefined;
  }

  /** Nothing where the act named nothing. */
  tell(object: string): AuditObject | undefined {
    if (object === this.#store.workstationId) return { kind: 'workstation' };
    if (UUID.test(object)) return this.#row(object);
    if (WORD.test(object)) return undefined;
    const organ = this.#store.db.prepare<[string], string>('SELECT name FROM organ WHERE organ_id = ?').pluck().get(object);
    return organ === undefined ? { kind: 'other', label: clipped(object) } : { kind: 'organ', label: organ };
  }
  /** A result that is the id of a row. */
  named(result: string): AuditObject | undefined {
    if (!UUID.test(result)) return undefined;
    return this.admits(result) ? this.#row(result) : { kind: 'other' };
  }

  #row(id: string): AuditObject {
    const known = this.#known.get(id) ?? this.#document(id) ?? this.#petition(id) ?? this.#file(id) ?? this.#other(id);
    this.#known.set(id, known);
    return known;
  }
  #one(sql: string, id: string): Found | undefined {
    return this.#store.db.prepare<[string], Found>(sql).get(id);
  }
  #document(id: string): AuditObject | undefined {
    const arrived = this.#one(
      `SELECT arrival_number AS arrival, CASE WHEN number = '' AND notation = '' THEN subject ELSE number || '/' || notation END AS label
       FROM incoming WHERE id = ?`,
      id,
    );
    if (arrived) return told('incoming', id, arrived);
    const sent = this.#one(`SELECT CASE WHEN code = '' THEN subject ELSE code END AS label FROM outgoing WHERE id = ?`, id);
    return sent && told('outgoing', id, sent);
  }
  #petition(id: string): AuditObject | undefined {
    const number = this.#one(`SELECT number || '/' || period AS label FROM petition WHERE id = ?`, id);
    if (number === undefined) return undefined;
    return isNamed(this.#store, id, this.#viewer.personId) ? told('petition', id, number) : { kind: 'petition' };
  }
  #file(id: string): AuditObject | undefined {
    const file = this.#store.db
      .prepare<[string], { name: string; document: string | null }>(
        'SELECT name, coalesce(incoming_id, outgoing_id) AS document FROM file WHERE id = ?',
      )
      .get(id);
    if (file === undefined) return undefined;
    const petition = this.#store.db.prepare<[string], string>('SELECT petition_id FROM petition_file WHERE file_id = ?').pluck().get(id);
    if (petition !== undefined) return { kind: 'file', of: this.#row(petition) };
    return { kind: 'file', label: clipped(file.name), ...(file.document === null ? {} : { of: this.#row(file.document) }) };
  }
  #other(id: string): AuditObject {
    for (const [kind, sql] of Object.entries(NAMED) as [AuditObjectKind, string][]) {
      const found = this.#one(sql, id);
      if (found) return told(kind, id, found);
    }
    for (const [table, column] of Object.entries(OF_DOCUMENT)) {
      const of = this.#store.db.prepare<[string], string | null>(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck().get(id);
      if (typeof of === 'string') return { kind: 'other', of: this.#row(of) };
    }
    return { kind: 'other' };
  }
}

const clipped = (text: string): string => (text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL)}…` : text);
function told(kind: AuditObjectKind, id: string, { label, arrival }: Found): AuditObject {
  return { kind, id, ...(label ? { label: clipped(label) } : {}), ...(typeof arrival === 'number' ? { arrivalNumber: arrival } : {}) };
}
