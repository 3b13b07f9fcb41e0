/**
 * The training process: a whole small world on loopback, for trainees and the demo. Main starts it, hands it a port
 * for `trainingCalls` (`serve`), one for `tokenCalls` (`serve-token`) and, for each act, a one-shot PIN port. Nothing
 * of it is ever used by real work: its organs, certificates and addresses are refused there.
 */
import { fromMessagePort, type MessagePortLike } from '../contract/ports.ts';
import { pinPortMessage } from '../contract/token/index.ts';
import { trainingCalls } from '../contract/training/index.ts';
import { serve } from '../contract/wire.ts';
import { Training } from './training.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): void;
}

const onUnexpected = (call: string, error: unknown): void => console.error('training', call, error);

/** Answers what main sends over its parent port. */
export function serveTraining(parent: ParentPort, training: Training): void {
  parent.on('message', ({ data, ports }) => {
    const [first] = ports;
    if (first === undefined || typeof data !== 'object' || data === null || !('type' in data)) return;
    const port = fromMessagePort(first);
    if (data.type === 'serve') {
      serve(port, { calls: trainingCalls, handlers: training.handlers, context: undefined, onUnexpected });
    } else if (data.type === 'serve-token') {
      // Calls that come before the world was started wait in the port.
      void training.tokens.then((tokens) => tokens.serve(port, onUnexpected));
    } else {
      const pin = pinPortMessage.safeParse(data);
      if (pin.success) void training.tokens.then((tokens) => tokens.servePin(pin.data.actId, port));
      else port.close();
    }
  });
}

const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
/** `TRAM_TRAINING_DOCUMENTS` is for tests that count what came: so many documents wait in a new world and none comes later. Absent in normal use. */
const { TRAM_TRAINING_DOCUMENTS: documents } = process.env;
if (parentPort !== undefined && parentPort !== null)
  serveTraining(
    parentPort,
    new Training({ onUnexpected: (error) => onUnexpected('axis', error), ...(documents ? { documents: Number(documents) } : {}) }),
  );
