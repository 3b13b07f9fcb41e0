/**
 * Words that the machine read on pictures of pages: kept with their places, so that a page is read once, and searched like a
 * text layer. They go with the row that says what of a file is searched.
 */
export const pictureWords = /* sql */ `
-- Pages to read by their pictures: nothing while nobody looked, 0 where the file is no plain scan.
ALTER TABLE file_text ADD COLUMN picture_pages INTEGER;
ALTER TABLE file_text ADD COLUMN picture_page INTEGER NOT NULL DEFAULT 1;
ALTER TABLE file_text ADD COLUMN picture_tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX file_text_pictures ON file_text (seq DESC) WHERE state = 'none' AND (picture_pages IS NULL OR picture_page <= picture_pages);
CREATE TABLE file_words (
  file_id TEXT NOT NULL REFERENCES file_text(file_id) ON DELETE CASCADE,
  page INTEGER NOT NULL,
  words BLOB NOT NULL, -- PageText as JSON, deflated
  PRIMARY KEY (file_id, page)
) STRICT, WITHOUT ROWID;
`;
