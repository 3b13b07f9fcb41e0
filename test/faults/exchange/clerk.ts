/** The clerk of one office: issues what is planned, in its order, and takes each arrival as far as its fate says. */
import type { Actor } from '../../../src/core/context.ts';
import {
  answerRecall,
  draftAmending,
  finishIncoming,
  instructIncoming,
  issueOutgoing,
  progressIncoming,
  registerIncoming,
  returnIncoming,
  sendAgain,
  takeBack,
} from '../../../src/core/documents/index.ts';
import type { Store } from '../../../src/core/store/index.ts';
import { conventionalDocumentId } from '../../../src/domain/edxml.ts';
import { organId, recordId } from '../../../src/domain/ids.ts';
import { legalDateOf } from '../../../src/domain/time.ts';
import { seededBytes } from '../../bench/bench.ts';
import { afterthoughtOf, agrees, codeOf, fateOf, keyOf, OFFICES, type PlannedDocument } from './plan.ts';

const ACTOR: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
const PDF_HEAD = Buffer.from('%PDF-1.4\n');

export class Clerk {
  readonly #store: Store;
  readonly #plan: readonly PlannedDocument[];
  readonly #wake: () => void;
  #next = 0;
  constructor(store: Store, plan: readonly PlannedDocument[], wake: () => void) {
    this.#store = store;
    this.#plan = plan;
    this.#wake = wake;
  }

