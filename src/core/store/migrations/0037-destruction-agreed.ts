/**
 * A destruction is carried out in parts: `agreed_at` says that there is no way back from the list, `carried` how many of
 * its documents were gone through. Until its end the act stands as `proposed`, with `agreed_at`; what was destroyed before
 * this step was destroyed in one piece and is done.
 */
export const destructionAgreed = /* sql */ `
ALTER TABLE destruction ADD COLUMN agreed_at INTEGER;
ALTER TABLE destruction ADD COLUMN carried INTEGER NOT NULL DEFAULT 0;
UPDATE destruction SET agreed_at = done_at WHERE state = 'done';
`;
