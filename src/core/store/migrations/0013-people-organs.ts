/**
 * Several people and several organs at one workstation: whose organs a person works for (NULL: every one), what kind of
 * body an organ is and its place in the list, of which organ a print is, for whom somebody without a screen acted.
 */
export const peopleOrgans = /* sql */ `
ALTER TABLE person ADD COLUMN organs TEXT; -- JSON array of organ ids
ALTER TABLE organ ADD COLUMN kind TEXT NOT NULL DEFAULT 'state' CHECK (kind IN ('state','council','party','front','other'));
ALTER TABLE organ ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE file ADD COLUMN organ_id TEXT;
ALTER TABLE history ADD COLUMN for_person_id TEXT;
ALTER TABLE history ADD COLUMN for_name TEXT;
ALTER TABLE history ADD COLUMN slip_date TEXT; -- of the paper the act was entered from
CREATE INDEX incoming_organ ON incoming (organ_id, state, seq DESC);
CREATE INDEX outgoing_organ ON outgoing (organ_id, state, seq DESC);
`;
