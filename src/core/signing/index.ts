/**
 * Signing acts: initials, the leader's (ký ban hành), the agency's (số, ngày, seal and attachments), copies and marks.
 * Promises: a signed file is a new file behind the old one's bytes; all its signatures were verified before anything changes
 * in the store; one transaction or nothing; an act that was cut off is over and done nothing. PINs never come here.
 */
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import type { AgencyCertificateFound, SigningPreview, SigningResult } from '../../contract/page/signing.ts';
import type { TokenCalls, TokenInfo } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { recordId } from '../../domain/ids.ts';
import type { Mode } from '../../domain/profile.ts';
import { SIGNATURE_KINDS } from '../../domain/signatureKinds.ts';
import { isOfPerson } from '../../domain/signingPowers.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import { addHistory } from '../documents/history.ts';
import { outgoingById } from '../documents/outgoing.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { importedCertificates } from '../tokens/kept.ts';
import type { NetworkRules, Verify } from '../verify/index.ts';
import { agencyCertificateRefusal, bindAgencyCertificate } from './agencyCertificates.ts';
import { choiceOf, pinRefusalOf, type SigningAct } from './choices.ts';
import { archiveCopy } from './longTerm.ts';
import { officeHeads } from './officeHeads.ts';
import { type OpenAct, type Performed, performAct } from './perform.ts';
import { sourceOf, type Target, targetOf } from './targets.ts';
import type { TimestampOutcome } from './timestamp.ts';
import { CUT_OFF, rememberUsed, waitingDocuments } from './waiting.ts';
import { leaderDue, type Moved, planWork, previewOf, sealOwner } from './work.ts';

export { agencyCertificates, bindAgencyCertificate, unbindAgencyCertificate } from './agencyCertificates.ts';
export { refusalOf, type SigningAct } from './choices.ts';
export { copiesOf } from './copies.ts';
export { listImages, pictureOf, removeImage, saveImage } from './images.ts';
export { leaderSignature, saveJoint, signingOf } from './joint.ts';
export { leaderOf, planAgencySignature, planLeaderSignature } from './plan.ts';
export { blocksFor, listBodies, listPowers, removeBody, removePower, saveBody, savePower } from './powers.ts';
export { saveSettings, settingsFor } from './settings.ts';
export { askTimestamp, stampOrMark, type TimestampOutcome, type TimestampService } from './timestamp.ts';

