/**
 * Taking back, revoking, updating and replacing, both ways. A message of types 1–3 may come several times about one
 * document, so it is known by its bytes; `amendment` holds who asked for what, and how it was answered.
 */
export const amendments = /* sql */ `
ALTER TABLE incoming ADD COLUMN package_sha256 TEXT;
DROP INDEX incoming_once;
CREATE UNIQUE INDEX incoming_once ON incoming (organ_id, sender_organ_id, document_id)
  WHERE business_type = 0 AND document_id IS NOT NULL AND sender_organ_id IS NOT NULL AND channel = 'axis';
CREATE UNIQUE INDEX incoming_amending_once ON incoming (organ_id, sender_organ_id, document_id, business_type, coalesce(package_sha256, ''))
  WHERE business_type <> 0 AND document_id IS NOT NULL AND sender_organ_id IS NOT NULL AND channel = 'axis';
CREATE INDEX incoming_document_id ON incoming (document_id) WHERE document_id IS NOT NULL;

ALTER TABLE outgoing ADD COLUMN amends_id TEXT REFERENCES outgoing(id);
ALTER TABLE outgoing ADD COLUMN amends_type INTEGER CHECK (amends_type IN (1, 2, 3));
-- A recall freezes the document: nothing more is sent of it.
ALTER TABLE outgoing ADD COLUMN frozen_at INTEGER;

ALTER TABLE dispatch ADD COLUMN business_type INTEGER NOT NULL DEFAULT 0;
-- Goes out only after that one was accepted: no recall before its document.
ALTER TABLE dispatch ADD COLUMN after_id TEXT REFERENCES dispatch(id);
DROP INDEX dispatch_document_once;
CREATE UNIQUE INDEX dispatch_document_once ON dispatch (outgoing_id, document_id) WHERE kind = 'document' AND business_type = 0;
DROP INDEX dispatch_status_once;
CREATE UNIQUE INDEX dispatch_status_once ON dispatch (incoming_id, status_code)
  WHERE kind = 'status' AND status_code NOT IN ('05', '13', '15', '16');

CREATE TABLE amendment (
  id TEXT PRIMARY KEY, direction TEXT NOT NULL CHECK (direction IN ('in','out')),
  kind TEXT NOT NULL CHECK (kind IN ('take_back','revoke','update','replace')),
  organ_id TEXT NOT NULL, -- ours
  other_organ_id TEXT NOT NULL, other_name TEXT NOT NULL,
  document_id TEXT NOT NULL, -- of the document it is about, verbatim
  incoming_id TEXT REFERENCES incoming(id), -- in: that document; NULL = not known here
  message_id TEXT REFERENCES incoming(id), -- in: the message of types 1-3 that asks; NULL for status 13
  outgoing_id TEXT REFERENCES outgoing(id), -- out: our document
  letter_id TEXT REFERENCES outgoing(id), -- out: the document that revokes, updates or replaces it
  reason TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open','withdrawn','agreed','refused')),
  asked_at INTEGER NOT NULL, answered_at INTEGER, answer TEXT, answered_by TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX amendment_incoming ON amendment (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX amendment_outgoing ON amendment (outgoing_id) WHERE outgoing_id IS NOT NULL;
CREATE INDEX amendment_document ON amendment (other_organ_id, document_id, direction);
`;
