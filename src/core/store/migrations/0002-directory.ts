/**
 * The directory with its history, the questions it puts to a person, groups of recipients, and code lists that replace
 * the shipped ones. `agency` holds the newest version of each code; versions that ended lie in `agency_history`.
 */
export const directory = /* sql */ `
DROP INDEX agency_folded;
ALTER TABLE agency ADD COLUMN valid_from INTEGER NOT NULL DEFAULT 0;
-- The code that took over, where a person said so.
ALTER TABLE agency ADD COLUMN successor TEXT;
CREATE INDEX agency_other_code ON agency (other_code) WHERE other_code IS NOT NULL;
CREATE INDEX agency_parent ON agency (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE agency_history (
  id INTEGER PRIMARY KEY, organ_id TEXT NOT NULL, name TEXT NOT NULL, parent_id TEXT, other_code TEXT, mail TEXT,
  valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('renamed','closed','code_changed','moved')), update_id TEXT NOT NULL
) STRICT;
CREATE INDEX agency_history_organ ON agency_history (organ_id, id);

-- Every list that came, taken over or refused.
CREATE TABLE directory_update (
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('applied','refused')),
  digest TEXT NOT NULL, -- SHA-256 of the list, so that a person confirms the list that was shown
  listed INTEGER NOT NULL, known INTEGER NOT NULL, opened INTEGER NOT NULL, closed INTEGER NOT NULL, renamed INTEGER NOT NULL,
  changed INTEGER NOT NULL, asked INTEGER NOT NULL, by_name TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX directory_update_seq ON directory_update (seq DESC);
CREATE TABLE directory_change (
  update_id TEXT NOT NULL REFERENCES directory_update(id), position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened','closed','renamed','code_changed','moved')),
  organ_id TEXT NOT NULL, name TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  PRIMARY KEY (update_id, position)
) STRICT, WITHOUT ROWID;

-- What the axis said and a person has not believed yet: nothing of it counts for sending before.
CREATE TABLE directory_question (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('replaced','second_code','took_name','other_code','group_renamed')),
  state TEXT NOT NULL CHECK (state IN ('open','accepted','rejected')),
  organ_id TEXT NOT NULL, -- the known code that the name stands for here
  name TEXT NOT NULL, new_code TEXT NOT NULL, entry TEXT NOT NULL, -- JSON ListedAgency as the axis has it now
  asked_at INTEGER NOT NULL, answered_at INTEGER, answered_by TEXT, seq INTEGER NOT NULL,
  UNIQUE (kind, organ_id, new_code, name)
) STRICT;
CREATE INDEX directory_question_state ON directory_question (state, seq);

CREATE TABLE agency_group (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, rule TEXT, -- JSON GroupRule; NULL = picked by hand
  members TEXT NOT NULL, -- JSON [{organId, name}] as a person last saw them
  updated_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX agency_group_name ON agency_group (name);

-- Code lists that the administrator put in the place of shipped ones.
CREATE TABLE code_list (
  name TEXT PRIMARY KEY, version TEXT NOT NULL, body TEXT NOT NULL, imported_at INTEGER NOT NULL, imported_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
