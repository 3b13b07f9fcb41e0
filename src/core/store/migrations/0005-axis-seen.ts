/**
 * What the axis's sent list showed at a reconciliation that this store does not know: sent after the backup it was
 * restored from. A status that stands here is not sent again, and no number that stands here is given again.
 */
export const axisSeen = /* sql */ `
CREATE TABLE axis_seen (
  organ_id TEXT NOT NULL, doc_id TEXT NOT NULL, message_type TEXT NOT NULL CHECK (message_type IN ('edoc','status')),
  document_id TEXT NOT NULL, status_code TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, recipients TEXT NOT NULL,
  description TEXT NOT NULL, sent_at INTEGER NOT NULL, seen_at INTEGER NOT NULL,
  PRIMARY KEY (organ_id, doc_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX axis_seen_status ON axis_seen (organ_id, document_id, status_code) WHERE message_type = 'status';
`;
