/** Long forms as they are being typed, each its person's own, until they are saved, given up or a month old. */
export const keptForms = /* sql */ `
CREATE TABLE kept_form (
  person_id TEXT NOT NULL, organ_id TEXT NOT NULL, form TEXT NOT NULL, value TEXT NOT NULL, -- JSON, the page's own
  at INTEGER NOT NULL, PRIMARY KEY (person_id, organ_id, form)
) STRICT, WITHOUT ROWID;
`;