  /** One thing to issue and one act on an arrival; false where there was nothing to do. */
  async step(): Promise<boolean> {
    const planned = this.#plan[this.#next];
    if (planned !== undefined) {
      await this.#issue(planned);
      this.#next++;
      this.#wake();
    }
    const acted = (await this.#afterthought()) || this.#answer() || this.#act();
    if (acted) this.#wake();
    return planned !== undefined || acted;
  }

  progress(): { issued: number; open: number } {
    const count = (sql: string): number => this.#store.db.prepare(`SELECT count(*) FROM ${sql}`).pluck().get() as number;
    const open = count(`dispatch WHERE state IN ('queued', 'sending', 'unknown', 'refused')`) + count('package WHERE acknowledged = 0');
    return {
      issued: count(`outgoing WHERE state = 'issued' AND amends_id IS NULL`),
      open: open + this.#undone().length + this.#unanswered().length + (this.#nextAfterthought(true) === undefined ? 0 : 1),
    };
  }

  /** Where things stand, for a run that does not come to rest. */
  standing(): unknown {
    const packages = this.#store.db
      .prepare('SELECT doc_id, state, message_type, attempts, next_at, reason FROM package WHERE acknowledged = 0 LIMIT 5')
      .all();
    return {
      packages,
      undone: this.#undone().slice(0, 3),
      unanswered: this.#unanswered().slice(0, 3),
      after: this.#nextAfterthought(true),
    };
  }

  async #issue(planned: PlannedDocument): Promise<void> {
    const store = this.#store;
    const before = store.db.prepare('SELECT id, state FROM outgoing WHERE content = ?').get(keyOf(planned)) as
      | { id: string; state: string }
      | undefined;
    if (before?.state === 'issued') return;
    const id = before?.id ?? (await this.#prepare(planned));
    await issueOutgoing(store, ACTOR, id);
  }

  /** A document that both have signed, as the signing room would leave it. */
  async #prepare(planned: PlannedDocument): Promise<string> {
    const store = this.#store;
    const pdf = Buffer.concat([PDF_HEAD, seededBytes(planned.size, planned.number * 31 + planned.from.length)]);
    const blob = await store.vault.put(pdf);
    const id = store.newId();
    const { code, date, documentId } = this.#numbered(planned);
    store.tx(() => {
      store.db
        .prepare(
          `INSERT INTO outgoing (id, organ_id, state, priority, number, code, notation, date, document_id, type_name, subject, content, competence,
             signer_position, signer, recipients, folded, updated_at, seq, workstation_id)
           VALUES (?, ?, 'agency_signed', ?, ?, ?, ?, ?, ?, 'Công văn', ?, ?, 'TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH', 'Nguyễn Văn Mẫu', ?, '', ?, ?, ?)`,
        )
        .run(
          id,
          planned.from,
          planned.priority,
          planned.number,
          code,
          planned.notation,
          date,
          documentId,
          `Về việc thử nghiệm ${code}`,
          keyOf(planned),
          JSON.stringify(planned.to.map((to) => ({ organId: to, name: OFFICES.find((o) => o.organId === to)?.name ?? to }))),
          store.now(),
          store.nextSeq(),
          store.workstationId,
        );
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, ?, 'pdf', 1, ?, ?, ?)`,
        )
        .run(store.newId(), id, `van-ban-${planned.number}.pdf`, blob.id, store.now(), store.nextSeq());
    }, 'clerk:prepared');
    return id;
  }

  #numbered(planned: PlannedDocument) {
    const date = legalDateOf(this.#store.now());
    const code = codeOf(planned);
    const documentId = conventionalDocumentId(organId(planned.from), date, code.slice(0, code.indexOf('/')), planned.notation);
    return { code, date, documentId };
  }

  /** The first issued document that is still to be changed; `ever`: also those whose time has not come. */
  #nextAfterthought(ever: boolean): { id: string; planned: PlannedDocument } | undefined {
    const db = this.#store.db;
    const row = db.prepare(`SELECT id, frozen_at FROM outgoing WHERE content = ? AND state = 'issued'`);
    for (const planned of this.#plan) {
      const { act, whenAccepted } = afterthoughtOf(planned);
      if (act === 'none') continue;
      const found = row.get(keyOf(planned)) as { id: string; frozen_at: number | null } | undefined;
      if (found === undefined || found.frozen_at !== null) continue;
      const { id } = found;
      if (act === 'send_again' && db.prepare('SELECT 1 FROM dispatch WHERE outgoing_id = ? AND business_type = 2').get(id)) continue;
      if (db.prepare(`SELECT 1 FROM outgoing WHERE amends_id = ? AND state = 'issued'`).get(id)) continue;
      const accepted = db.prepare(`SELECT 1 FROM dispatch WHERE outgoing_id = ? AND kind = 'document' AND state = 'accepted'`).get(id);
      if (ever || !whenAccepted || accepted !== undefined) return { id, planned };
    }
    return undefined;
  }

  async #afterthought(): Promise<boolean> {
    const next = this.#nextAfterthought(false);
    if (next === undefined) return false;
    const { id, planned } = next;
    const { act } = afterthoughtOf(planned);
    if (act === 'take_back') takeBack(this.#store, ACTOR, id, 'Sai nội dung');
    else if (act === 'send_again') await sendAgain(this.#store, ACTOR, id, planned.to[0] ?? '');
    else await this.#letter(id, planned, act === 'revoke' ? 1 : act === 'update' ? 2 : 3);
    return true;
  }

  /** A document that changes another: drafted, signed as the signing room would leave it, issued. */
  async #letter(id: string, planned: PlannedDocument, type: 1 | 2 | 3): Promise<void> {
    const store = this.#store;
    const drafted = store.db.prepare('SELECT id, state FROM outgoing WHERE amends_id = ?').get(id) as
      | { id: string; state: string }
      | undefined;
    const letter = drafted?.id ?? draftAmending(store, ACTOR, id, type);
    if (drafted?.state !== 'agency_signed') {
      const own: PlannedDocument = { ...planned, number: planned.number + 50_000 };
      const blob = await store.vault.put(Buffer.concat([PDF_HEAD, seededBytes(3_000, own.number)]));
      const { code, date, documentId } = this.#numbered(own);
      store.tx(() => {
        store.db
          .prepare(
            `UPDATE outgoing SET state = 'agency_signed', number = ?, code = ?, notation = ?, date = ?, document_id = ? WHERE id = ?`,
          )
          .run(own.number, code, own.notation, date, documentId, letter);
        store.vault.record(blob);
        store.db
          .prepare(
            `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'thu.pdf', 'pdf', 1, ?, ?, ?)`,
          )
          .run(store.newId(), letter, blob.id, store.now(), store.nextSeq());
      }, 'clerk:letter');
    }
    await issueOutgoing(store, ACTOR, letter);
  }

  #unanswered(): { id: string; document_id: string; other_organ_id: string }[] {
    return this.#store.db
      .prepare(
        `SELECT id, document_id, other_organ_id FROM amendment WHERE direction = 'in' AND state = 'open' AND incoming_id IS NOT NULL ORDER BY seq`,
      )
      .all() as { id: string; document_id: string; other_organ_id: string }[];
  }
  #answer(): boolean {
    const [open] = this.#unanswered();
    if (open === undefined) return false;
    answerRecall(this.#store, ACTOR, open.id, agrees(`${open.document_id} ${open.other_organ_id}`), 'Theo ý kiến lãnh đạo');
    return true;
  }

  #undone(): { id: string; state: string; fate: ReturnType<typeof fateOf> }[] {
    const rows = this.#store.db
      .prepare(
        `SELECT id, organ_id, document_id, state FROM incoming WHERE business_type = 0 AND state NOT IN ('finished', 'returned', 'withdrawn', 'recalled') ORDER BY seq`,
      )
      .all() as { id: string; organ_id: string; document_id: string; state: string }[];
    return rows
      .map((row) => ({ id: row.id, state: row.state, fate: fateOf(row.document_id, row.organ_id) }))
      .filter((row) => row.fate !== 'register' || row.state === 'arrived');
  }

  #act(): boolean {
    const [next] = this.#undone();
    if (next === undefined) return false;
    const store = this.#store;
    const id = recordId(next.id);
    if (next.state === 'arrived' && next.fate === 'return') returnIncoming(store, ACTOR, id, 'pages_missing', '');
    else if (next.state === 'arrived') registerIncoming(store, ACTOR, id);
    else if (next.state === 'registered')
      instructIncoming(store, ACTOR, id, {
        leader: 'Nguyễn Văn Mẫu',
        text: 'Giao Văn phòng',
        lead: 'Văn phòng',
        coHandlers: [],
        slipDate: legalDateOf(store.now()),
      });
    else if (next.state === 'assigned') progressIncoming(store, ACTOR, id, 'Đang soạn văn bản trả lời');
    else finishIncoming(store, ACTOR, id, 'done', '');
    return true;
  }
}
