/**
 * What a person does with a package that was set aside: return it with status 02 and a reason, let it be read again, or
 * close it with a note. The original stays as it came.
 */
import type { ReturnReason } from '../../domain/documents.ts';
import type { EdxmlStatus } from '../../domain/edxml.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId, OrganId, RecordId } from '../../domain/ids.ts';
import { record } from '../audit/index.ts';
import type { PackageReader } from '../axis/inbox.ts';
import { enqueueStatus } from '../axis/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/types.ts';
import { RETURN_REASON_TEXT } from './incoming.ts';
import { asOrganization, listOwnOrgans } from './organs.ts';

interface Aside {
  readonly id: RecordId;
  readonly organ_id: string;
  readonly blob_id: BlobId | null;
  readonly returned_at: number | null;
  readonly closed_at: number | null;
}
const MAX_ATTACHMENT_BYTES = 512 * 1024 * 1024;
const PLACES = 200;

/** @throws Failure `documents.not_set_aside` */
function aside(store: Store, id: string): Aside {
  const row = store.db
    .prepare(`SELECT id, organ_id, blob_id, returned_at, closed_at FROM package WHERE id = ? AND state = 'quarantined'`)
    .get(id) as Aside | undefined;
  if (row === undefined) throw new Failure('documents.not_set_aside');
  return row;
}

/**
 * Tells the sender 02 with a reason of the list (and words), once.
 * @throws Failure `documents.package_not_returnable` where the message does not say who sent which document
 */
export async function returnPackage(
  store: Store,
  parsing: PackageReader,
  actor: Actor,
  id: string,
  reason: ReturnReason,
  text: string,
): Promise<void> {
  if (reason === 'other' && text === '') throw new Failure('documents.reason_needed');
  const row = aside(store, id);
  if (row.returned_at !== null) throw new Failure('documents.package_returned');
  const { own, status } = await statusFor(store, parsing, row);
  const words = [RETURN_REASON_TEXT[reason], text].filter(Boolean).join('. ');
  store.tx(() => {
    // Asked again inside: two people may have pressed the key at once.
    if (aside(store, id).returned_at !== null) throw new Failure('documents.package_returned');
    enqueueStatus(store, {
      organId: own,
      status: { ...status, staffInfo: { department: 'Văn thư', staff: actor.name }, description: words },
      priority: 0,
      title: `02 · ${status.responseFor.code ?? status.responseFor.documentId ?? ''}`,
    });
    store.db
      .prepare('UPDATE package SET returned_at = ?, closed_at = ?, handling = ? WHERE id = ?')
      .run(store.now(), store.now(), JSON.stringify({ by: actor.name, reason, note: text }), id);
    record(store, actor, 'quarantine.return', id, reason);
  }, 'quarantine:return');
}

/** Reads the message once more for the ids that 02 must carry verbatim; nothing it writes is kept. */
async function statusFor(store: Store, parsing: PackageReader, row: Aside): Promise<{ own: OrganId; status: EdxmlStatus }> {
  if (row.blob_id === null) throw new Failure('documents.package_not_returnable');
  const targets = store.vault.reserve(PLACES);
  try {
    const read = await parsing.readEdxml({
      source: store.vault.sealed(row.blob_id),
      targets: targets.map((t) => t.file),
      maxAttachmentBytes: MAX_ATTACHMENT_BYTES,
    });
    if (!read.ok || read.message.kind !== 'document') throw new Failure('documents.package_not_returnable');
    const { from, documentId, code, writtenCode, promulgation, to } = read.message;
    const sender = from.organId;
    if (sender === undefined || documentId === undefined) throw new Failure('documents.package_not_returnable');
    const organs = listOwnOrgans(store);
    const named = organs.find((organ) => to.some((one) => one.organId === organ.organId));
    const own = named ?? organs.find((organ) => organ.organId === row.organ_id) ?? organs[0];
    if (own === undefined) throw new Failure('documents.not_our_organ');
    const written = writtenCode ?? code;
    const printed = [written.number, written.notation].filter(Boolean).join('/');
    const status: EdxmlStatus = {
      kind: 'status',
      from: asOrganization(own),
      responseFor: {
        organId: sender,
        documentId,
        ...(printed ? { code: printed } : {}),
        ...(promulgation?.date === undefined ? {} : { promulgationDate: promulgation.date }),
      },
      statusCode: '02',
      timestamp: store.now(),
    };
    return { own: own.organId, status };
  } finally {
    await store.vault.discard(targets.map((t) => t.id));
  }
}

/** The package goes through the inbox once more, as after an update of the program or of our own codes. */
export function readAgain(store: Store, actor: Actor, id: string): void {
  const row = aside(store, id);
  if (row.blob_id === null) throw new Failure('documents.package_gone');
  if (row.returned_at !== null) throw new Failure('documents.package_returned');
  store.tx(() => {
    store.db
      .prepare(
        `UPDATE package SET state = 'listed', outcome = NULL, acknowledged = 0, attempts = 0, next_at = 0, reason = NULL, closed_at = NULL WHERE id = ?`,
      )
      .run(id);
    record(store, actor, 'quarantine.read_again', id);
  }, 'quarantine:again');
}

/** Nothing more is to be done with it; it stays, with who said so and why. */
export function closePackage(store: Store, actor: Actor, id: string, note: string): void {
  aside(store, id);
  store.tx(() => {
    store.db
      .prepare('UPDATE package SET closed_at = ?, handling = ? WHERE id = ?')
      .run(store.now(), JSON.stringify({ by: actor.name, note }), id);
    record(store, actor, 'quarantine.close', id);
  }, 'quarantine:close');
}

/** The original's vault file and the name it goes out by. @throws Failure `documents.package_gone` */
export function originalOf(store: Store, id: string): { readonly blob: BlobId; readonly name: string } {
  const row = aside(store, id);
  if (row.blob_id === null) throw new Failure('documents.package_gone');
  return { blob: row.blob_id, name: `goi-tin-${id.slice(0, 8)}.edxml` };
}
