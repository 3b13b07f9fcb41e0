/**
 * A merger: a successor organ with codes and books of its own takes over. The old organ's books are closed, nothing is
 * renumbered, mail to the old code is taken in until a day and then no more (record keeping, 4).
 */
import type { OrganRow } from '../../contract/page/handover.ts';
import { Failure } from '../../domain/errors.ts';
import { legalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { succeedDossiers } from '../dossiers/index.ts';
import { checkOrganNames } from '../organs/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import { requireReconciled } from '../store/waiting.ts';
import { handoverMinutes } from './minutes.ts';

export function listOrgans(store: Store): OrganRow[] {
  const rows = store.db
    .prepare<[], { organId: string; name: string; closedOn: string | null; successorId: string | null; acceptUntil: string | null }>(
      `SELECT organ_id AS organId, name, closed_on AS closedOn, successor_id AS successorId, accept_until AS acceptUntil FROM organ ORDER BY organ_id`,
    )
    .all();
  return rows.map(({ organId, name, closedOn, successorId, acceptUntil }) => ({
    organId,
    name,
    ...(closedOn === null ? {} : { closedOn }),
    ...(successorId === null ? {} : { successorId }),
    ...(acceptUntil === null ? {} : { acceptUntil }),
  }));
}

export interface Succession {
  readonly organId: string;
  readonly basis: string;
  /** Last day on which mail to the old code is taken in. */
  readonly acceptUntil: string;
  readonly successor: {
    readonly organId: string;
    readonly name: string;
    readonly parentName: string;
    readonly place: string;
    readonly abbreviation: string;
    readonly leaderName: string;
    readonly leaderPosition: string;
    readonly connection?: { readonly endpoint: string; readonly systemId: string; readonly secret: string };
  };
}

/**
 * Several organs may have one successor: it is made with the first of them.
 * @throws Failure `handover.organ_unknown`, `handover.organ_closed`, `handover.organ_same`, `handover.until_past`,
 *   `organs.code_invalid`, `organs.abbreviation_invalid` of a new one, `handover.work_unfinished` where a document is signed and not issued yet, `reconcile.first`
 */
export function succeedOrgan(store: Store, actor: Actor, succession: Succession): void {
  const today = legalDateOf(store.now());
  const { organId, successor } = succession;
  const until = legalDate(succession.acceptUntil);
  if (until === undefined || until < today) throw new Failure('handover.until_past');
  if (organId === successor.organId) throw new Failure('handover.organ_same');
  store.tx(() => {
    requireReconciled(store);
    const old = listOrgans(store).find((organ) => organ.organId === organId);
    if (!old) throw new Failure('handover.organ_unknown');
    if (old.closedOn !== undefined) throw new Failure('handover.organ_closed');
    const half = store.db
      .prepare<[string], number>(
        `SELECT count(*) FROM outgoing WHERE organ_id = ? AND state IN ('leader_signed', 'numbered', 'agency_signed')`,
      )
      .pluck()
      .get(organId);
    // What is signed carries the old name: it is issued under the old code first, or given up.
    if (half) throw new Failure('handover.work_unfinished', { count: half });
    const known = listOrgans(store).find((organ) => organ.organId === successor.organId);
    if (known?.closedOn !== undefined) throw new Failure('handover.organ_closed');
    if (!known) {
      checkOrganNames(successor);
      addOrgan(store, succession);
    }
    store.db.prepare('UPDATE book SET closed_on = ? WHERE organ_id = ? AND closed_on IS NULL').run(today, organId);
    store.db
      .prepare('UPDATE organ SET closed_on = ?, successor_id = ?, accept_until = ? WHERE organ_id = ?')
      .run(today, successor.organId, until, organId);
    // What is not signed yet goes on under the successor's code.
    store.db.prepare(`UPDATE outgoing SET organ_id = ? WHERE organ_id = ? AND state = 'draft'`).run(successor.organId, organId);
    const dossiers = succeedDossiers(store, actor, { organId, name: old.name }, successor.organId);
    const id = store.newId();
    store.db
      .prepare(
        `INSERT INTO handover (id, kind, state, begun_at, ended_at, giver_name, taker_name, basis, minutes, person_id, seq)
         VALUES (?, 'merger', 'done', ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        store.now(),
        store.now(),
        `${old.name} (${organId})`,
        `${successor.name} (${successor.organId})`,
        succession.basis,
        JSON.stringify({
          ...handoverMinutes(store),
          items: [`Nhận văn bản gửi theo mã cũ đến hết ngày ${screenDate(until)}`, ...dossierWords(dossiers)].join('. '),
        }),
        actor.personId ?? null,
        store.nextSeq(),
      );
    record(store, actor, 'organ.succeeded', organId, successor.organId);
  }, 'organ:succeed');
}

const dossierWords = ({ moved, stay }: { readonly moved: number; readonly stay: number }): string[] => [
  ...(moved > 0 ? [`${moved} hồ sơ đang lập, trong danh mục chuyển sang cơ quan mới lập tiếp`] : []),
  ...(stay > 0 ? [`${stay} hồ sơ đã kết thúc giữ theo tên cơ quan cũ để nộp lưu trữ`] : []),
];

function addOrgan(store: Store, { organId, successor }: Succession): void {
  const connection =
    successor.connection ??
    // Often the same account goes on; it is changed when the province gives a new one.
    (store.db.prepare('SELECT endpoint, system_id AS systemId, secret FROM organ WHERE organ_id = ?').get(organId) as {
      endpoint: string;
      systemId: string;
      secret: string;
    });
  store.db
    .prepare(
      `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation, endpoint, system_id, secret, leader_name, leader_position)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      successor.organId,
      successor.name,
      successor.parentName,
      successor.place,
      successor.abbreviation,
      connection.endpoint,
      connection.systemId,
      connection.secret,
      successor.leaderName,
      successor.leaderPosition,
    );
  openDefaultBooks(store, successor.organId, successor.abbreviation);
}
