/**
 * From what is to be signed to the fields on its pages: reads the files (through the parser), the office's pictures and
 * settings, the table of powers. Used before anybody gives a PIN (preview, checks) and again by the act itself.
 */

import type { SigningPreview } from '../../contract/page/signing.ts';
import type { SealedFile } from '../../contract/parser/index.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { FORM_PROFILES, formFindings } from '../../domain/formProfiles.ts';
import { type FoundPlaces, type PageSize, type Placed, placeRefusal, printedRefusals } from '../../domain/signaturePlaces.ts';
import { isOfPerson, powerRefusals, signerRefusals } from '../../domain/signingPowers.ts';
import { type LegalDate, legalDateOf, screenDate } from '../../domain/time.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import type { CertificateFacts } from '../../formats/cms/index.ts';
import { ownOrgan } from '../documents/organs.ts';
import type { OutgoingRecord } from '../documents/outgoing.ts';
import type { Store } from '../store/types.ts';
import { agencyCertificateRefusal, organNamed } from './agencyCertificates.ts';
import { drawn, pictureOf } from './images.ts';
import type { SigningParts } from './index.ts';
import {
  agencyTurn,
  leaderSignature,
  leaderTurn,
  notCovered,
  overrideOf,
  type Party,
  type SigningOf,
  signersDue,
  signingOf,
} from './joint.ts';
import { officeHeads } from './officeHeads.ts';
import { inField, leaderOf, movedTo, type PlannedField, planAgencySignature, planLeaderSignature, planMark, RESERVED } from './plan.ts';
import { powersOf } from './powers.ts';
import { readSettings } from './settings.ts';
import type { OutgoingTarget, SourceFile, Target } from './targets.ts';

export interface Moved {
  readonly key: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  /** An empty field of the file that is signed instead. */
  readonly reuse?: string | undefined;
}
/** One file that gets its fields, one increment each. */
export interface FileWork {
  readonly file: SourceFile;
  readonly source: SealedFile;
  readonly pages: readonly PageSize[];
  readonly before: PdfVerdict;
  readonly fields: readonly PlannedField[];
  /** Typed names that nothing may cover. */
  readonly names: readonly Placed[];
  readonly leader?: Placed;
  readonly emptyFields: readonly (Placed & { readonly name: string })[];
}
export interface Work {
  readonly target: Target;
  readonly files: readonly FileWork[];
  /** Attachments that are left as they are, by name, since they take no further signature. */
  readonly skipped: readonly string[];
  readonly findings: readonly AppError[];
  readonly refusals: readonly AppError[];
  readonly overridden: boolean;
  /** Those of them that nobody allowed: the act is refused. */
  readonly standing: readonly AppError[];
  /** The agency whose turn it is, where it is not one that is served here. */
  readonly outside?: string;
  readonly turn: { readonly position: number; readonly of: number; readonly name: string };
  /** After this act the document goes on to its next state. */
  readonly last: boolean;
}
export interface WorkInput {
  readonly signerName: string;
  /** What the certificate says of its holder; absent before one was chosen. */
  readonly certificate?: CertificateFacts;
  readonly now: number;
  readonly suffix: string;
  readonly moved?: readonly Moved[];
}

export async function planWork(parts: SigningParts, target: Target, input: WorkInput): Promise<Work> {
  if (target.of === 'copy') return planCopy(parts, target, input);
  if (target.act === 'agency') return planAgency(parts, target, input);
  return target.act === 'leader' ? planLeader(parts, target, input) : planInitial(parts, target, input);
}

interface Read {
  readonly source: SealedFile;
  readonly pages: readonly PageSize[];
  readonly before: PdfVerdict;
  readonly emptyFields: readonly (Placed & { readonly name: string })[];
  readonly reserved: readonly string[];
}
/** Pages as shown and what was signed before; throws with the reason where the file takes no signature. */
async function readFile({ store, parsing, verify }: SigningParts, file: SourceFile): Promise<Read> {
  const source = store.vault.sealed(file.blobId);
  const { pdf } = await parsing.inspect({ source });
  if (!pdf) throw new Failure('pdf.not_a_pdf');
  if (pdf.encrypted) throw new Failure('pdf.encrypted');
  if (pdf.noFurtherSignatures) throw new Failure('pdf.no_further_signatures');
  const before = await verify.judge(source);
  if (before.summary !== 'unsigned' && before.summary !== 'intact') throw new Failure('signing.earlier_signature_not_intact');
  return { source, pages: pdf.pages, before, emptyFields: pdf.emptyFields ?? [], reserved: pdf.reserved ?? [] };
}
const common = (parts: SigningParts, read: Read, found: FoundPlaces, input: WorkInput) => ({
  pages: read.pages,
  found,
  signerName: input.signerName,
  signingTime: input.now,
  fieldSuffix: input.suffix,
  training: parts.mode === 'training',
});

