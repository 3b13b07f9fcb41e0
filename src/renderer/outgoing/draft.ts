/** One draft while it is written: its values, its files, what is missing before it can be saved. Pure but for loading. */

import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { PageCalls } from '../../contract/page/index.ts';
import type { OutgoingDetail, Recipient } from '../../contract/page/outgoing.ts';
import type { InputOf } from '../../contract/wire.ts';
import { dateText } from '../format.ts';
import type { Uploaded } from '../parts/upload.ts';
import { onPaper, type TextKey } from '../text/index.ts';

export interface DraftValues {
  readonly typeName: string;
  readonly subject: string;
  readonly content: string;
  readonly competence: string;
  readonly signerPosition: string;
  readonly signer: string;
  readonly priority: number;
  readonly dueDate: string | undefined;
  /** '': Vietnamese. */
  readonly language: string;
  readonly note: string;
  /** One place a line, as typed. */
  readonly toPlaces: string;
  readonly recipients: readonly Recipient[];
}
export const EMPTY_DRAFT: DraftValues = {
  typeName: 'Công văn',
  subject: '',
  content: '',
  competence: '',
  signerPosition: '',
  signer: '',
  priority: 0,
  dueDate: undefined,
  language: '',
  note: '',
  toPlaces: '',
  recipients: [],
};

export const draftOf = (doc: OutgoingDetail): DraftValues => ({
  typeName: doc.typeName,
  subject: doc.subject,
  content: doc.content,
  competence: doc.competence,
  signerPosition: doc.signerPosition,
  signer: doc.signer,
  priority: doc.priority,
  dueDate: doc.dueDate,
  language: doc.language ?? '',
  note: doc.note ?? '',
  toPlaces: doc.toPlaces.join('\n'),
  recipients: doc.recipients,
});
/**
 * Whoever the office named as signing. For a chairman (chủ tịch) of a people's committee the committee stands over the
 * name, a deputy signs for the chairman (Decree 30/2020/NĐ-CP, Annex I, part II, 7).
 */
export function usualSigner(office: {
  readonly name: string;
  readonly leaderName: string;
  readonly leaderPosition: string;
}): Pick<DraftValues, 'signer' | 'signerPosition' | 'competence'> {
  const { leaderName: signer, leaderPosition: signerPosition } = office;
  const position = signerPosition.trim().toLowerCase();
  const committee = /^((ủy|uỷ) ban nhân dân|UBND)\b/i.test(office.name.trim());
  if (committee && position === 'chủ tịch') return { signer, signerPosition, competence: 'TM. ỦY BAN NHÂN DÂN' };
  return { signer, signerPosition, competence: position.startsWith('phó chủ tịch') ? 'KT. CHỦ TỊCH' : '' };
}
/** A reply begins with whom it answers and what it is about. */
export const replyTo = (doc: IncomingDetail): DraftValues => ({
  ...EMPTY_DRAFT,
  subject: onPaper('draft.replySubject', { type: doc.typeName.toLowerCase(), code: doc.code, sender: doc.sender }),
  priority: Math.min(doc.priority, 3),
  toPlaces: onPaper('draft.replyPlaces'),
  recipients: [{ name: doc.sender, ...(doc.senderOrganId === undefined ? {} : { organId: doc.senderOrganId }) }],
});

/** Without its digital signatures a document is for information only (Decree 30/2020, article 5): the sender is asked for the signed one. */
export const askSigned = (doc: IncomingDetail): DraftValues => ({
  ...replyTo(doc),
  subject: onPaper('draft.replySignedSubject', {
    type: doc.typeName.toLowerCase(),
    code: doc.code,
    date: dateText(doc.date),
  }),
});

export const DRAFT_FIELDS = ['typeName', 'subject', 'dueDate', 'signer', 'recipients'] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];
/** Ranks and titles do not stand before a signer's name (annex I, part II, 7b: but for teachers, doctors, officers). */
const TITLE = /^(?:ông|bà|đ\/c|đồng chí|ths|ts|pgs|gs|cn)\b\.?\s/iu;

/** What each field's value speaks against, as it stands; said beside it once it was left. */
export function faultsOf(
  values: DraftValues,
  known: { readonly kinds: readonly string[]; readonly today: string },
): Partial<Record<DraftField, TextKey>> {
  const { typeName, subject, dueDate, signer, recipients } = values;
  const name = signer.trim();
  return {
    ...(typeName.trim() === ''
      ? { typeName: 'field.needed' as const }
      : known.kinds.length > 0 && !known.kinds.includes(typeName)
        ? { typeName: 'draft.kindUnknown' as const }
        : {}),
    ...(subject.trim() === ''
      ? { subject: 'draft.needSubject' as const }
      : subject.trim().length < 8
        ? { subject: 'draft.subjectShort' as const }
        : {}),
    ...(dueDate !== undefined && dueDate < known.today ? { dueDate: 'draft.dueBehind' as const } : {}),
    ...(name !== '' && (TITLE.test(name) || (name === name.toUpperCase() && /\p{L}{3}/u.test(name)))
      ? { signer: 'draft.signerSame' as const }
      : {}),
    ...(recipients.length === 0
      ? { recipients: 'draft.needRecipient' as const }
      : recipients.every((one) => one.organId === undefined)
        ? { recipients: 'draft.noAxis' as const }
        : {}),
  };
}

/** Under which name a form is kept while it is typed. */
export const formOf = (id: string | undefined, replyToId: string | undefined): string =>
  id !== undefined ? `edit:${id}` : replyToId !== undefined ? `reply:${replyToId}` : 'new';

interface KeptForm {
  readonly values: DraftValues;
  readonly files: readonly Uploaded[];
}
export const keptText = (values: DraftValues, files: readonly Uploaded[]): string => JSON.stringify({ values, files } satisfies KeptForm);
/** What was kept, where it still fits the form of today. */
export function readKeptForm(text: string): KeptForm | undefined {
  try {
    const { values, files } = JSON.parse(text) as Partial<KeptForm>;
    if (typeof values?.subject !== 'string' || !Array.isArray(values.recipients) || !Array.isArray(files)) return undefined;
    return { values: { ...EMPTY_DRAFT, ...values }, files };
  } catch {
    return undefined;
  }
}

/** What is missing, or nothing. */
export function missingInDraft(values: DraftValues, hasPdf: boolean): TextKey | undefined {
  if (values.subject.trim() === '') return 'draft.needSubject';
  if (values.recipients.length === 0) return 'draft.needRecipient';
  return hasPdf ? undefined : 'draft.needPdf';
}

export function draftInput(
  values: DraftValues,
  files: readonly Uploaded[],
  ids: { readonly id: string | undefined; readonly replyToId: string | undefined },
): InputOf<PageCalls['outgoing.saveDraft']> {
  const { dueDate, toPlaces, recipients, ...rest } = values;
  return {
    ...rest,
    toPlaces: toPlaces
      .split('\n')
      .map((place) => place.trim())
      .filter((place) => place !== ''),
    recipients: [...recipients],
    uploadIds: files.map((file) => file.uploadId),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(ids.id === undefined ? {} : { id: ids.id }),
    ...(ids.replyToId === undefined ? {} : { replyToId: ids.replyToId }),
  };
}
