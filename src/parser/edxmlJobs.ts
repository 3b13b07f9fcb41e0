/**
 * The parser's work on packages for the command line: the workstation's own job over sealed files of a folder of the
 * caller, in a process of its own that its parent may end. Speaks over the IPC channel of `fork` (structured clone).
 */
import type { ParserCalls, ReadEdxmlResult } from '../contract/parser/index.ts';
import type { InputOf } from '../contract/wire.ts';
import { readEdxmlJob } from './edxml.ts';

export interface PackageJobs {
  read: { ask: InputOf<ParserCalls['readEdxml']>; answer: ReadEdxmlResult };
}

process.on('message', ({ id, input }: { readonly id: number; readonly input: PackageJobs['read']['ask'] }) => {
  readEdxmlJob(input).then(
    (value) => process.send?.({ id, ok: true, value }),
    (error: unknown) => process.send?.({ id, ok: false, error: { code: (error as { code?: string }).code ?? 'parsing.process_died' } }),
  );
});
process.on('disconnect', () => process.exit(0));
