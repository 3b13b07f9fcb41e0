/**
 * The paper desk: envelopes that stay closed, what leaves on paper, who gets it and how, what comes back, what is printed
 * for it. It promises: nothing is numbered beside the books; every paper that left is in a list until its slip is back;
 * of a secret envelope nothing is kept.
 */
export { listAddresses, removeAddress, saveAddress } from './addresses.ts';
export { composeFile } from './compose.ts';
export { envelopesBetween, handEnvelope, listEnvelopes, logEnvelope, returnEnvelope } from './envelopes.ts';
export {
  attachScan,
  deliveriesByIds,
  isByHand,
  listDeliveries,
  markSent,
  outgoingPaper,
  setArchive,
  setDelivery,
  signedByHand,
  slipBack,
} from './out.ts';
export {
  addressLabel,
  printCovers,
  printEnvelopeBook,
  printHandRegister,
  printLabels,
  printPostRegister,
  printSlips,
  printSlipsOut,
} from './prints.ts';
export { printForSeal } from './seal.ts';
export { paperSettings, savePaperSettings } from './settings.ts';
export { stampLabel, stampsOf } from './stamps.ts';