/** The places of every signer of the document: the blanks once, the typed name of each. */
async function placesOf(parts: SigningParts, source: SealedFile, parties: readonly Party[]): Promise<FoundPlaces[]> {
  const found: FoundPlaces[] = [];
  for (const party of parties) found.push(await parts.parsing.findPlaces({ source, signer: party.name }));
  return found;
}
const namesOf = (found: readonly FoundPlaces[]): Placed[] => found.flatMap((f) => (f.signer ? [f.signer] : []));

function settle(
  file: SourceFile,
  read: Read,
  fields: readonly PlannedField[],
  names: readonly Placed[],
  input: WorkInput,
  leader?: Placed,
): FileWork {
  const placed = fields.map((field) => {
    const to = input.moved?.find((m) => m.key === field.key);
    if (!to) return field;
    if (to.reuse !== undefined) return reused(field, read, to.reuse);
    const moved = movedTo(field, { page: to.page, x: to.x, y: to.y });
    const refused = placeRefusal(moved.place, read.pages, names);
    if (refused) throw new Failure(refused.code, refused.params);
    return moved;
  });
  return {
    file,
    source: read.source,
    pages: read.pages,
    before: read.before,
    fields: placed,
    names,
    emptyFields: read.emptyFields,
    ...(leader ? { leader } : {}),
  };
}

/** Whose turn it is in a joint document is read from the names of our own fields. */
function refuseReuse(parties: readonly Party[], input: WorkInput): void {
  if (parties.length > 1 && input.moved?.some((m) => m.reuse !== undefined)) throw new Failure('signing.joint_own_fields');
}
/** Only a field that a person could have been shown, and never the one that is kept for the seal. */
function reused(field: PlannedField, read: Read, name: string): PlannedField {
  const empty = free(read.emptyFields).find((f) => f.name === name);
  if (!empty || field.fixed) throw new Failure('pdf.field_not_empty', { name });
  return inField(field, empty);
}
const free = <T extends { readonly name: string }>(fields: readonly T[]): T[] => fields.filter((f) => f.name !== RESERVED.seal);

async function planLeader(parts: SigningParts, target: OutgoingTarget, input: WorkInput): Promise<Work> {
  const { store } = parts;
  const { document, main } = target;
  const signing = signingOf(store, document);
  const { parties } = signing;
  refuseReuse(parties, input);
  const read = await readFile(parts, main);
  const party = leaderTurn(read.before, parties);
  if (!party) throw new Failure('signing.all_signed');
  const places = await placesOf(parts, read.source, parties);
  const found = places[party.position - 1] ?? {};
  const picture = pictureOf(store, 'signature', party.name);
  const image = await drawn(picture);
  const seal = pictureOf(store, 'seal', document.organ_id);
  const reserves = readSettings(store).numberBy === 'form_field' && read.before.signatures.length === 0 && parties.length === 1;
  const field = planLeaderSignature({
    ...common(parts, read, found, input),
    position: party.position,
    column: { index: party.position - 1, of: parties.length },
    widthMm: picture.widthMm,
    ...(image ? { image } : {}),
    ...(reserves ? { reserve: { sealMm: seal.widthMm } } : {}),
  });
  return {
    target,
    files: [settle(main, read, [field], namesOf(places), input)],
    skipped: [],
    findings: findingsOf(signing, document, read, found, party),
    // A leader is told what the agency's signature will meet; whether one may sign is the agency's question.
    refusals: leaderAdvice(store, document, signing, party, input),
    standing: [],
    overridden: false,
    turn: turnOf(party, parties),
    last: party.position === parties.length,
  };
}
const turnOf = (party: Party, parties: readonly Party[]): Work['turn'] => ({
  position: party.position,
  of: parties.length,
  name: party.name,
});

function findingsOf(signing: SigningOf, document: OutgoingRecord, read: Read, found: FoundPlaces, party: Party): AppError[] {
  return formFindings(FORM_PROFILES[signing.profile], document.type_name, {
    pages: read.pages,
    found,
    signer: party.name,
    numbered: document.number !== null && document.state !== 'numbered',
  });
}
export function leaderAdvice(
  store: Store,
  document: OutgoingRecord,
  { bodyId }: SigningOf,
  party: Party,
  input: Pick<WorkInput, 'certificate' | 'now'>,
): AppError[] {
  if (party.position > 1) return [];
  const due = {
    organId: document.organ_id,
    ...(bodyId ? { bodyId } : {}),
    name: party.name,
    competence: party.competence,
    position: party.signerPosition,
  };
  const table = signerRefusals(due, powersOf(store), document.type_name, legalDateOf(input.now));
  const { certificate } = input;
  const commonName = certificate?.subject.commonName ?? '';
  if (!certificate || party.name === '' || isOfPerson(commonName, party.name)) return table;
  return [...table, { code: 'signing.power_certificate', params: { name: party.name, certificate: commonName } }];
}