/** Whichever token processes run now; read at each call. */
export interface TokenClients {
  readonly pkcs11?: Client<TokenCalls>;
  readonly training?: Client<TokenCalls>;
}
export interface SigningParts {
  readonly store: Store;
  readonly mode: Mode;
  readonly parsing: Pick<Parsing, 'inspect' | 'findPlaces' | 'prepareSignature' | 'placeSignature' | 'appendValidation' | 'signers'>;
  /** Certificates of the trust bundle (DER), where an issuer is missing. */
  readonly trust?: () => readonly Uint8Array[];
  readonly verify: Verify;
  /** How the network is asked about certificates and for timestamps. */
  readonly network?: () => NetworkRules;
  readonly tokens: TokenClients;
  readonly log: Log;
  /** Unix milliseconds; the system's clock by default. */
  readonly now?: () => number;
  /** Marked points of the path, for fault tests. */
  onPoint?(name: string): void;
}
export interface SigningTarget {
  readonly id: string;
  readonly act: SigningAct;
}
/** What was chosen of the choices. `finalTryAccepted`: the person agreed to use the last try of the PIN. */
export interface SigningChosen extends SigningTarget {
  readonly serial: string;
  readonly certificateSha256: string;
  readonly finalTryAccepted?: boolean;
  /** More documents for the same act and PIN. */
  readonly also?: readonly string[];
  /** Files whose pages the person saw. */
  readonly seen?: readonly { readonly id: string; readonly fileId: string }[];
  /** Fields that the person put elsewhere. */
  readonly places?: readonly (Moved & { readonly id: string })[];
}
export interface Signing {
  /** Certificates of all devices, each with its refusal; notes say what is wrong with modules. */
  choices(target: SigningTarget): Promise<{ choices: SignerChoice[]; notes: AppError[] }>;
  /** What the act would put where, before any device is asked. */
  preview(target: SigningTarget): Promise<SigningPreview>;
  /** Of these organs; absent = of all. */
  waiting(organs?: readonly string[]): ReturnType<typeof waitingDocuments>;
  /** How far an act over several documents is. */
  progress(input: { readonly actId: string }): { done: number; total: number; results: SigningResult[] };
  /** The head of office lets the agency sign against the table of powers, for the file as it is now. */
  allow(input: { readonly id: string; readonly reason: string; readonly allowedBy: string }, actor: Actor): Promise<void>;
  archiveCopy(outgoingId: string, actor: Actor): Promise<string>;
  /** The certificates that may seal, with their devices, for an administrator who records which organ's they are. */
  agencyDevices(): Promise<{ found: AgencyCertificateFound[]; notes: AppError[] }>;
  /** @throws Failure `signing.certificate_gone` where the device is no longer there; else as `bindAgencyCertificate` */
  bindAgency(input: { readonly organId: string; readonly serial: string; readonly certificateSha256: string }, actor: Actor): Promise<void>;
  /** Opens the act; the PIN then goes to the token process by another way. */
  begin(input: SigningChosen, actor: Actor): Promise<{ actId: string }>;
  /** Signs. Whatever the failure: nothing changed, the act is over. */
  perform(input: { readonly actId: string }, actor: Actor): Promise<{ fileId: string; signatures: number; timestamp: TimestampOutcome }>;
  /** Signs every document of the act, each whole or not at all; what is left when the device is gone is not done. */
  performAll(input: { readonly actId: string }, actor: Actor, onSigned: (documentId: string) => void): Promise<SigningResult[]>;
  /** Ends an act that has not begun to sign; one over several documents stops before its next. */
  cancel(input: { readonly actId: string }, actor: Actor): Promise<void>;
  /** Ends what is open. */
  close(): Promise<void>;
}

export function createSigning(parts: SigningParts): Signing {
  const room = new SigningRoom(parts);
  room.endForgotten();
  return room;
}

/** An act over one document or several, each with a row of its own. */
interface BegunAct extends Omit<OpenAct, 'documentId' | 'rowId' | 'moved' | 'fileId'> {
  readonly rows: readonly Pick<OpenAct, 'documentId' | 'rowId' | 'moved' | 'fileId'>[];
}
interface Progress {
  readonly total: number;
  readonly results: SigningResult[];
}
/** After these no other document of the act can be signed. */
const GONE = [
  ...['token.removed', 'token.not_present', 'token.session_lost', 'token.device_error', 'token.not_logged_in', 'token.no_such_act'],
  ...['token.driver_hung', 'token.used_elsewhere', 'signing.not_done'],
];
const lastUsedKey = (act: SigningAct): string => `signing.last.${act}`;
const lastUsedOf = (serial: string, sha256: string): string => `${serial} ${sha256}`;

const MAX_PROGRESS = 8;

/** A person signs several documents only after seeing each, and what is signed is what was seen. */
function checkSeen(targets: readonly Target[], documents: readonly string[], { act, seen = [] }: SigningChosen): void {
  for (const [i, target] of targets.entries()) {
    const file = sourceOf(target);
    const saw = seen.find((s) => s.id === documents[i]);
    if (saw && saw.fileId !== file.id) throw new Failure('signing.file_changed');
    if (!saw && targets.length > 1 && SIGNATURE_KINDS[act].holder === 'person') throw new Failure('signing.not_seen', { name: file.name });
  }
}
/** Stands for the holder where no device was chosen yet. */
function holderName(target: Target): string {
  return target.of === 'outgoing' && target.act !== 'agency' ? target.document.signer : '';
}

