/** The command line's side of the parser: one job after the other from the pipe, each answered before the next is read. */
import { readSync, writeSync } from 'node:fs';
import { FRAMES_FD, FrameReader, toFrame } from '../contract/frames.ts';
import { Failure } from '../domain/errors.ts';

interface Asked<Input> {
  readonly id: number;
  /** Absent where something is handed to a job that runs already. */
  readonly job?: string;
  readonly input: Input;
  readonly handed?: unknown;
}
/** Waits for what whoever asked for this job works out meanwhile; only where it was said that it comes. */
export type Handed = () => unknown;

/** Ends with the pipe, which ends with whoever asked. */
export async function answerPipe<Input>(work: (job: string, input: Input, handed: Handed) => Promise<unknown>): Promise<void> {
  const reader = new FrameReader();
  const next = (): Asked<Input> => {
    const message = reader.next((into) => readSync(FRAMES_FD, into));
    if (!message) process.exit(0);
    return message.value as Asked<Input>;
  };
  for (;;) {
    const { id, job, input } = next();
    // Handed to a job that had ended without it.
    if (job === undefined) continue;
    const answer = await work(job, input, () => next().handed).then(
      (value) => ({ id, ok: true, value }),
      (error: unknown) => ({
        id,
        ok: false,
        error: error instanceof Failure ? error.error : { code: (error as { code?: string }).code ?? 'parsing.process_died' },
      }),
    );
    const frame = toFrame(answer);
    for (let at = 0; at < frame.byteLength; ) at += writeSync(FRAMES_FD, frame, at);
  }
}
