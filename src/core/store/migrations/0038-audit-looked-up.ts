/**
 * The log is looked up by day and by what was acted on. Every act writes here, so there are these two and no more: `at` grows
 * with the rows, so its index grows at its end; ids of objects begin with their time, so those of the day's work lie together.
 * Persons and kinds of acts are found among the rows themselves, in parts (`core/audit/list.ts`).
 */
export const auditLookedUp = /* sql */ `
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_object ON audit (object);
`;
