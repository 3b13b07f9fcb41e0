/** What people typed beside a paper of the tray (`kept_form`) goes when the paper is a secret or a petition. */
import type { Store } from '../store/types.ts';

/** Of everybody; inside the caller's transaction. */
export function forgetKeptBeside({ db }: Store, groupId: string): void {
  db.prepare('DELETE FROM kept_form WHERE of_id = @groupId OR instr(value, @groupId) > 0').run({ groupId });
}
