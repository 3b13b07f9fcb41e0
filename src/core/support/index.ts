/**
 * For whoever helps from afar: a report that may be handed on as it is. Promise: no word of a document, no person's name, no
 * path and no secret is in it, whatever the store holds; it is made of counts, codes, versions and times alone.
 */
export { deadMachineFacts, printDeadMachine } from './deadMachine.ts';
export { type SupportParts, supportReport } from './report.ts';
export { type Tallied, Tally } from './tally.ts';
