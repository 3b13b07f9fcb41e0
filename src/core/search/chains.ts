/**
 * Documents of one matter: what a message, a person or a text says belongs together. Said by id or by a person is sure;
 * number and notation in a text alone is likely, and only where agency and day do not speak against it.
 */
import { type ChainRow, type Direction, RELATIONS, type Relation } from '../../contract/page/search.ts';
import type { IncomingState, OutgoingState } from '../../domain/documents.ts';
import { Failure } from '../../domain/errors.ts';
import { sameIssuer } from '../../domain/references.ts';
import { squashedName } from '../../domain/searchText.ts';
import type { Store } from '../store/types.ts';

interface Doc {
  readonly list: Direction;
  readonly id: string;
  readonly seq: number;
  readonly state: IncomingState | OutgoingState;
  readonly code: string;
  readonly date: string | null;
  readonly type_name: string;
  readonly subject: string;
  readonly document_id: string | null;
  /** Who issued it: organ code and name. */
  readonly issuer_id: string | null;
  readonly issuer: string;
  readonly party: string;
  readonly arrival_number: number | null;
}
interface Said {
  readonly list: Direction;
  readonly seq: number;
  readonly role: 'answers' | 'replaces' | 'mentions';
  readonly key: string;
  readonly issuer: string;
  readonly date: string;
}
interface Tie {
  readonly doc: Doc;
  readonly relation: Relation;
  readonly likely: boolean;
}

const DOC: Readonly<Record<Direction, string>> = {
  incoming: `SELECT 'incoming' AS list, id, seq, state, CASE WHEN number = '' THEN notation WHEN notation = '' THEN number ELSE number || '/' || notation END AS code,
    date, type_name, subject, document_id, sender_organ_id AS issuer_id, sender_name AS issuer, sender_name AS party, arrival_number FROM incoming d`,
  outgoing: `SELECT 'outgoing' AS list, id, seq, state, code, date, type_name, subject, document_id, organ_id AS issuer_id,
    coalesce((SELECT name FROM organ o WHERE o.organ_id = d.organ_id), '') AS issuer, recipients AS party, NULL AS arrival_number FROM outgoing d`,
};
/** Of what has no bound of its own (a code in a thousand texts). */
const MAX_EACH = 40;
const MAX_ROWS = 60;
/** A subject that comes again every month is one matter only within these days. */
const RECURRING = 8;
const NEAR_DAYS = 100;

/** @throws Failure `documents.not_found` */
export function chainOf(store: Store, direction: Direction, id: string): ChainRow[] {
  const chain = new Chain(store);
  const doc = chain.byId(direction, id);
  if (doc === undefined) throw new Failure('documents.not_found');
  const ties = chain.around(doc);
  const known = new Set([key(doc), ...ties.map((tie) => key(tie.doc))]);
  const farther = chain.beyond(ties, known);
  const matter = chain.sameSubject(doc).filter((one) => !known.has(key(one)));
  const rest = [...farther, ...matter.map((one) => ({ doc: one, relation: 'same_matter', likely: true }) as const)];
  return [...ties.sort(nearest), ...unique(rest).sort((a, b) => b.doc.seq - a.doc.seq)].slice(0, MAX_ROWS).map(rowOf);
}

const key = (doc: Pick<Doc, 'list' | 'seq'>): string => `${doc.list}/${doc.seq}`;
const nearest = (a: Tie, b: Tie): number =>
  RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) || Number(a.likely) - Number(b.likely) || b.doc.seq - a.doc.seq;
function unique(ties: readonly Tie[]): Tie[] {
  const seen = new Map<string, Tie>();
  for (const tie of ties) if (!seen.has(key(tie.doc))) seen.set(key(tie.doc), tie);
  return [...seen.values()];
}

function rowOf({ doc, relation, likely }: Tie): ChainRow {
  const names = doc.list === 'outgoing' ? (JSON.parse(doc.party) as { name: string }[]).map((one) => one.name) : [doc.party];
  return {
    direction: doc.list,
    id: doc.id,
    state: doc.state,
    code: doc.code,
    typeName: doc.type_name,
    subject: doc.subject,
    party: names.slice(0, 2).join('; ') + (names.length > 2 ? ` (+${names.length - 2})` : ''),
    relation,
    ...(doc.date ? { date: doc.date } : {}),
    ...(doc.arrival_number === null ? {} : { arrivalNumber: doc.arrival_number }),
    ...(likely ? { likely } : {}),
  };
}

const BACK: Readonly<Record<Said['role'], Relation>> = { answers: 'answered_by', replaces: 'replaced_by', mentions: 'mentioned_by' };
const BY_TYPE: Readonly<Record<number, readonly [Relation, Relation]>> = {
  1: ['revokes', 'revoked_by'],
  2: ['updates', 'updated_by'],
  3: ['replaces', 'replaced_by'],
};
const BY_KIND: Readonly<Record<string, readonly [Relation, Relation]>> = {
  revoke: ['revokes', 'revoked_by'],
  update: ['updates', 'updated_by'],
  replace: ['replaces', 'replaced_by'],
};

