/** A profile is one world of documents: real work or training; never both, never converted. */
export type Mode = 'real' | 'training';

/** Root arc under which training certificates carry their policy (a UUID-derived OID, ITU-T X.667). */
export const TRAINING_POLICY_OID = '2.25.311786230962441093826452717369101829373';
/** Province group of the invented training organs; no province holds it (Decision 20/2020 ends at H63). */
export const TRAINING_ORGAN_PREFIX = 'H99';
