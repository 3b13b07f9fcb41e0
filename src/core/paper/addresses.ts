/** Postal addresses: of agencies in the directory, which has none, and of whoever is in no directory. */
import type { AddressRow } from '../../contract/page/paper.ts';
import { byWord } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';

interface AddressRecord {
  readonly id: string;
  readonly recipient_code: string | null;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
}
const rowOf = (r: AddressRecord): AddressRow => ({
  id: r.id,
  name: r.name,
  address: r.address,
  phone: r.phone,
  ...(r.recipient_code === null ? {} : { recipientCode: r.recipient_code }),
});
const folded = (name: string): string => foldVietnamese(name).replace(/\s+/g, ' ').trim();

export function listAddresses(store: Store, organId: string, text: string): AddressRow[] {
  const rows = store.db
    .prepare(
      'SELECT id, recipient_code, name, address, phone FROM address_book WHERE organ_id = ? AND removed_at IS NULL ORDER BY seq LIMIT 2000',
    )
    .all(organId) as AddressRecord[];
  const wanted = folded(text);
  return rows
    .filter((r) => wanted === '' || folded(`${r.name} ${r.address}`).includes(wanted))
    .map(rowOf)
    .sort(byWord(({ name }) => name));
}

/** An address for this code or name replaces the one before. */
export function saveAddress(
  store: Store,
  actor: Actor,
  organId: string,
  input: { readonly id?: string; readonly recipientCode?: string; readonly name: string; readonly address: string; readonly phone: string },
): string {
  return store.tx(() => {
    const fields = [input.recipientCode ?? null, input.name, folded(input.name), input.address, input.phone, store.now()] as const;
    if (input.id !== undefined) {
      const done = store.db
        .prepare(
          'UPDATE address_book SET recipient_code = ?, name = ?, folded = ?, address = ?, phone = ?, at = ? WHERE id = ? AND organ_id = ?',
        )
        .run(...fields, input.id, organId);
      if (done.changes !== 1) throw new Failure('documents.not_found');
      record(store, actor, 'paper.address', input.id);
      return input.id;
    }
    const id = store.newId();
    store.db
      .prepare(
        'INSERT INTO address_book (recipient_code, name, folded, address, phone, at, id, organ_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(...fields, id, organId, store.nextSeq());
    record(store, actor, 'paper.address', id);
    return id;
  }, 'paper:address');
}
export function removeAddress(store: Store, actor: Actor, id: string): void {
  store.tx(() => {
    store.db.prepare('UPDATE address_book SET removed_at = ? WHERE id = ? AND removed_at IS NULL').run(store.now(), id);
    record(store, actor, 'paper.address_removed', id);
  }, 'paper:address');
}

/** By code where the recipient has one, else by name; '' where none is kept. */
export function addressOf(
  store: Store,
  organId: string,
  recipient: { readonly organId?: string | undefined; readonly name: string },
): string {
  const found = store.db
    .prepare<[{ organ: string; code: string | null; folded: string }], string>(
      `SELECT address FROM address_book WHERE organ_id = @organ AND removed_at IS NULL AND (recipient_code = @code OR folded = @folded)
       ORDER BY recipient_code IS NOT @code, seq DESC LIMIT 1`,
    )
    .pluck()
    .get({ organ: organId, code: recipient.organId ?? null, folded: folded(recipient.name) });
  return found ?? '';
}
