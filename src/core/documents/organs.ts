/** The organs this workstation serves, as senders and receivers on the axis. */
import type { Organization } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import { type OrganId, organId } from '../../domain/ids.ts';
import type { Store } from '../store/types.ts';

export interface OwnOrgan {
  readonly organId: OrganId;
  readonly name: string;
  readonly parentName: string;
  readonly place: string;
  readonly abbreviation: string;
  readonly leaderName: string;
  readonly leaderPosition: string;
  /** Another organ took over from it at a merger; it issues nothing more. */
  readonly closed: boolean;
}
interface OrganRecord {
  organ_id: string;
  name: string;
  parent_name: string;
  place: string;
  abbreviation: string;
  leader_name: string;
  leader_position: string;
  closed: number;
}

export function listOwnOrgans(store: Store): OwnOrgan[] {
  const rows = store.db
    .prepare(
      `SELECT organ_id, name, parent_name, place, abbreviation, leader_name, leader_position, closed_on IS NOT NULL AS closed
       FROM organ ORDER BY position, organ_id`,
    )
    .all();
  return (rows as OrganRecord[]).map((row) => ({
    organId: organId(row.organ_id),
    name: row.name,
    parentName: row.parent_name,
    place: row.place,
    abbreviation: row.abbreviation,
    leaderName: row.leader_name,
    leaderPosition: row.leader_position,
    closed: row.closed === 1,
  }));
}

export function ownOrgan(store: Store, id: string): OwnOrgan {
  const organ = listOwnOrgans(store).find((o) => o.organId === id);
  if (!organ) throw new Failure('documents.not_our_organ');
  return organ;
}

/** The organ as `From` of a message. */
export const asOrganization = (organ: OwnOrgan): Organization => ({
  organId: organ.organId,
  organName: organ.name,
  ...(organ.parentName ? { organizationInCharge: organ.parentName } : {}),
});
