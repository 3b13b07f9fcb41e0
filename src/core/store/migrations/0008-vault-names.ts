/**
 * Vault files are named by a keyed hash of their content. `name` is NULL for files from before, which keep their row's
 * id for a name; rows of equal content share one file. A file whose last row is deleted on purpose stands in `blob_gone`
 * from the same transaction on, so that it is removed even if the machine dies in between. On the disk and in backups a
 * row's file is `coalesce(name, id)`; destroying one for good means no other row of that name.
 */
export const vaultNames = /* sql */ `
ALTER TABLE blob ADD COLUMN name TEXT;
CREATE INDEX blob_name ON blob (name) WHERE name IS NOT NULL;
CREATE INDEX blob_content ON blob (sha256, size);
CREATE TABLE blob_gone (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TRIGGER blob_delete AFTER DELETE ON blob BEGIN
  INSERT OR IGNORE INTO blob_gone VALUES (coalesce(old.name, old.id));
END;
`;
