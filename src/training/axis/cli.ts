/**
 * `npm run axis -- --port 8080 --data ./truc [--json]`: the training axis alone, until Ctrl+C. Starting again with
 * the same folder finds the same offices, secrets and packages.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadOffices } from '../world.ts';
import { openAxis } from './index.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const port = Number(values.port);
if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('Cách dùng: npm run axis -- --port <cổng> --data <thư mục> [--json]');
  process.exit(2);
}
const dir = resolve(values.data);
const offices = loadOffices(dir);
const axis = await openAxis({ dir: resolve(dir, 'axis'), offices, port });
if (values.json) {
  const shown = offices.map(({ organId, name, systemId, secret }) => ({ organId, name, systemId, secret }));
  console.log(JSON.stringify({ url: axis.url, offices: shown }));
} else {
  console.log(`Trục tập huấn: ${axis.url}`);
  for (const o of offices) console.log(`${o.organId}\t${o.name}\tsystemId: ${o.systemId}\tsecret: ${o.secret}`);
  console.log('Nhấn Ctrl+C để dừng. Dữ liệu được giữ lại cho lần chạy sau.');
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void axis.close().then(() => process.exit(0));
  });
}