async function planAgency(parts: SigningParts, target: OutgoingTarget, input: WorkInput): Promise<Work> {
  const { store } = parts;
  const { document, main } = target;
  if (document.number === null || document.date === null) throw new Failure('signing.not_numbered');
  const signing = signingOf(store, document);
  const { parties } = signing;
  refuseReuse(parties, input);
  const read = await readFile(parts, main);
  const party = agencyTurn(read.before, parties);
  if (!party) throw new Failure('signing.all_signed');
  const places = await placesOf(parts, read.source, parties);
  const found = places[party.position - 1] ?? {};
  const leader = leaderPlaceOf(read.before, party, parties);
  const picture = pictureOf(store, 'seal', party.position === 1 ? document.organ_id : party.agency);
  const seal = await drawn(picture);
  const reserved = read.reserved.includes(RESERVED.number) && read.emptyFields.some((f) => f.name === RESERVED.seal);
  const fields = planAgencySignature({
    ...common(parts, read, found, input),
    number: printedNumber(document),
    code: document.code,
    date: document.date as LegalDate,
    place: ownOrgan(store, document.organ_id).place,
    sealMm: picture.widthMm,
    profile: signing.profile,
    position: party.position,
    ...(leader ? { leader } : {}),
    ...(seal ? { seal } : {}),
    ...(reserved ? { reserved } : {}),
  });
  const settings = readSettings(store);
  const attachments =
    party.position === 1 && settings.attachments ? await planAttachments(parts, target, input) : { files: [], skipped: [] };
  const refusals = [
    ...agencyRefusals(store, document, signing, party, read.before, input),
    ...(party.position === 1 ? printedRefusals(found, { date: document.date as LegalDate, code: document.code }) : []),
  ];
  const standing = notCovered(refusals, overrideOf(store, main.id));
  return {
    target,
    files: [settle(main, read, fields, namesOf(places), input, leader), ...attachments.files],
    skipped: attachments.skipped,
    findings: findingsOf(signing, document, read, found, party),
    refusals,
    overridden: refusals.length > 0 && standing.length === 0,
    standing,
    ...(agencyOf(store, document, party).organId === undefined ? { outside: party.agency } : {}),
    turn: { ...turnOf(party, parties), name: party.agency },
    last: party.position === parties.length,
  };
}
/** The seal stands by the signature of its own agency's leader. */
function leaderPlaceOf(verdict: PdfVerdict, party: Party, parties: readonly Party[]): Placed | undefined {
  const own = leaderSignature(verdict, party.position);
  if (own?.page !== undefined && own.rectangle) return { page: own.page, ...own.rectangle };
  return parties.length === 1 ? leaderOf(verdict) : undefined;
}
/** The number as the code prints it (`05` of `05/UBND-VP`), where the code starts with it. */
function printedNumber(document: OutgoingRecord): string {
  return /^\d+(?=[/-])/.exec(document.code)?.[0] ?? String(document.number ?? '').padStart(2, '0');
}

export function agencyRefusals(
  store: Store,
  document: OutgoingRecord,
  signing: SigningOf,
  party: Party,
  before: PdfVerdict,
  { certificate, now }: Pick<WorkInput, 'certificate' | 'now'>,
): AppError[] {
  const date = (document.date ?? legalDateOf(now)) as LegalDate;
  const refusals = powerRefusals({
    powers: powersOf(store),
    kind: document.type_name,
    date,
    signers: signersDue(store, document, signing, before),
  });
  const seal = certificate && agencyCertificateRefusal(store, agencyOf(store, document, party), certificate);
  return seal ? [...refusals, seal] : refusals;
}
/** Whose seal is due: an organ served here, or one known by its name alone. */
export function agencyOf(store: Store, document: OutgoingRecord, party: Party): { readonly organId?: string; readonly name: string } {
  const organId = party.position === 1 ? document.organ_id : organNamed(store, party.agency);
  return { name: party.agency, ...(organId === undefined ? {} : { organId }) };
}

/** Who is to sign, for a leader's act. */
export function leaderDue(store: Store, target: Target): string {
  if (target.of !== 'outgoing' || target.act !== 'leader') return '';
  return leaderTurn(target.main.verdict, signingOf(store, target.document).parties)?.name ?? '';
}
/** Whose seal an act asks for before anything else is known of it; none for a person's act. */
export function sealOwner(store: Store, target: Target): { readonly organId?: string; readonly name: string } | undefined {
  if (target.of === 'copy') return { organId: target.organId, name: ownOrgan(store, target.organId).name };
  if (target.act !== 'agency') return undefined;
  const { parties } = signingOf(store, target.document);
  const party = agencyTurn(target.main.verdict, parties);
  return party && agencyOf(store, target.document, party);
}

