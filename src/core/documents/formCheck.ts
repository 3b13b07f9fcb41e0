/** A draft's PDF read for the form check: its own file, or an upload that waits for its document. */
import type { FormHint } from '../../contract/page/deskWork.ts';
import { documentKind } from '../../domain/documentKinds.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { checkForm } from '../../domain/formCheck.ts';
import { FORM_PROFILE_IDS, type FormProfileId } from '../../domain/formProfiles.ts';
import type { BlobId } from '../../domain/ids.ts';
import { printedRefusals } from '../../domain/signaturePlaces.ts';
import { type LegalDate, legalDateOf } from '../../domain/time.ts';
import { documentKinds } from '../codelists/index.ts';
import type { Parsing } from '../parsing/index.ts';
import { profileOf as organProfile } from '../signing/settings.ts';
import type { Store } from '../store/types.ts';
import { ownOrgan } from './organs.ts';
import { outgoingById } from './outgoing.ts';

export interface TypedFacts {
  readonly typeName: string;
  readonly subject: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly priority: number;
  readonly recipients: readonly { readonly name: string }[];
}
/** @throws Failure `documents.not_found`, `files.no_such_upload`, and the parser's own */
export async function formCheck(
  store: Store,
  parsing: Parsing,
  asked: { readonly id?: string; readonly uploadId?: string; readonly organId: string; readonly typed?: TypedFacts },
): Promise<{ read: boolean; hints: FormHint[] }> {
  const row = asked.id === undefined ? undefined : outgoingById(store, asked.id);
  const blob = blobOf(store, asked);
  if (blob === undefined) return { read: false, hints: [] };
  const organ = ownOrgan(store, row?.organ_id ?? asked.organId);
  const typed: TypedFacts | undefined =
    asked.typed ??
    (row && {
      typeName: row.type_name,
      subject: row.subject,
      competence: row.competence,
      signerPosition: row.signer_position,
      signer: row.signer,
      priority: row.priority,
      recipients: JSON.parse(row.recipients) as { name: string }[],
    });
  if (!typed) throw new Failure('documents.not_found');
  const layout = await parsing.readLayout({ source: store.vault.sealed(blob) });
  if (layout.lines.length === 0) return { read: false, hints: [] };
  const kind = documentKind(typed.typeName, documentKinds(store));
  const hints = checkForm(layout, {
    profile: profileOf(store, asked.id, organ.organId),
    ...typed,
    plainKind: kind?.abbreviation === '',
    recipients: typed.recipients.map(({ name }) => name),
    organName: organ.name,
    place: organ.place,
    code: row?.code ?? '',
    ...(row?.date ? { date: row.date as LegalDate } : {}),
    today: legalDateOf(store.now()),
  });
  return { read: true, hints };
}

/**
 * Why the number that is next would not stand on what the leader signed (`printedRefusals`), before it is given: the agency's
 * act would refuse then, and a number is never taken back. Nothing where the file cannot be read now: the act itself looks again.
 */
export async function printedAgainst(
  store: Store,
  parsing: Pick<Parsing, 'findPlaces'>,
  id: string,
  next: { readonly date: LegalDate; readonly code: string },
): Promise<AppError[]> {
  const row = outgoingById(store, id);
  const blob = row.state === 'leader_signed' ? blobOf(store, { id }) : undefined;
  if (blob === undefined) return [];
  try {
    return printedRefusals(await parsing.findPlaces({ source: store.vault.sealed(blob), signer: row.signer }), next);
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

function blobOf(store: Store, { id, uploadId }: { readonly id?: string; readonly uploadId?: string }): BlobId | undefined {
  if (uploadId !== undefined) {
    const blob = store.db.prepare<[string], BlobId>(`SELECT blob_id FROM upload WHERE id = ? AND detected = 'pdf'`).pluck().get(uploadId);
    if (blob === undefined) throw new Failure('files.no_such_upload');
    return blob;
  }
  return store.db
    .prepare<[string | undefined], BlobId>(
      `SELECT blob_id FROM file WHERE outgoing_id = ? AND current = 1 AND role = 'main' AND detected LIKE '%pdf%'`,
    )
    .pluck()
    .get(id);
}

/** As chosen for this document, for its body, or for the organ. */
function profileOf(store: Store, id: string | undefined, organId: string): FormProfileId {
  const chosen =
    id === undefined
      ? undefined
      : store.db
          .prepare<[string], string | null>(
            `SELECT coalesce(s.profile, b.profile) FROM outgoing_signing s LEFT JOIN signing_body b ON b.id = s.body_id WHERE s.outgoing_id = ?`,
          )
          .pluck()
          .get(id);
  return FORM_PROFILE_IDS.find((profile) => profile === chosen) ?? organProfile(store, organId);
}
