/**
 * Taking back, revoking, updating and replacing a document that was sent (spec 1.4, 2; Decree 30/2020, article 18):
 * what a request does at the receiver, and what its answers do at the sender. Numbers and metadata always stay.
 */
import type { IncomingState } from './documents.ts';
import type { BusinessType } from './edxml.ts';

/** Status 13; message types 1, 2 and 3. */
export const AMENDMENT_KINDS = ['take_back', 'revoke', 'update', 'replace'] as const;
export type AmendmentKind = (typeof AMENDMENT_KINDS)[number];
/** `open`: a person has not answered; `withdrawn`: taken back before it was registered, without asking. */
export type AmendmentState = 'open' | 'withdrawn' | 'agreed' | 'refused';

const KIND_OF: Readonly<Record<Exclude<BusinessType, 0>, AmendmentKind>> = { 1: 'revoke', 2: 'update', 3: 'replace' };
export const amendmentKind = (type: Exclude<BusinessType, 0>): AmendmentKind => KIND_OF[type];

const ENDED: readonly IncomingState[] = ['returned', 'withdrawn', 'recalled', 'merged'];
const recalls = (kind: AmendmentKind): boolean => kind === 'take_back' || kind === 'revoke';

/**
 * What an arriving request does, before anybody is asked.
 * `keep`: the document is not known here; kept and flagged until it comes. `withdraw`: not registered yet, so it is taken
 * back at once. `nothing_left`: it is out of use already, so there is nothing to refuse. `ask`: a person answers.
 */
export function onRequest(kind: AmendmentKind, original: IncomingState | undefined): 'keep' | 'withdraw' | 'nothing_left' | 'ask' {
  if (original === undefined) return 'keep';
  if (!recalls(kind)) return 'ask';
  if (original === 'arrived') return 'withdraw';
  return ENDED.includes(original) ? 'nothing_left' : 'ask';
}

/** The document's state after the answer: what was recalled or replaced is out of use, an update leaves it standing. */
export function afterAnswer(kind: AmendmentKind, original: IncomingState, agreed: boolean): IncomingState {
  if (!agreed || kind === 'update' || ENDED.includes(original)) return original;
  return original === 'arrived' ? 'withdrawn' : 'recalled';
}

/** 15 agrees, 16 refuses. */
export type AnswerCode = '15' | '16';
/**
 * The sender's line of one recipient after an answer. An agreement stands: a refusal that comes late or twice does not
 * take it back; a refusal may still turn into an agreement.
 */
export function onAnswer(state: AmendmentState, code: AnswerCode): AmendmentState {
  if (state === 'agreed' || state === 'withdrawn') return state;
  return code === '15' ? 'agreed' : 'refused';
}

/** May it be asked (again)? Only where nothing was asked yet, or the last request was refused. */
export const mayAsk = (earlier: readonly AmendmentState[]): boolean => earlier.every((state) => state === 'refused');
