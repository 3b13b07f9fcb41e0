/**
 * Sheets of fast entry as they are typed, some rows to a block, so that a keystroke writes little; and whose number it is
 * that stands in a book: given here, or on paper before the book came here.
 */
export const fastEntry = /* sql */ `
CREATE TABLE entry_sheet (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, direction TEXT NOT NULL CHECK (direction IN ('incoming','outgoing')), person_id TEXT NOT NULL,
  mode TEXT NOT NULL DEFAULT 'new' CHECK (mode IN ('new','paper_book')),
  fields TEXT NOT NULL, -- JSON: the columns its rows were typed in
  defaults TEXT NOT NULL DEFAULT '{}', finished INTEGER NOT NULL DEFAULT 1, count INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL,
  UNIQUE (organ_id, direction, person_id)
) STRICT;
CREATE TABLE entry_block (
  sheet_id TEXT NOT NULL REFERENCES entry_sheet(id) ON DELETE CASCADE, place INTEGER NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (sheet_id, place)
) STRICT, WITHOUT ROWID;
ALTER TABLE book_number ADD COLUMN origin TEXT NOT NULL DEFAULT 'here' CHECK (origin IN ('here','paper_book'));
`;