class SigningRoom implements Signing {
  readonly #parts: SigningParts;
  readonly #open = new Map<string, BegunAct>();
  readonly #running = new Set<string>();
  /** Of the last acts over several documents, so that a page that comes back still learns what was done. */
  readonly #progress = new Map<string, Progress>();
  constructor(parts: SigningParts) {
    this.#parts = parts;
  }
  #now(): number {
    return (this.#parts.now ?? Date.now)();
  }

  /** Acts that a crash left without an end were not done; their documents say so to whoever goes on with them. */
  endForgotten(): void {
    const { store } = this.#parts;
    store.tx(() => {
      const cut = store.db
        .prepare<[number, string], { incomingId: string | null; outgoingId: string | null }>(
          'UPDATE signing_act SET ended_at = ?, outcome = ? WHERE ended_at IS NULL RETURNING incoming_id AS incomingId, outgoing_id AS outgoingId',
        )
        .all(store.now(), CUT_OFF);
      for (const { incomingId, outgoingId } of cut) {
        if (outgoingId !== null) addHistory(store, WORKSTATION, { outgoingId: recordId(outgoingId), act: 'outgoing.signing_cut_off' });
        else if (incomingId !== null) addHistory(store, WORKSTATION, { incomingId: recordId(incomingId), act: 'incoming.signing_cut_off' });
      }
    }, 'signing:forgotten');
  }

