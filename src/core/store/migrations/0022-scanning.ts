/**
 * Paper on its way in: files that came from the scanner or were dropped on the desk, their pages as the clerk ordered them,
 * what was done to them, and the documents that were registered from them. The files themselves never change.
 */
export const scanning = /* sql */ `
-- A file as it came. It stays as the original of the documents made from it.
CREATE TABLE scan_item (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, origin TEXT NOT NULL CHECK (origin IN ('folder','page')),
  name TEXT NOT NULL, detected TEXT NOT NULL, blob_id TEXT NOT NULL REFERENCES blob(id), size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0, -- a PDF that is no plain scan: used as it is
  has_text INTEGER NOT NULL DEFAULT 0, faults TEXT, -- JSON: what the structural check for PDF/A found
  source TEXT, -- where it lies in the scanner's folder while something is still to be done with it there
  taken_at INTEGER NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_item_content ON scan_item (sha256, size);

-- Pages that belong together: what becomes one document's file.
CREATE TABLE scan_group (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open','registered','dropped')),
  position REAL NOT NULL, incoming_id TEXT REFERENCES incoming(id), file_id TEXT, place INTEGER, -- its place among the document's files
  make TEXT NOT NULL DEFAULT 'none' CHECK (make IN ('none','waiting','stopped','done','failed')), problem TEXT, -- JSON AppError
  with_text INTEGER NOT NULL DEFAULT 0, -- pages that had their words when the file was made
  secrecy TEXT, -- JSON KeptFinding
  changed_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_group_open ON scan_group (organ_id, position) WHERE state = 'open';
CREATE INDEX scan_group_make ON scan_group (seq) WHERE make IN ('waiting','done');
CREATE INDEX scan_group_incoming ON scan_group (incoming_id) WHERE incoming_id IS NOT NULL;

CREATE TABLE scan_page (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, item_id TEXT NOT NULL REFERENCES scan_item(id) ON DELETE CASCADE, page INTEGER NOT NULL,
  group_id TEXT NOT NULL REFERENCES scan_group(id) ON DELETE CASCADE, position INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0,
  turn INTEGER NOT NULL DEFAULT 0, straighten REAL NOT NULL DEFAULT 0, crop TEXT, version INTEGER NOT NULL DEFAULT 0,
  width INTEGER NOT NULL, height INTEGER NOT NULL, dpi INTEGER NOT NULL, dpi_guessed INTEGER NOT NULL DEFAULT 0,
  colour TEXT NOT NULL, look TEXT, -- JSON PageLook
  text TEXT, -- JSON PageText of the page as it is now
  read_tries INTEGER NOT NULL DEFAULT 0, problem TEXT, -- JSON AppError: it cannot be shown
  UNIQUE (item_id, page)
) STRICT;
CREATE INDEX scan_page_group ON scan_page (group_id, position);
CREATE INDEX scan_page_unseen ON scan_page (item_id, page) WHERE look IS NULL AND problem IS NULL;
CREATE INDEX scan_page_unread ON scan_page (item_id, page) WHERE text IS NULL AND problem IS NULL;

-- What was done, with the rows as they were before: the last one can be undone.
CREATE TABLE scan_edit (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL, -- JSON
  at INTEGER NOT NULL, person_id TEXT, undone INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_edit_last ON scan_edit (organ_id, seq DESC) WHERE undone = 0;
`;
