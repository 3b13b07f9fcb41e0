/**
 * Of a PDF whose cross-reference was written anew the bytes as they came stay too; a file of the scanner's folder is known
 * by those. A paper of the tray may be a petition: its pages are the case's from then on. An envelope that went back has
 * its time.
 */
export const paperKept = /* sql */ `
ALTER TABLE upload ADD COLUMN came_blob_id TEXT REFERENCES blob(id);
ALTER TABLE scan_item ADD COLUMN came_blob_id TEXT REFERENCES blob(id);
ALTER TABLE scan_item ADD COLUMN came_sha256 TEXT;
ALTER TABLE scan_item ADD COLUMN came_size INTEGER;
CREATE INDEX scan_item_came ON scan_item (came_sha256, came_size) WHERE came_sha256 IS NOT NULL;
-- Whoever took the upload named them by then; else nobody asks for them any more.
CREATE TRIGGER upload_came AFTER DELETE ON upload WHEN old.came_blob_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM scan_item WHERE came_blob_id = old.came_blob_id)
  AND NOT EXISTS (SELECT 1 FROM file WHERE blob_id = old.came_blob_id)
BEGIN
  DELETE FROM blob WHERE id = old.came_blob_id;
END;
ALTER TABLE scan_group ADD COLUMN petition_id TEXT REFERENCES petition(id);
CREATE INDEX scan_group_petition ON scan_group (petition_id) WHERE petition_id IS NOT NULL;
ALTER TABLE envelope ADD COLUMN returned_at INTEGER;
`;
