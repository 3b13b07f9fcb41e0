/**
 * Registers beyond the numbered books: lines kept by hand, the closing of a book's year, rules that change from a day on;
 * and what statistics count, narrow enough to be read whole: `report_incoming` and `report_outgoing` follow their
 * documents by triggers and hold nothing that is not in them.
 */
export const books = /* sql */ `
-- Post, use of archived copies, and what another room keeps in the same way. A line that was wrong is struck, never deleted.
CREATE TABLE register_line (
  id TEXT PRIMARY KEY, organ_id TEXT NOT NULL, form TEXT NOT NULL, date TEXT NOT NULL, cells TEXT NOT NULL, -- JSON {column: text}
  incoming_id TEXT REFERENCES incoming(id), outgoing_id TEXT REFERENCES outgoing(id),
  struck_at INTEGER, struck_by TEXT, struck_reason TEXT,
  at INTEGER NOT NULL, by_name TEXT NOT NULL, person_id TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX register_line_date ON register_line (organ_id, form, date, seq);
CREATE INDEX register_line_incoming ON register_line (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX register_line_outgoing ON register_line (outgoing_id) WHERE outgoing_id IS NOT NULL;
CREATE TRIGGER register_line_no_delete BEFORE DELETE ON register_line BEGIN SELECT RAISE(ABORT, 'lines are struck, not deleted'); END;

-- A book's year (or term) that was closed; opened again, the row stays with who, when and why.
CREATE TABLE book_closing (
  id TEXT PRIMARY KEY, book_id TEXT NOT NULL REFERENCES book(id), period TEXT NOT NULL, turn INTEGER NOT NULL,
  facts TEXT NOT NULL, open_items TEXT NOT NULL, -- JSON: what it held; what was not done and was accepted
  ordered_by TEXT NOT NULL, note TEXT NOT NULL,
  register_file_id TEXT NOT NULL, register_sha256 TEXT NOT NULL, pages INTEGER NOT NULL, minutes_file_id TEXT NOT NULL,
  closed_at INTEGER NOT NULL, closed_by TEXT NOT NULL, person_id TEXT,
  reopened_at INTEGER, reopened_by TEXT, reopen_reason TEXT, seq INTEGER NOT NULL,
  UNIQUE (book_id, period, turn)
) STRICT;
CREATE UNIQUE INDEX book_closing_one ON book_closing (book_id, period) WHERE reopened_at IS NULL;
CREATE TRIGGER book_closed_no_number BEFORE INSERT ON book_number
WHEN EXISTS (SELECT 1 FROM book_closing c WHERE c.book_id = new.book_id AND c.period = new.period AND c.reopened_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'the book of this year is closed'); END;

-- The rule a book follows from a day on; until then the one before it.
CREATE TABLE book_rule (
  id TEXT PRIMARY KEY, book_id TEXT NOT NULL REFERENCES book(id), from_date TEXT NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL,
  at INTEGER NOT NULL, by_name TEXT NOT NULL, withdrawn_at INTEGER, withdrawn_by TEXT, seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX book_rule_from ON book_rule (book_id, from_date) WHERE withdrawn_at IS NULL;

CREATE TABLE report_incoming (
  organ_id TEXT NOT NULL, day TEXT NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL, channel TEXT NOT NULL, priority INTEGER NOT NULL,
  agency TEXT NOT NULL, kind TEXT NOT NULL, handler TEXT NOT NULL, due TEXT, ended TEXT, outcome TEXT,
  PRIMARY KEY (organ_id, day, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_incoming_seq ON report_incoming (seq);
CREATE TRIGGER incoming_report_insert AFTER INSERT ON incoming BEGIN
  INSERT INTO report_incoming VALUES (new.organ_id, coalesce(new.arrival_date, date(new.arrived_at / 1000 + 25200, 'unixepoch')), new.seq,
    new.state, new.channel, new.priority, new.sender_name, new.type_name, coalesce(json_extract(new.instruction, '$.lead'), ''), new.due_date, NULL, NULL);
END;
CREATE TRIGGER incoming_report_update AFTER UPDATE OF seq, organ_id, arrival_date, arrived_at, state, channel, priority, sender_name, type_name, instruction, due_date
ON incoming BEGIN
  UPDATE report_incoming SET organ_id = new.organ_id, day = coalesce(new.arrival_date, date(new.arrived_at / 1000 + 25200, 'unixepoch')), seq = new.seq,
    state = new.state, channel = new.channel, priority = new.priority, agency = new.sender_name, kind = new.type_name,
    handler = coalesce(json_extract(new.instruction, '$.lead'), ''), due = new.due_date,
    ended = CASE WHEN new.state = 'finished' THEN ended END, outcome = CASE WHEN new.state = 'finished' THEN outcome END
  WHERE seq = old.seq;
END;
CREATE TRIGGER incoming_report_delete AFTER DELETE ON incoming BEGIN DELETE FROM report_incoming WHERE seq = old.seq; END;
CREATE TRIGGER incoming_report_ended AFTER INSERT ON history WHEN new.act IN ('incoming.finish', 'incoming.file_for_information') BEGIN
  UPDATE report_incoming SET ended = date(new.at / 1000 + 25200, 'unixepoch'),
    outcome = CASE new.act WHEN 'incoming.finish' THEN 'done' ELSE 'for_information' END
  WHERE seq = (SELECT seq FROM incoming WHERE id = new.incoming_id) AND state = 'finished';
END;
INSERT INTO report_incoming SELECT i.organ_id, coalesce(i.arrival_date, date(i.arrived_at / 1000 + 25200, 'unixepoch')), i.seq, i.state, i.channel, i.priority,
    i.sender_name, i.type_name, coalesce(json_extract(i.instruction, '$.lead'), ''), i.due_date,
    CASE WHEN i.state = 'finished' THEN (SELECT date(max(h.at) / 1000 + 25200, 'unixepoch') FROM history h
      WHERE h.incoming_id = i.id AND h.act IN ('incoming.finish', 'incoming.file_for_information')) END,
    CASE WHEN i.state = 'finished' THEN (SELECT CASE h.act WHEN 'incoming.finish' THEN 'done' ELSE 'for_information' END FROM history h
      WHERE h.incoming_id = i.id AND h.act IN ('incoming.finish', 'incoming.file_for_information') ORDER BY h.seq DESC LIMIT 1) END
  FROM incoming i;

CREATE TABLE report_outgoing (
  organ_id TEXT NOT NULL, day TEXT NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL, priority INTEGER NOT NULL,
  kind TEXT NOT NULL, signer TEXT NOT NULL, issued TEXT, electronic INTEGER NOT NULL, paper INTEGER NOT NULL, replies INTEGER NOT NULL,
  PRIMARY KEY (organ_id, day, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_outgoing_seq ON report_outgoing (seq);
CREATE TRIGGER outgoing_report_insert AFTER INSERT ON outgoing BEGIN
  INSERT INTO report_outgoing VALUES (new.organ_id, coalesce(new.date, date(new.updated_at / 1000 + 25200, 'unixepoch')), new.seq, new.state, new.priority,
    new.type_name, new.signer, date(new.issued_at / 1000 + 25200, 'unixepoch'),
    (SELECT count(*) FROM json_each(new.recipients) WHERE json_extract(value, '$.organId') IS NOT NULL),
    (SELECT count(*) FROM json_each(new.recipients) WHERE json_extract(value, '$.organId') IS NULL), new.reply_to_id IS NOT NULL);
END;
CREATE TRIGGER outgoing_report_update AFTER UPDATE OF seq, organ_id, date, state, priority, type_name, signer, issued_at, recipients, reply_to_id ON outgoing BEGIN
  UPDATE report_outgoing SET organ_id = new.organ_id, day = coalesce(new.date, day), seq = new.seq, state = new.state, priority = new.priority,
    kind = new.type_name, signer = new.signer, issued = date(new.issued_at / 1000 + 25200, 'unixepoch'),
    electronic = (SELECT count(*) FROM json_each(new.recipients) WHERE json_extract(value, '$.organId') IS NOT NULL),
    paper = (SELECT count(*) FROM json_each(new.recipients) WHERE json_extract(value, '$.organId') IS NULL), replies = new.reply_to_id IS NOT NULL
  WHERE seq = old.seq;
END;
CREATE TRIGGER outgoing_report_delete AFTER DELETE ON outgoing BEGIN DELETE FROM report_outgoing WHERE seq = old.seq; END;
INSERT INTO report_outgoing SELECT organ_id, coalesce(date, date(updated_at / 1000 + 25200, 'unixepoch')), seq, state, priority, type_name, signer,
    date(issued_at / 1000 + 25200, 'unixepoch'),
    (SELECT count(*) FROM json_each(recipients) WHERE json_extract(value, '$.organId') IS NOT NULL),
    (SELECT count(*) FROM json_each(recipients) WHERE json_extract(value, '$.organId') IS NULL), reply_to_id IS NOT NULL
  FROM outgoing;
-- Documents the axis took, by the day it took them.
CREATE INDEX dispatch_document_accepted ON dispatch (accepted_at) WHERE kind = 'document' AND accepted_at IS NOT NULL;
`;