  async choices({ id, act }: SigningTarget): Promise<{ choices: SignerChoice[]; notes: AppError[] }> {
    const { store, mode } = this.#parts;
    const target = targetOf(store, id, act);
    const [owner, leader] = [sealOwner(store, target), leaderDue(store, target)];
    const notes: AppError[] = [];
    const choices: SignerChoice[] = [];
    const last = store.setting(lastUsedKey(act));
    if (!this.#parts.tokens.pkcs11) notes.push({ code: 'signing.token_process_gone' });
    for (const [, client] of this.#clients()) {
      try {
        const { tokens, modules } = await client.list({ imported: importedCertificates(store) });
        for (const module of modules) if (module.error) notes.push(module.error);
        for (const token of tokens)
          for (const certificate of token.certificates) {
            const choice = choiceOf(token, certificate, act, mode, this.#now());
            const stranger = choice && owner && agencyCertificateRefusal(store, owner, readCertificate(certificate.der));
            const refused = choice?.refused ?? (owner?.organId === undefined ? undefined : stranger);
            if (choice)
              choices.push({
                ...choice,
                ...(refused ? { refused } : {}),
                ...(refused || leader === '' || isOfPerson(choice.commonName, leader)
                  ? {}
                  : { advice: { code: 'signing.not_the_signer', params: { name: leader } } }),
                ...(lastUsedOf(token.serial, certificate.sha256) === last ? { lastUsed: true } : {}),
              });
            else notes.push({ code: 'signing.certificate_unreadable', params: { token: token.label } });
          }
      } catch (error) {
        const told = error instanceof Failure && error.error.code !== 'contract.closed' ? error.error : undefined;
        notes.push(told ?? { code: 'signing.token_process_gone' });
      }
    }
    return { choices, notes };
  }

  async agencyDevices(): Promise<{ found: AgencyCertificateFound[]; notes: AppError[] }> {
    const { store, mode } = this.#parts;
    const found: AgencyCertificateFound[] = [];
    const notes: AppError[] = [];
    for (const [, client] of this.#clients()) {
      try {
        const { tokens } = await client.list({ imported: importedCertificates(store) });
        for (const token of tokens)
          for (const certificate of token.certificates) {
            const choice = choiceOf(token, certificate, 'agency', mode, this.#now());
            if (!choice || choice.refused) continue;
            const { serial, certificateSha256, tokenLabel, commonName, organization, issuer, validTo } = choice;
            found.push({ serial, certificateSha256, tokenLabel, name: commonName || organization, issuer, validTo });
          }
      } catch {
        notes.push({ code: 'signing.token_process_gone' });
      }
    }
    return { found, notes };
  }
  async bindAgency(
    { organId, serial, certificateSha256 }: { organId: string; serial: string; certificateSha256: string },
    actor: Actor,
  ): Promise<void> {
    const { certificate } = await this.#find(serial, certificateSha256);
    bindAgencyCertificate(this.#parts.store, actor, organId, certificate.entry.der);
  }

  /** Training signs with training keys; real mode never talks to them. A test token may serve training too. */
  #clients(): [TokenInfo['kind'], Client<TokenCalls>][] {
    const { pkcs11, training } = this.#parts.tokens;
    return [
      ...(training && this.#parts.mode === 'training' ? [['training', training] as [TokenInfo['kind'], Client<TokenCalls>]] : []),
      ...(pkcs11 ? [['pkcs11', pkcs11] as [TokenInfo['kind'], Client<TokenCalls>]] : []),
    ];
  }
  async preview({ id, act }: SigningTarget): Promise<SigningPreview> {
    const { store } = this.#parts;
    const target = targetOf(store, id, act);
    return previewOf(store, await planWork(this.#parts, target, { signerName: holderName(target), now: this.#now(), suffix: 'x' }));
  }
  waiting(organs?: readonly string[]): ReturnType<typeof waitingDocuments> {
    return waitingDocuments(this.#parts.store, this.#now(), organs);
  }
  archiveCopy(outgoingId: string, actor: Actor): Promise<string> {
    return archiveCopy(this.#parts, actor, outgoingId);
  }

  async allow({ id, reason, allowedBy }: { id: string; reason: string; allowedBy: string }, actor: Actor): Promise<void> {
    const { store } = this.#parts;
    const target = targetOf(store, id, 'agency');
    if (target.of !== 'outgoing') throw new Failure('documents.not_found');
    const heads = officeHeads(store, target.document.organ_id);
    if (heads.length > 0 && !actor.roles.includes('office_head')) throw new Failure('signing.allow_by_head', { name: heads.join(', ') });
    const by = heads.length > 0 ? actor.name : allowedBy;
    const work = await planWork(this.#parts, target, { signerName: '', now: this.#now(), suffix: 'x' });
    // Another agency's name may be written otherwise in its certificate, which is not known before a device is chosen. Whose
    // seal an organ served here has is not for this to say: an administrator records its certificates.
    const { outside } = work;
    const refusals =
      outside === undefined ? work.refusals : [...work.refusals, { code: 'signing.power_agency', params: { name: outside } }];
    store.tx(() => {
      store.db
        .prepare(
          'INSERT INTO signing_override (id, outgoing_id, file_id, refusals, reason, allowed_by, at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(store.newId(), id, target.main.id, JSON.stringify(refusals), reason, by, store.now(), actor.personId ?? null, store.nextSeq());
      addHistory(store, actor, { outgoingId: outgoingById(store, id).id, act: 'signing.allowed', params: { text: reason, allowedBy: by } });
      record(store, actor, 'signing.allowed', id, work.refusals.map((r) => r.code).join(' '));
    }, 'signing:allow');
  }

  async begin(input: SigningChosen, actor: Actor): Promise<{ actId: string }> {
    const { store, mode } = this.#parts;
    const documents = [...new Set([input.id, ...(input.also ?? [])])];
    const targets = documents.map((id) => targetOf(store, id, input.act));
    checkSeen(targets, documents, input);
    const { client, certificate, chain } = await this.#find(input.serial, input.certificateSha256);
    const choice = choiceOf(certificate.token, certificate.entry, input.act, mode, this.#now());
    if (!choice) throw new Failure('signing.certificate_unreadable', { token: certificate.token.label });
    if (choice.refused) throw new Failure(choice.refused.code, choice.refused.params);
    const unready = pinRefusalOf(choice, input.finalTryAccepted === true);
    if (unready) throw new Failure(unready);
    await this.#checkFirst(targets, input, readCertificate(certificate.entry.der));
    const actId = store.newId();
    await client.beginAct({
      actId,
      serial: input.serial,
      certificateSha256: input.certificateSha256,
      ...(certificate.entry.imported ? { imported: certificate.entry.der } : {}),
      ...(input.finalTryAccepted ? { finalTryAccepted: true } : {}),
    });
    const rows = documents.map((documentId, i) => ({
      documentId,
      rowId: i === 0 ? actId : store.newId(),
      fileId: targets[i] ? sourceOf(targets[i]).id : '',
      moved: (input.places ?? []).filter((place) => place.id === documentId),
    }));
    store.tx(() => {
      // One moment for all of them: by it a list that a crash cut off is found again.
      const begun = store.now();
      const insert = store.db.prepare(
        'INSERT INTO signing_act (id, outgoing_id, incoming_id, act, serial, certificate_sha256, begun_at, person_id, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      );
      for (const [i, { documentId, rowId }] of rows.entries()) {
        const person = actor.personId ?? null;
        const target = targets[i];
        const outgoing = target?.of === 'copy' ? (target.outgoingId ?? null) : documentId;
        const incoming = target?.of === 'copy' ? (target.incomingId ?? null) : null;
        insert.run(rowId, outgoing, incoming, input.act, input.serial, input.certificateSha256, begun, person, store.nextSeq());
        record(store, actor, `signing.${input.act}_begun`, documentId);
      }
    }, 'signing:begin');
    this.#open.set(actId, {
      actId,
      rows,
      act: input.act,
      client,
      serial: input.serial,
      certificate: certificate.entry.der,
      chain,
      signerName: choice.commonName,
    });
    return { actId };
  }

  /**
   * What is refused is refused before a PIN is asked for: moved fields of every document, and for a single one everything
   * else too. Of a list each document is judged when its turn comes, so that one does not stop the others.
   */
  async #checkFirst(targets: readonly Target[], input: SigningChosen, certificate: CertificateFacts): Promise<void> {
    for (const target of targets) {
      const id = target.of === 'outgoing' ? target.document.id : target.file.id;
      const moved = (input.places ?? []).filter((place) => place.id === id);
      if (targets.length > 1 && moved.length === 0) continue;
      const asked = { signerName: certificate.subject.commonName ?? '', certificate, now: this.#now(), suffix: 'x', moved };
      const work = await planWork(this.#parts, target, asked);
      const [refusal] = targets.length > 1 ? [] : work.standing;
      if (refusal) throw new Failure(refusal.code, refusal.params);
    }
  }

  async #find(serial: string, sha256: string) {
    for (const [, client] of this.#clients()) {
      const { tokens } = await client.list({ imported: importedCertificates(this.#parts.store) });
      const token = tokens.find((t) => t.serial === serial && t.certificates.some((c) => c.sha256 === sha256));
      const entry = token?.certificates.find((c) => c.sha256 === sha256);
      if (!token || !entry) continue;
      // Issuers that the token itself carries go along in the signature.
      const chain = token.certificates.filter((c) => c.sha256 !== sha256 && c.keyId === '').map((c) => c.der);
      return { client, certificate: { token, entry }, chain };
    }
    throw new Failure('signing.certificate_gone');
  }

  async perform({ actId }: { readonly actId: string }, actor: Actor): Promise<Performed> {
    return this.#run(actId, async ({ rows: [first, ...others], ...act }) => {
      if (!first || others.length > 0) throw new Failure('signing.no_such_act');
      return this.#one({ ...act, ...first }, actor);
    });
  }

  performAll({ actId }: { readonly actId: string }, actor: Actor, onSigned: (documentId: string) => void): Promise<SigningResult[]> {
    return this.#run(actId, async ({ rows, ...act }) => {
      const results: SigningResult[] = [];
      this.#progress.set(actId, { total: rows.length, results });
      for (const old of [...this.#progress.keys()].slice(0, -MAX_PROGRESS)) this.#progress.delete(old);
      let stopped: string | undefined;
      for (const row of rows) {
        // Cancelled, locked or closed meanwhile.
        if (!this.#open.has(actId)) stopped ??= 'signing.cancelled';
        if (stopped !== undefined) {
          this.#end({ ...act, ...row }, actor, stopped);
          results.push({ id: row.documentId, error: { code: stopped } });
          continue;
        }
        try {
          const { fileId } = await this.#one({ ...act, ...row }, actor);
          results.push({ id: row.documentId, fileId });
          onSigned(row.documentId);
        } catch (error) {
          const told = this.#tell(error).error;
          results.push({ id: row.documentId, error: told });
          if (GONE.includes(told.code)) stopped = 'signing.not_reached';
        }
      }
      return results;
    });
  }

  progress({ actId }: { readonly actId: string }): { done: number; total: number; results: SigningResult[] } {
    const known = this.#progress.get(actId);
    return { done: known?.results.length ?? 0, total: known?.total ?? 0, results: [...(known?.results ?? [])] };
  }

  /** One use of an open act; however it ends, the token is logged out. */
  async #run<T>(actId: string, work: (act: BegunAct) => Promise<T>): Promise<T> {
    const act = this.#open.get(actId);
    if (!act || this.#running.has(actId)) throw new Failure('signing.no_such_act');
    this.#running.add(actId);
    try {
      return await work(act);
    } finally {
      this.#running.delete(actId);
      this.#open.delete(actId);
      await this.#endOnToken(act);
    }
  }
  async #one(act: OpenAct, actor: Actor): Promise<Performed> {
    try {
      const target = targetOf(this.#parts.store, act.documentId, act.act);
      const done = await performAct(this.#parts, act, target, actor, this.#now());
      this.#remember(act);
      return done;
    } catch (error) {
      const told = this.#tell(error);
      this.#end(act, actor, told.error.code);
      throw told;
    }
  }

  /** By serial and certificate: slots change with every plugging. */
  #remember(act: OpenAct): void {
    const { store } = this.#parts;
    const facts = readCertificate(act.certificate);
    const used = lastUsedOf(act.serial, facts.sha256);
    try {
      store.tx(() => {
        if (store.setting(lastUsedKey(act.act)) !== used) store.setSetting(lastUsedKey(act.act), used);
        rememberUsed(store, facts);
      }, 'signing:last');
    } catch (error) {
      // The document is signed; which device comes first next time is not worth saying otherwise.
      this.#parts.log.warn('device not remembered', { error: String(error) });
    }
  }
  /** A process that died in the middle says only that its port closed: to the clerk that is an act not done. */
  #tell(error: unknown): Failure {
    if (error instanceof Failure) {
      if (error.error.code !== 'contract.closed') return error;
      return new Failure('signing.not_done', undefined, { cause: error });
    }
    this.#parts.log.error('signing failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return new Failure('signing.not_done', undefined, { cause: error });
  }
  #end(act: OpenAct, actor: Actor, outcome: string): void {
    const { store } = this.#parts;
    store.tx(() => {
      store.db
        .prepare('UPDATE signing_act SET ended_at = ?, outcome = ? WHERE id = ? AND ended_at IS NULL')
        .run(store.now(), outcome, act.rowId);
      record(store, actor, `signing.${act.act}`, act.documentId, outcome);
    }, 'signing:end');
  }
  async #endOnToken(act: BegunAct): Promise<void> {
    try {
      await act.client.endAct({ actId: act.actId });
    } catch (error) {
      this.#parts.log.warn('token act not ended', { code: error instanceof Failure ? error.error.code : 'unexpected' });
    }
  }

  async cancel({ actId }: { readonly actId: string }, actor: Actor): Promise<void> {
    const act = this.#open.get(actId);
    if (!act) return;
    const { rows, ...common } = act;
    if (this.#running.has(actId)) {
      // A list stops before its next document; a single one that signs just now goes on.
      if (rows.length > 1) this.#open.delete(actId);
      return;
    }
    this.#open.delete(actId);
    for (const row of rows) this.#end({ ...common, ...row }, actor, 'signing.cancelled');
    await this.#endOnToken(act);
  }
  async close(): Promise<void> {
    // One that signs just now is logged out as well: its next signature is refused and the act ends as not done.
    const acts = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(acts.map((act) => this.#endOnToken(act)));
  }
}
