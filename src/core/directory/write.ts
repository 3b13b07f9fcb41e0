/** Writing agencies with their history, and telling that the directory is another one. */
import { nameWords } from '../../domain/agencyNames.ts';
import type { ListedAgency } from '../../domain/directoryUpdate.ts';
import type { Store } from '../store/types.ts';

const VERSION = 'directory.version';
export const directoryVersion = (store: Store): string => store.setting(VERSION) ?? '0';
/** The list of picks is another one from now on; inside the transaction that changes it. */
export const directoryChanged = (store: Store): void => store.setSetting(VERSION, String(Number(directoryVersion(store)) + 1));

export interface AgencyWriter {
  open(agency: ListedAgency): void;
  change(before: ListedAgency, after: ListedAgency, why: 'renamed' | 'moved' | 'code_changed'): void;
  close(agency: ListedAgency, why: 'closed' | 'code_changed', successor?: string): void;
}
/** Writes agencies with their history; only inside a transaction. `updateId` names what brought the change. */
export function agencyWriter(store: Store, updateId: string): AgencyWriter {
  const now = store.now();
  const put = store.db.prepare(
    `INSERT INTO agency (organ_id, name, parent_id, other_code, mail, folded, seen_at, valid_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (organ_id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, other_code = excluded.other_code,
       mail = excluded.mail, folded = excluded.folded, seen_at = excluded.seen_at, valid_from = excluded.valid_from,
       closed_at = NULL, successor = NULL`,
  );
  const keep = store.db.prepare(
    `INSERT INTO agency_history (organ_id, name, parent_id, other_code, mail, valid_from, valid_to, why, update_id)
     SELECT organ_id, name, parent_id, other_code, mail, valid_from, ?, ?, ? FROM agency WHERE organ_id = ?`,
  );
  const shut = store.db.prepare('UPDATE agency SET closed_at = ?, successor = ? WHERE organ_id = ?');
  const open = ({ organId, name, parentId, otherCode, mail }: ListedAgency): void => {
    put.run(organId, name, parentId ?? null, otherCode ?? null, mail ?? null, nameWords(name).join(' '), now, now);
  };
  return {
    open,
    change(before, after, why) {
      keep.run(now, why, updateId, before.organId);
      open(after);
    },
    close(agency, why, successor) {
      keep.run(now, why, updateId, agency.organId);
      shut.run(now, successor ?? null, agency.organId);
    },
  };
}
