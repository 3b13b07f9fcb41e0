/**
 * Who names a row that goes. SQLite asks every table that may name it, one look for each row that is deleted: without an
 * index that look reads the whole table, and destroying 2,000 documents by decision read all places in hồ sơ 2,000 times.
 * Partial where most rows name nothing, so that they cost nothing when written. What is never deleted (documents, books,
 * packages, hồ sơ …) needs none: `who-names.test.ts` walks the schema and says which rows those are.
 */
export const whoNames = /* sql */ `
CREATE INDEX copy_issue_source ON copy_issue (source_file_id) WHERE source_file_id IS NOT NULL;
CREATE INDEX copy_issue_print ON copy_issue (print_file_id) WHERE print_file_id IS NOT NULL;
CREATE INDEX copy_issue_signed ON copy_issue (signed_file_id) WHERE signed_file_id IS NOT NULL;
CREATE INDEX dossier_handover_minutes ON dossier_handover (minutes_file_id) WHERE minutes_file_id IS NOT NULL;
CREATE INDEX dossier_handover_list ON dossier_handover (list_file_id) WHERE list_file_id IS NOT NULL;
CREATE INDEX destruction_scan ON destruction (scan_id);
CREATE INDEX returned_copy_blob ON returned_copy (blob_id);
CREATE INDEX scan_item_blob ON scan_item (blob_id);
CREATE INDEX scan_item_came_blob ON scan_item (came_blob_id) WHERE came_blob_id IS NOT NULL;
CREATE INDEX trust_material_blob ON trust_material (blob_id) WHERE blob_id IS NOT NULL;
CREATE INDEX upload_blob ON upload (blob_id);
CREATE INDEX upload_came_blob ON upload (came_blob_id) WHERE came_blob_id IS NOT NULL;
CREATE INDEX status_in_delivery ON status_in (delivery_id) WHERE delivery_id IS NOT NULL;
-- Not foreign keys, but asked for each document that is destroyed.
CREATE INDEX dossier_item_incoming ON dossier_item (incoming_id) WHERE incoming_id IS NOT NULL;
CREATE INDEX dossier_item_outgoing ON dossier_item (outgoing_id) WHERE outgoing_id IS NOT NULL;
CREATE INDEX leaving_file ON leaving (file_id);
CREATE INDEX returned_copy_leaving ON returned_copy (leaving_id);
CREATE INDEX axis_seen_document ON axis_seen (document_id);
CREATE INDEX destruction_item_document ON destruction_item (list, document_id);
CREATE INDEX destroyed_blob_act ON destroyed_blob (destruction_id);
`;