async function planAttachments(
  parts: SigningParts,
  target: OutgoingTarget,
  input: WorkInput,
): Promise<{ files: FileWork[]; skipped: string[] }> {
  const files: FileWork[] = [];
  const skipped: string[] = [];
  const organ = ownOrgan(parts.store, target.document.organ_id).name;
  for (const file of target.attachments) {
    if (file.detected !== 'pdf') {
      skipped.push(file.name);
      continue;
    }
    try {
      const read = await readFile(parts, file);
      const field = planMark('attachment', { ...common(parts, read, {}, input), organ, code: target.document.code });
      files.push(settle(file, read, [field], [], { ...input, moved: [] }));
    } catch (error) {
      // What somebody else closed, or a file that is attached as evidence of something broken, stays as it is.
      if (!(error instanceof Failure) || !LEFT_ALONE.includes(error.error.code)) throw error;
      skipped.push(file.name);
    }
  }
  return { files, skipped };
}
const LEFT_ALONE = ['pdf.encrypted', 'pdf.no_further_signatures', 'signing.earlier_signature_not_intact', 'pdf.damaged'];

async function planInitial(parts: SigningParts, target: OutgoingTarget, input: WorkInput): Promise<Work> {
  const { main, document } = target;
  const read = await readFile(parts, main);
  const found = await parts.parsing.findPlaces({ source: read.source, signer: document.signer });
  const field = planMark('initial', { ...common(parts, read, found, input), organ: '' });
  // A second initial stands beside the first.
  const shift = read.before.signatures.filter((s) => s.field.startsWith('Initial_')).length;
  const beside = shift > 0 ? movedTo(field, { ...field.place, x: Math.max(0, field.place.x - shift * (field.place.width + 4)) }) : field;
  return {
    target,
    files: [settle(main, read, [beside], namesOf([found]), input)],
    skipped: [],
    findings: [],
    refusals: [],
    standing: [],
    overridden: false,
    turn: { position: 1, of: 1, name: '' },
    last: true,
  };
}

async function planCopy(parts: SigningParts, target: Extract<Target, { of: 'copy' }>, input: WorkInput): Promise<Work> {
  const read = await readFile(parts, target.file);
  const organ = ownOrgan(parts.store, target.organId).name;
  const { certificate } = input;
  const seal = certificate && agencyCertificateRefusal(parts.store, { organId: target.organId, name: organ }, certificate);
  const field = planMark(target.act, {
    ...common(parts, read, {}, input),
    organ,
    ...(target.arrival ? { code: String(target.arrival.number), date: screenDate(target.arrival.date as LegalDate) } : {}),
  });
  return {
    target,
    files: [settle(target.file, read, [field], [], input)],
    skipped: [],
    findings: [],
    refusals: seal ? [seal] : [],
    standing: seal ? [seal] : [],
    overridden: false,
    turn: { position: 1, of: 1, name: organ },
    last: true,
  };
}

function headsOf(store: Store, target: Target): { officeHeads?: string[] } {
  const heads = target.of === 'outgoing' ? officeHeads(store, target.document.organ_id) : [];
  return heads.length > 0 ? { officeHeads: heads } : {};
}
/** What the page is shown of it. */
export function previewOf(store: Store, work: Work): SigningPreview {
  const size = store.db.prepare<[string], number>('SELECT size FROM blob WHERE id = ?').pluck();
  return {
    files: work.files.map(({ file, pages, fields, names, leader, emptyFields }) => ({
      fileId: file.id,
      name: file.name,
      size: size.get(file.blobId) ?? 0,
      pages: pages.map(({ width, height }) => ({ width, height })),
      fields: fields.map(({ key, label, place, spec, picture, fixed }) => ({
        key,
        label,
        ...place,
        ...(picture ? { picture } : {}),
        ...(fixed ? { fixed } : {}),
        ...(spec.appearance.kind === 'text'
          ? {
              color: spec.appearance.color,
              lines: spec.appearance.lines.map((line) => ({
                text: line.text,
                size: line.size,
                ...(line.at ? { x: line.at.x, y: line.at.y, ...(line.at.center ? { center: true } : {}) } : {}),
              })),
            }
          : {}),
      })),
      names,
      ...(free(emptyFields).length > 0 ? { emptyFields: free(emptyFields) } : {}),
      ...(leader ? { leader } : {}),
    })),
    findings: work.findings,
    refusals: work.refusals,
    overridden: work.overridden,
    ...headsOf(store, work.target),
    turn: work.turn,
  };
}
