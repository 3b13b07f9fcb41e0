/** Petitions that run against a clock are found without reading the book: Hôm nay asks with every change. */
export const petitionClocks = /* sql */ `
CREATE INDEX petition_open ON petition (seq) WHERE state IN ('received', 'accepted');
`;
