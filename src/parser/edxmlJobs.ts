/**
 * The parser's work on packages for the command line: the workstation's own job over sealed files of a folder of the
 * caller, in a process of its own that its parent may end. Speaks over a pipe (`contract/frames.ts`).
 */
import type { ParserCalls, ReadEdxmlResult } from '../contract/parser/index.ts';
import type { InputOf } from '../contract/wire.ts';
import { readEdxmlJob } from './edxml.ts';
import { answerPipe } from './pipe.ts';

export interface PackageJobs {
  read: { ask: InputOf<ParserCalls['readEdxml']>; answer: ReadEdxmlResult };
}

void answerPipe((_job, input: PackageJobs['read']['ask']) => readEdxmlJob(input));
