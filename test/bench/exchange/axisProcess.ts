/** The training axis in a process of its own: says its address, and puts packages of a folder before an office when told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openAxis } from '../../../src/training/axis/index.ts';
import { OFFICES } from '../../faults/exchange/plan.ts';

const { dir } = JSON.parse(process.argv[2] ?? '{}') as { dir: string };
const axis = await openAxis({ dir, offices: OFFICES });
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
say({ url: axis.url });
for await (const line of createInterface({ input: process.stdin })) {
  const { folder, names, from, to } = JSON.parse(line) as { folder: string; names: string[]; from: string; to: string };
  const systemId = OFFICES.find((o) => o.organId === from)?.systemId ?? '';
  let taken = 0;
  for (const [index, name] of names.entries()) {
    const upload = { systemId, timestamp: String(index), messageType: 'edoc', deduplicate: true, from, to: [to] } as const;
    if ((await axis.submit(readFileSync(join(folder, name)), upload)).status === 'OK') taken++;
  }
  say({ taken });
}
process.exit(0);
