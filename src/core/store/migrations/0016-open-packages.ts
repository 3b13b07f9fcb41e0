/** What is asked with every look at the line's state is found without reading all packages and dispatches there ever were. */
export const openPackages = /* sql */ `
CREATE INDEX package_aside ON package (closed_at, seq) WHERE state = 'quarantined';
CREATE INDEX dispatch_after ON dispatch (after_id) WHERE after_id IS NOT NULL;
`;
