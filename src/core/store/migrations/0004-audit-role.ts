/** In which roles a person acted; part of the row's hash where it is there, so that rows from before keep theirs. */
export const auditRole = /* sql */ `ALTER TABLE audit ADD COLUMN role TEXT;`;
