/** Every vault file sealed anew under a key of its own in the copy, and the rows that name it brought to the new one. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../../domain/errors.ts';
import { type BlobId, blobId } from '../../../domain/ids.ts';
import type { Store, WrittenBlob } from '../../store/index.ts';
import { placeOf } from '../../store/vault-names.ts';

/** Files whose rows are changed in one transaction. */
const BATCH = 64;

export interface VaultCopy {
  readonly from: Store;
  readonly to: Store;
  /** Folders of both profiles. */
  readonly fromDir: string;
  readonly toDir: string;
  /** Throws where the act was cancelled. */
  check(): void;
  onBytes(bytes: number): void;
  onPoint(name: string): void;
}
interface BlobRow {
  readonly id: string;
  /** What the file is called. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly created_at: number;
}
interface Reference {
  readonly table: string;
  readonly column: string;
}

/** Columns that name a vault file, by the schema's own foreign keys. */
export function referencesToBlob(store: Store): Reference[] {
  const tables = store.db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  return tables.flatMap((table) =>
    store.db
      .prepare<[string], { table: string; from: string }>('SELECT "table", "from" FROM pragma_foreign_key_list(?)')
      .all(table)
      .filter((key) => key.table === 'blob')
      .map((key) => ({ table, column: key.from })),
  );
}

/** @returns how many files were damaged or missing already: they are carried over as they lie. */
export async function copyVault(copy: VaultCopy): Promise<number> {
  const rows = copy.from.db
    .prepare<[], BlobRow>('SELECT id, coalesce(name, id) AS name, size, sha256, created_at FROM blob ORDER BY id')
    .all();
  const references = referencesToBlob(copy.to);
  let carried = 0;
  for (let at = 0; at < rows.length; at += BATCH) {
    const sealed: { readonly row: BlobRow; readonly blob: WrittenBlob }[] = [];
    for (const row of rows.slice(at, at + BATCH)) {
      copy.check();
      const blob = await sealAnew(copy, row);
      if (blob === undefined) carried++;
      else sealed.push({ row, blob });
    }
    rename(copy.to, references, sealed);
    copy.onPoint('rekey:files');
  }
  // The files of the rows that were replaced never lay in the copy.
  copy.to.db.exec('DELETE FROM blob_gone');
  return carried;
}

async function sealAnew({ from, to, fromDir, toDir, check, onBytes }: VaultCopy, row: BlobRow): Promise<WrittenBlob | undefined> {
  const writer = await to.vault.create();
  try {
    for await (const chunk of from.vault.stream(blobId(row.id))) {
      check();
      await writer.write(chunk);
      onBytes(chunk.byteLength);
    }
    const blob = await writer.finish();
    if (blob.sha256 !== row.sha256 || blob.size !== row.size) throw new Failure('store.file_damaged', { id: row.id });
    return blob;
  } catch (error) {
    await writer.abort();
    if (!(error instanceof Failure) || !['store.file_damaged', 'store.file_missing'].includes(error.error.code)) throw error;
    carry(fromDir, toDir, row.name);
    return undefined;
  }
}
/** A damaged file keeps its name and its key: what is left of it is not lost by this act. */
function carry(fromDir: string, toDir: string, name: string): void {
  const place = join('vault', placeOf(name));
  if (!existsSync(join(fromDir, place))) return;
  mkdirSync(dirname(join(toDir, place)), { recursive: true, mode: 0o700 });
  copyFileSync(join(fromDir, place), join(toDir, place));
}

function rename(to: Store, references: readonly Reference[], sealed: readonly { row: BlobRow; blob: WrittenBlob }[]): void {
  if (sealed.length === 0) return;
  to.tx(() => {
    to.db.pragma('defer_foreign_keys = ON');
    const date = to.db.prepare('UPDATE blob SET created_at = ? WHERE id = ?');
    const drop = to.db.prepare('DELETE FROM blob WHERE id = ?');
    const moves = references.map(({ table, column }) =>
      to.db.prepare<[BlobId, string]>(`UPDATE "${table}" SET "${column}" = ? WHERE "${column}" = ?`),
    );
    for (const { row, blob } of sealed) {
      to.vault.record(blob);
      date.run(row.created_at, blob.id);
      for (const move of moves) move.run(blob.id, row.id);
      drop.run(row.id);
    }
  }, 'rekey:files');
}
