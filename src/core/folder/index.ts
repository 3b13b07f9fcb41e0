/**
 * Exchange without any line: sealed bundles between two workstations of this product, plain folders with a slip for
 * everybody else. It promises: a document carried by hand has the bytes and DocumentId it has on the axis, so it arrives
 * once whichever way is faster; a bundle is taken in whole, once, from a key that a person confirmed by voice, or refused
 * in words; receipts and statuses come back the same way.
 */
export { createIntake, type Intake, type IntakeParts } from './intake.ts';
export { takeOpened } from './opened.ts';
export { addPeer, confirmPeer, ownFingerprint, ownKeyFile, peerRows, removePeer } from './peers.ts';
export { exportPlain, type PlainRequest, slipBack } from './plain.ts';
export { documentsToCarry, type Exported, type ExportRequest, exportBundle } from './send.ts';
export { importFolder } from './take.ts';
export { bundleRows, carriedOf } from './view.ts';