class Chain {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }
  #docs(list: Direction, where: string, ...params: (string | number | null)[]): Doc[] {
    return this.#store.db.prepare<unknown[], Doc>(`${DOC[list]} WHERE ${where} LIMIT ${MAX_EACH}`).all(...params);
  }
  byId(list: Direction, id: string): Doc | undefined {
    return this.#docs(list, 'id = ?', id)[0];
  }

  /** Everything that is tied to a document itself; the strongest word for each other document. */
  around(doc: Doc): Tie[] {
    const ties = [...this.#acts(doc), ...this.#amendments(doc), ...this.#copies(doc), ...this.#says(doc), ...this.#saidOf(doc)];
    return unique(ties.filter((tie) => key(tie.doc) !== key(doc)).sort(nearest));
  }

  /** What a person did here: a reply, an update, a replacement of one of ours. */
  #acts(doc: Doc): Tie[] {
    const sure = (docs: readonly Doc[], relation: Relation): Tie[] => docs.map((one) => ({ doc: one, relation, likely: false }));
    if (doc.list === 'incoming') return sure(this.#docs('outgoing', 'reply_to_id = ?', doc.id), 'answered_by');
    const row = this.#store.db
      .prepare<[string], { reply_to_id: string | null; amends_id: string | null; amends_type: number | null }>(
        'SELECT reply_to_id, amends_id, amends_type FROM outgoing WHERE id = ?',
      )
      .get(doc.id);
    const [does] = BY_TYPE[row?.amends_type ?? 0] ?? [];
    const changing = this.#store.db
      .prepare<[string], { id: string; amends_type: number }>('SELECT id, amends_type FROM outgoing WHERE amends_id = ?')
      .all(doc.id);
    return [
      ...sure(row?.reply_to_id ? this.#docs('incoming', 'id = ?', row.reply_to_id) : [], 'answers'),
      ...(row?.amends_id && does ? sure(this.#docs('outgoing', 'id = ?', row.amends_id), does) : []),
      ...changing.flatMap(({ id, amends_type: type }) => sure(this.#docs('outgoing', 'id = ?', id), BY_TYPE[type]?.[1] ?? 'updated_by')),
    ];
  }

  /** What another office's message does to a document of its own. */
  #amendments(doc: Doc): Tie[] {
    if (doc.list !== 'incoming') return [];
    const rows = this.#store.db
      .prepare<[string, string], { kind: string; incoming_id: string | null; message_id: string | null }>(
        `SELECT kind, incoming_id, message_id FROM amendment WHERE direction = 'in' AND (incoming_id = ? OR message_id = ?)`,
      )
      .all(doc.id, doc.id);
    return rows.flatMap(({ kind, incoming_id: original, message_id: message }) => {
      const [does, done] = BY_KIND[kind] ?? [];
      const other = original === doc.id ? message : original;
      const relation = original === doc.id ? done : does;
      if (other === null || relation === undefined) return [];
      return this.#docs('incoming', 'id = ?', other).map((one) => ({ doc: one, relation, likely: false }));
    });
  }

  /** The same document again: by its id, or by number, notation and agency. */
  #copies(doc: Doc): Tie[] {
    if (doc.list !== 'incoming') return [];
    const byId = doc.document_id === null ? [] : this.#docs('incoming', 'document_id = ?', doc.document_id);
    const byCode = this.#owners(doc).filter(
      (one) =>
        one.list === 'incoming' &&
        squashedName(one.issuer) === squashedName(doc.issuer) &&
        (one.date === doc.date || !one.date || !doc.date),
    );
    return [...byId, ...byCode].map((one) => ({ doc: one, relation: 'copy' as const, likely: false }));
  }
  /** Documents with the same code, of whatever agency. */
  #owners(doc: Doc): Doc[] {
    const own = this.#store.db
      .prepare<[string, number], string>(`SELECT key FROM document_key WHERE list = ? AND seq = ? AND role = 'own'`)
      .pluck()
      .get(doc.list, doc.seq);
    return own === undefined ? [] : this.#ofCode(own);
  }
  #ofCode(code: string): Doc[] {
    return this.#store.db
      .prepare<[string, number], { list: Direction; seq: number }>(
        `SELECT list, seq FROM document_key WHERE key = ? AND role = 'own' ORDER BY seq DESC LIMIT ?`,
      )
      .all(code, MAX_EACH)
      .flatMap(({ list, seq }) => this.#docs(list, 'seq = ?', seq));
  }

  /** What the document itself says: answers, replaces, names. */
  #says(doc: Doc): Tie[] {
    const said = this.#store.db
      .prepare<[string, number], Said>(
        `SELECT list, seq, role, key, issuer, date FROM document_key WHERE list = ? AND seq = ? AND role IN ('answers', 'replaces', 'mentions')`,
      )
      .all(doc.list, doc.seq);
    return said.flatMap((one) => {
      const byId = one.key.startsWith('id:');
      const found = byId ? this.#ofDocumentId(one.key.slice(3)) : this.#ofCode(one.key);
      return this.#fitting(one, found, byId).map(({ doc: target, likely }) => ({ doc: target, relation: one.role, likely }));
    });
  }
  #ofDocumentId(documentId: string): Doc[] {
    return [...this.#docs('incoming', 'document_id = ?', documentId), ...this.#docs('outgoing', 'document_id = ?', documentId)];
  }

  /** What others say of it. */
  #saidOf(doc: Doc): Tie[] {
    const own = this.#store.db
      .prepare<[string, number], string>(`SELECT key FROM document_key WHERE list = ? AND seq = ? AND role = 'own'`)
      .pluck()
      .all(doc.list, doc.seq);
    const keys = [...own, ...(doc.document_id === null ? [] : [`id:${doc.document_id}`])];
    const find = this.#store.db.prepare<[string, number], Said>(
      `SELECT list, seq, role, key, issuer, date FROM document_key WHERE key = ? AND role IN ('answers', 'replaces', 'mentions') ORDER BY seq DESC LIMIT ?`,
    );
    return keys.flatMap((one) =>
      find.all(one, MAX_EACH).flatMap((said) => {
        const byId = one.startsWith('id:');
        const among = byId ? [doc] : this.#ofCode(one);
        const fits = this.#fitting(said, among, byId).find(({ doc: target }) => key(target) === key(doc));
        if (fits === undefined) return [];
        return this.#docs(said.list, 'seq = ?', said.seq).map((by) => ({ doc: by, relation: BACK[said.role], likely: fits.likely }));
      }),
    );
  }

  /** Of documents with the named code those that agency and day allow; without either only where there is but one. */
  #fitting(said: Said, found: readonly Doc[], byId: boolean): { doc: Doc; likely: boolean }[] {
    if (byId) return found.map((doc) => ({ doc, likely: false }));
    const others = found.filter((doc) => doc.list !== said.list || doc.seq !== said.seq);
    const fits = others.filter(
      (doc) => (said.date === '' || !doc.date || doc.date === said.date) && (said.issuer === '' || issuedBy(doc, said.issuer)),
    );
    const alone = said.issuer === '' && said.date === '';
    if (alone && fits.length !== 1) return [];
    const certain = said.role !== 'mentions' && said.issuer !== '';
    return fits.map((doc) => ({ doc, likely: !(certain || (said.issuer !== '' && said.date !== '')) }));
  }

  /** Two steps further along answers, replacements and copies. */
  beyond(ties: readonly Tie[], known: Set<string>): Tie[] {
    const out: Tie[] = [];
    let edge = ties.filter((tie) => !tie.likely && FIRM.includes(tie.relation)).map((tie) => tie.doc);
    for (let step = 0; step < 2 && out.length < MAX_ROWS; step++) {
      const next: Doc[] = [];
      for (const doc of edge.slice(0, MAX_EACH)) {
        for (const tie of this.around(doc)) {
          if (known.has(key(tie.doc)) || tie.likely || !FIRM.includes(tie.relation)) continue;
          known.add(key(tie.doc));
          next.push(tie.doc);
          out.push({ doc: tie.doc, relation: 'same_matter', likely: false });
        }
      }
      edge = next;
    }
    return out;
  }

  /** The same words in the subject; of one that comes again and again only the near ones. */
  sameSubject(doc: Doc): Doc[] {
    const found = this.#store.db
      .prepare<[string, number, number, string, number], { list: Direction; seq: number }>(
        `SELECT o.list, o.seq FROM document_key k JOIN document_key o ON o.key = k.key AND o.role = 'subject'
         WHERE k.list = ? AND k.seq = ? AND k.role = 'subject' AND NOT (o.seq = ? AND o.list = ?) ORDER BY abs(o.seq - k.seq) LIMIT ?`,
      )
      .all(doc.list, doc.seq, doc.seq, doc.list, MAX_EACH)
      .flatMap(({ list, seq }) => this.#docs(list, 'seq = ?', seq));
    if (found.length <= RECURRING || !doc.date) return found.slice(0, RECURRING);
    const day = Date.parse(doc.date);
    return found.filter((one) => one.date && Math.abs(Date.parse(one.date) - day) <= NEAR_DAYS * 24 * 3600_000).slice(0, RECURRING);
  }
}

/** Ties that carry a matter on; a mention may lead anywhere. */
const FIRM: readonly Relation[] = [
  'answers',
  'answered_by',
  'replaces',
  'replaced_by',
  'updates',
  'updated_by',
  'revokes',
  'revoked_by',
  'copy',
];
const issuedBy = (doc: Doc, said: string): boolean => doc.issuer_id === said || sameIssuer(said, doc.issuer);
