/** The life of a document in the office (Decree 30/2020, articles 14–24), as states and their allowed moves. */
import { fail, ok, type Result } from './errors.ts';

/** How a document came in: trục liên thông, bưu chính, trực tiếp, thư điện tử, Zalo, fax, điện thoại, Cổng. */
export const CHANNELS = ['axis', 'post', 'hand', 'email', 'zalo', 'fax', 'phone', 'portal'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * đã đến → đã vào sổ → đã có ý kiến chỉ đạo → đang xử lý → hoàn thành | trả lại; `withdrawn`: the sender took it back
 * before it was registered (lấy lại), `recalled`: after (thu hồi, thay thế); its number and metadata stay;
 * `merged`: a copy of a document that is here already, put under that one's number.
 */
export type IncomingState =
  | 'arrived'
  | 'registered'
  | 'assigned'
  | 'in_progress'
  | 'finished'
  | 'returned'
  | 'withdrawn'
  | 'recalled'
  | 'merged';
export type IncomingAct = 'register' | 'instruct' | 'progress' | 'finish' | 'return';

const INCOMING_MOVES: Readonly<Record<IncomingAct, { readonly from: readonly IncomingState[]; readonly to: IncomingState }>> = {
  register: { from: ['arrived'], to: 'registered' },
  instruct: { from: ['registered', 'assigned', 'in_progress'], to: 'assigned' },
  progress: { from: ['registered', 'assigned', 'in_progress'], to: 'in_progress' },
  finish: { from: ['registered', 'assigned', 'in_progress'], to: 'finished' },
  return: { from: ['arrived'], to: 'returned' },
};

/** The state after an act, or `documents.act_not_allowed` with the act and the state. */
export function afterIncomingAct(state: IncomingState, act: IncomingAct): Result<IncomingState> {
  const move = INCOMING_MOVES[act];
  return move.from.includes(state) ? ok(move.to) : fail('documents.act_not_allowed', { act, state });
}
export const incomingActs = (state: IncomingState): IncomingAct[] =>
  (Object.keys(INCOMING_MOVES) as IncomingAct[]).filter((act) => INCOMING_MOVES[act].from.includes(state));

/** dự thảo → đã ký ban hành → đã cấp số, vào sổ → đã ký số của cơ quan → đã phát hành | hủy. */
export type OutgoingState = 'draft' | 'leader_signed' | 'numbered' | 'agency_signed' | 'issued' | 'cancelled';
export type OutgoingAct = 'edit' | 'leader_sign' | 'hand_sign' | 'issue_paper' | 'number' | 'agency_sign' | 'issue' | 'cancel';

const OUTGOING_MOVES: Readonly<Record<OutgoingAct, { readonly from: readonly OutgoingState[]; readonly to: OutgoingState }>> = {
  edit: { from: ['draft'], to: 'draft' },
  leader_sign: { from: ['draft'], to: 'leader_signed' },
  // Signed on paper: no digital signature follows of itself (Decree 30/2020, article 18, item 6).
  hand_sign: { from: ['draft'], to: 'leader_signed' },
  number: { from: ['leader_signed'], to: 'numbered' },
  agency_sign: { from: ['numbered'], to: 'agency_signed' },
  issue: { from: ['agency_signed'], to: 'issued' },
  // Printed and sealed in red, or signed by hand: the agency's digital signature is not waited for.
  issue_paper: { from: ['numbered'], to: 'issued' },
  cancel: { from: ['draft', 'leader_signed', 'numbered', 'agency_signed'], to: 'cancelled' },
};

export function afterOutgoingAct(state: OutgoingState, act: OutgoingAct): Result<OutgoingState> {
  const move = OUTGOING_MOVES[act];
  return move.from.includes(state) ? ok(move.to) : fail('documents.act_not_allowed', { act, state });
}
export const outgoingActs = (state: OutgoingState): OutgoingAct[] =>
  (Object.keys(OUTGOING_MOVES) as OutgoingAct[]).filter((act) => OUTGOING_MOVES[act].from.includes(state));

/** Reasons for returning a document (record keeping, 4). */
export const RETURN_REASONS = [
  'wrong_recipient',
  'pages_missing',
  'appendix_missing',
  'unreadable',
  'unsigned',
  'signature_invalid',
  'duplicate',
  'other',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];
