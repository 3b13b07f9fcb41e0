/**
 * Who names a file: looked for whenever a file or its row in the vault goes (destruction by decision, an upload given up). Without
 * these every package ever sent or received was looked through for each.
 */
export const filesNamed = /* sql */ `
CREATE INDEX dispatch_blob ON dispatch (blob_id) WHERE blob_id IS NOT NULL;
CREATE INDEX package_blob ON package (blob_id) WHERE blob_id IS NOT NULL;
CREATE INDEX derived_copy_file ON derived_copy (file_id);
CREATE INDEX derived_copy_source ON derived_copy (source_file_id);
`;
