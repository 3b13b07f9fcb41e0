/**
 * Incoming and outgoing documents and their life in the office (Decree 30/2020, articles 14–24). Every act is one
 * transaction that holds the new state, the history, the audit line and whatever must leave over the axis because of it.
 */

export {
  advanceRules,
  advanceState,
  heldCopies,
  isAdvance,
  joinArrivals,
  likelyFor,
  likelyOf,
  releaseAdvance,
  separateArrival,
  setAdvanceRules,
} from './advance.ts';
export { answerRecall, orphanRequests } from './amendments.ts';
export { type Correction, correctIncoming } from './correct.ts';
export { decideDuplicate, twinOf } from './duplicates.ts';
export {
  finishIncoming,
  type Instruction,
  instructIncoming,
  lateNumber,
  nextArrivalNumber,
  progressIncoming,
  registerIncoming,
  registerLate,
  returnIncoming,
} from './incoming.ts';
export { getIncoming, listIncoming } from './incomingView.ts';
export { issueOutgoing, sendAgain } from './issue.ts';
export {
  applyRule,
  closeMany,
  closeManyInSteps,
  type Extension,
  extendMany,
  extendManyInSteps,
  instructMany,
  instructManyInSteps,
  planRegistration,
  planRegistrationInSteps,
  type RegisterItem,
  registerMany,
  registerManyInSteps,
  undoMany,
} from './many.ts';
export { listOwnOrgans, type OwnOrgan, ownOrgan } from './organs.ts';
export { cancelOutgoing, type Draft, nextOutgoingNumber, numberOutgoing, saveDraft, setRemarks } from './outgoing.ts';
export { getOutgoing, listOutgoing } from './outgoingView.ts';
export { packageSigning, setPackageSigning } from './packageSigning.ts';
export { attachArrival, createPaper, createPaperWithin, type PaperDocument } from './paper.ts';
export { fillIncomingNumber, fillOutgoingNumber, pendOutgoing, registerPending, registerPendingWithin } from './pending.ts';
export { draftAmending, takeBack } from './recall.ts';
export { createReceiver } from './receiver.ts';
export { closePackage, originalOf, readAgain, returnPackage } from './setAside.ts';
export { type StampedCopy, stampedCopy } from './stampedCopy.ts';
export { convertUpload, createUploads, sweepUploads, type Uploads } from './uploads.ts';
