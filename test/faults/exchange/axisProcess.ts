/** The training axis in a process of its own; it says its port, then every second how much still waits on it. */
import { openAxis } from '../../../src/training/axis/index.ts';
import { OFFICES } from './plan.ts';

const { dir, deduplicate } = JSON.parse(process.argv[2] ?? '{}') as { dir: string; deduplicate: boolean };
const axis = await openAxis({ dir, offices: OFFICES, onUnexpected: () => undefined });
if (!deduplicate) await axis.setFaults({ noDeduplication: true, noFindByDocumentId: true });
const organs = OFFICES.map((o) => o.organId);
const say = (): void => {
  const waiting = axis.store.waiting(organs, 'edoc').length + axis.store.waiting(organs, 'status').length;
  process.stdout.write(`${JSON.stringify({ port: Number(new URL(axis.url).port), waiting })}\n`);
};
say();
setInterval(say, 500);
process.stdin.on('data', () => undefined).on('end', () => process.exit(0));
