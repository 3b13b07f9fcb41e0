/** What runs against a clock, and what is urgent, is found without reading all that is open: both are asked for with every change. */
export const openClocks = /* sql */ `
CREATE INDEX incoming_due ON incoming (seq) WHERE state IN ('assigned', 'in_progress') AND coalesce(json_extract(instruction, '$.dueDate'), due_date) IS NOT NULL;
CREATE INDEX incoming_urgent ON incoming (priority, seq) WHERE state IN ('arrived', 'registered') AND priority > 0;
`;
