/** The clerk of one office: issues what is planned, in its order, and takes each arrival as far as its fate says. */
import type { Actor } from '../../../src/core/context.ts';
import {
  finishIncoming,
  instructIncoming,
  issueOutgoing,
  progressIncoming,
  registerIncoming,
  returnIncoming,
} from '../../../src/core/documents/index.ts';
import type { Store } from '../../../src/core/store/index.ts';
import { conventionalDocumentId } from '../../../src/domain/edxml.ts';
import { organId, recordId } from '../../../src/domain/ids.ts';
import { legalDateOf } from '../../../src/domain/time.ts';
import { seededBytes } from '../../bench/bench.ts';
import { codeOf, fateOf, keyOf, OFFICES, type PlannedDocument } from './plan.ts';

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
    const acted = this.#act();
    if (acted) this.#wake();
    return planned !== undefined || acted;
  }

  progress(): { issued: number; open: number } {
    const count = (sql: string): number => this.#store.db.prepare(`SELECT count(*) FROM ${sql}`).pluck().get() as number;
    const open = count(`dispatch WHERE state IN ('queued', 'sending', 'unknown', 'refused')`) + count('package WHERE acknowledged = 0');
    return { issued: count(`outgoing WHERE state = 'issued'`), open: open + this.#undone().length };
  }

  async #issue(planned: PlannedDocument): Promise<void> {
    const { store } = { store: this.#store };
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
    const date = legalDateOf(store.now());
    const code = codeOf(planned);
    const documentId = conventionalDocumentId(organId(planned.from), date, code.slice(0, code.indexOf('/')), planned.notation);
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

  #undone(): { id: string; state: string; fate: ReturnType<typeof fateOf> }[] {
    const rows = this.#store.db
      .prepare(
        `SELECT id, organ_id, document_id, state FROM incoming WHERE business_type = 0 AND state NOT IN ('finished', 'returned') ORDER BY seq`,
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
