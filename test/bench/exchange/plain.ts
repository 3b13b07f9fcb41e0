/**
 * The plain way, in a process of its own: undici uploads of the same files to the same kind of axis with the same number
 * of connections at once (three for small packages, one for big ones), nothing kept, nothing encrypted.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { signedHeaders, uploadHeaders, vxpTimestamp } from '../../../src/core/axis/vxp/headers.ts';
import { OFFICES } from '../../faults/exchange/plan.ts';
import { RECEIVER, SENDER } from './prepare.ts';

interface Upload {
  readonly path: string;
  readonly size: number;
  /** `hash-file` as the axis wants it. */
  readonly hash: string;
}
const { url, small, large } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { url: string; small: Upload[]; large: Upload[] };
const own = OFFICES.find((o) => o.organId === SENDER);
if (own === undefined) throw new Error(SENDER);
const pool = new Pool(url, { connections: 4 });
let count = 0;

async function upload(one: Upload): Promise<void> {
  const signed = signedHeaders({
    params: { servicetype: 'eDoc', messagetype: 'edoc', 'hash-file': one.hash, from: SENDER, to: JSON.stringify([RECEIVER]) },
    contentType: 'application/octet-stream',
    systemId: own?.systemId ?? '',
    secret: own?.secret ?? '',
    timestamp: vxpTimestamp(Date.now() + count++),
  });
  const headers = uploadHeaders({ signed, contentType: 'application/octet-stream', host: '', contentLength: one.size });
  const answer = await pool.request({
    method: 'POST',
    path: '/sendEdoc',
    headers: Object.fromEntries(headers.filter(([name]) => !['Host', 'Connection', 'Content-Length'].includes(name))) as Record<
      string,
      string
    >,
    body: createReadStream(one.path),
  });
  const body = (await answer.body.json()) as { ErrorCode: string };
  if (body.ErrorCode !== '0') throw new Error(JSON.stringify(body));
}

async function lane(uploads: Upload[]): Promise<void> {
  for (let next = uploads.shift(); next !== undefined; next = uploads.shift()) await upload(next);
}
const begun = performance.now();
await Promise.all([lane(small), lane(small), lane(small), lane(large)]);
process.stdout.write(`${JSON.stringify({ ms: performance.now() - begun })}\n`);
await pool.close();
