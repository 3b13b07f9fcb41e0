/**
 * Verifying: whom this machine trusts, what was fetched about certificates and when, when each file is judged again, and
 * verdicts that changed and wait to be seen.
 */
export const verify = /* sql */ `
ALTER TABLE incoming ADD COLUMN signed_by TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE incoming ADD COLUMN signer_line TEXT NOT NULL DEFAULT 'not_checked';

CREATE TABLE trust_material (
  kind TEXT NOT NULL CHECK (kind IN ('ocsp','crl','issuer')), url TEXT NOT NULL, about TEXT NOT NULL, -- hex SHA-256 of the certificate; '' for a list
  bytes BLOB, blob_id TEXT REFERENCES blob(id),
  this_update INTEGER, next_update INTEGER, fetched_at INTEGER, tried_at INTEGER NOT NULL, failure TEXT,
  PRIMARY KEY (kind, url, about)
) STRICT;
CREATE TABLE trust_certificate (
  sha256 TEXT PRIMARY KEY, der BLOB NOT NULL, role TEXT NOT NULL CHECK (role IN ('anchor','intermediate')),
  origin TEXT NOT NULL CHECK (origin IN ('administrator','network')), source TEXT NOT NULL,
  added_by TEXT NOT NULL, added_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE trust_bundle (
  version INTEGER PRIMARY KEY, payload TEXT NOT NULL, key_id TEXT NOT NULL, installed_by TEXT NOT NULL, installed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE verdict_check (
  file_id TEXT PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE, checked_at INTEGER, next_at INTEGER, tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_check_due ON verdict_check (next_at) WHERE next_at IS NOT NULL;
INSERT INTO verdict_check (file_id, next_at) SELECT id, 0 FROM file WHERE incoming_id IS NOT NULL AND detected LIKE '%pdf%' AND current = 1;
CREATE TRIGGER verdict_check_new AFTER INSERT ON file WHEN new.incoming_id IS NOT NULL AND new.detected LIKE '%pdf%' AND new.stage <> 'report' BEGIN
  INSERT OR IGNORE INTO verdict_check (file_id, next_at) VALUES (new.id, 0);
END;

CREATE TABLE verdict_change (
  id TEXT PRIMARY KEY, file_id TEXT NOT NULL REFERENCES file(id) ON DELETE CASCADE, incoming_id TEXT REFERENCES incoming(id) ON DELETE CASCADE,
  before TEXT NOT NULL, after TEXT NOT NULL, -- JSON: the lines before and after
  worse INTEGER NOT NULL, at INTEGER NOT NULL, seen_at INTEGER, seen_by TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX verdict_change_order ON verdict_change (seq DESC);
CREATE INDEX verdict_change_unseen ON verdict_change (seq) WHERE seen_at IS NULL AND worse = 1;
CREATE INDEX verdict_change_incoming ON verdict_change (incoming_id);
CREATE INDEX verdict_change_file ON verdict_change (file_id);
`;
