/** A form as it is typed says what row it is about, so that it goes with that row; dialogues beside a document are kept too. */
export const keptOf = /* sql */ `
CREATE TABLE kept_form_of (
  person_id TEXT NOT NULL, organ_id TEXT NOT NULL, form TEXT NOT NULL, of_id TEXT NOT NULL, -- '' = about nothing yet
  value TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person_id, organ_id, form, of_id)
) STRICT, WITHOUT ROWID;
INSERT INTO kept_form_of SELECT person_id, organ_id, form, '', value, at FROM kept_form;
DROP TABLE kept_form;
ALTER TABLE kept_form_of RENAME TO kept_form;
CREATE INDEX kept_form_about ON kept_form (of_id);
`;
