/** Columns that lists offer; which are shown, in which order and how wide is each person's own. */
export const INCOMING_COLUMNS = [
  'number',
  'sender',
  'code',
  'subject',
  'due',
  'state',
  'signatures',
  'lead',
  'coHandlers',
  'priority',
  'type',
  'channel',
  'signer',
  'arrivedAt',
  'files',
  'note',
  'dossier',
] as const;
export type IncomingColumn = (typeof INCOMING_COLUMNS)[number];
export const OUTGOING_COLUMNS = [
  'code',
  'subject',
  'priority',
  'signer',
  'recipients',
  'state',
  'due',
  'type',
  'updated',
  'copies',
  'note',
  'dossier',
] as const;
export type OutgoingColumn = (typeof OUTGOING_COLUMNS)[number];
