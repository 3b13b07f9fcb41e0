/**
 * What this office signed is judged again too: its certificates may be revoked after it left. From a day after the signing on, for as
 * long as an arrival's are; of what was signed before this version, the last month's. Files that another one took the place of are not.
 */
const DAY = 86_400_000;
export const verdictsOut = /* sql */ `
ALTER TABLE verdict_change ADD COLUMN outgoing_id TEXT REFERENCES outgoing(id) ON DELETE CASCADE;
CREATE INDEX verdict_change_outgoing ON verdict_change (outgoing_id) WHERE outgoing_id IS NOT NULL;
INSERT INTO verdict_check (file_id, next_at) SELECT id, created_at + ${DAY} FROM file
  WHERE outgoing_id IS NOT NULL AND current = 1 AND verdict IS NOT NULL AND stage <> 'report' AND created_at > (unixepoch() - 30 * 86400) * 1000;
CREATE TRIGGER verdict_check_out AFTER INSERT ON file
  WHEN new.outgoing_id IS NOT NULL AND new.detected LIKE '%pdf%' AND new.verdict IS NOT NULL AND new.current = 1 AND new.stage <> 'report' BEGIN
  INSERT OR IGNORE INTO verdict_check (file_id, next_at) VALUES (new.id, new.created_at + ${DAY});
END;
CREATE TRIGGER verdict_check_past AFTER UPDATE OF current ON file WHEN new.current = 0 AND old.current = 1 BEGIN
  DELETE FROM verdict_check WHERE file_id = new.id;
END;
`;
