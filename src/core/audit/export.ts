/**
 * The audit in a file of JSON lines: a first line that says whose it is, each row as it is chained, a last line with
 * the head signed by the workstation's machine key. It is checked without the store, on any machine.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { machinePublicKey } from '../accounts/machine.ts';
import { diskFailure } from '../store/disk.ts';
import type { Store } from '../store/types.ts';
import { type Steps, UNWATCHED } from '../working/index.ts';
import { type AuditRow, auditRows, type ChainVerdict, signHead, verifyRows, verifySignedHead } from './index.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const firstLine = z.strictObject({
  type: z.literal('audit-log'),
  format: z.literal(1),
  workstationId: z.string().max(100),
  exportedAt: z.number(),
  /** PEM SubjectPublicKeyInfo of the machine key. */
  publicKey: z.string().max(2000),
});
const rowLine = z.strictObject({
  seq: z.number().int(),
  at: z.number(),
  personId: z.string().nullable(),
  person: z.string(),
  role: z.string().nullable(),
  act: z.string(),
  object: z.string(),
  result: z.string(),
  previous: hex64,
  hash: hex64,
});
const lastLine = z.strictObject({
  type: z.literal('audit-head'),
  seq: z.number().int(),
  hash: hex64,
  at: z.number(),
  signature: z.base64().max(1000),
});

export interface AuditExport {
  readonly rows: number;
  /** SHA-256 of the public key (DER in PEM as text): to be kept apart from the file, and compared when it is checked. */
  readonly keySha256: string;
}
export const keyFingerprint = (publicKey: string): string => createHash('sha256').update(publicKey.trim(), 'utf8').digest('hex');

/** Rows written before the others have their turn. */
const AT_ONCE = 1000;
/**
 * Signs the head as it stands now and writes the whole log; call it after the row that records the export. What was stopped, or could
 * not be written to its end, leaves no file that looks like a whole one.
 * @throws Failure `work.stopped`, and what the disk refuses
 */
export async function exportAudit(store: Store, path: string, steps: Steps = UNWATCHED): Promise<AuditExport> {
  try {
    return await writeAudit(store, path, steps);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}
async function writeAudit(store: Store, path: string, steps: Steps): Promise<AuditExport> {
  const head = signHead(store);
  const publicKey = machinePublicKey(store);
  const out = createWriteStream(path, { mode: 0o600, flush: true });
  const failed = once(out, 'error').then(([error]) => Promise.reject(diskFailure(error)));
  failed.catch(() => undefined);
  const line = async (value: unknown): Promise<void> => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await Promise.race([once(out, 'drain'), failed]);
  };
  const { workstationId } = store;
  await line({ type: 'audit-log', format: 1, workstationId, exportedAt: store.now(), publicKey } satisfies z.infer<typeof firstLine>);
  let rows = 0;
  const close = async (): Promise<void> => {
    out.destroy();
    if (!out.closed) await once(out, 'close').catch(() => undefined);
  };
  for (let after = 0; ; ) {
    try {
      await steps.step('make', rows, head?.seq ?? 0);
    } catch (stopped) {
      await close();
      throw stopped;
    }
    const batch = [...auditRows(store, after, AT_ONCE)].filter((row) => row.seq <= (head?.seq ?? 0));
    for (const row of batch) await line({ ...row, role: row.role ?? null } satisfies z.infer<typeof rowLine>);
    rows += batch.length;
    if (batch.length === 0) break;
    after = batch.at(-1)?.seq ?? after;
  }
  if (head) await line({ type: 'audit-head', ...head } satisfies z.infer<typeof lastLine>);
  out.end();
  await Promise.race([once(out, 'close'), failed]);
  return { rows, keySha256: keyFingerprint(publicKey) };
}

export type ExportVerdict =
  | { readonly ok: true; readonly rows: number; readonly workstationId: string; readonly signedAt: number; readonly keySha256: string }
  /** `line` counts from 1; `seq` where the chain says which row. */
  | {
      readonly ok: false;
      readonly why: Extract<ChainVerdict, { ok: false }>['why'] | 'line' | 'empty' | 'no_head' | 'after_head' | 'key';
      readonly line?: number;
      readonly seq?: number;
    };

/**
 * Checks an exported log: every row hashes to what it says and follows the one before, and the signed head is the last.
 * @param keySha256 the workstation's fingerprint as it is known from elsewhere; without it a whole file made up by
 *   somebody, key and all, cannot be told from a true one
 */
export async function verifyExport(path: string, keySha256?: string): Promise<ExportVerdict> {
  let first: z.infer<typeof firstLine> | undefined;
  let head: z.infer<typeof lastLine> | undefined;
  const rows: AuditRow[] = [];
  let at = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    at++;
    if (text === '') continue;
    if (head) return { ok: false, why: 'after_head', line: at };
    const value = parsed(text);
    if (first === undefined) {
      const read = firstLine.safeParse(value);
      if (!read.success) return { ok: false, why: 'line', line: at };
      first = read.data;
      continue;
    }
    const row = rowLine.safeParse(value);
    const last = row.success ? undefined : lastLine.safeParse(value);
    if (row.success) rows.push(row.data);
    else if (last?.success) head = last.data;
    else return { ok: false, why: 'line', line: at };
  }
  if (first === undefined) return { ok: false, why: 'empty' };
  if (head === undefined) return { ok: false, why: 'no_head' };
  const fingerprint = keyFingerprint(first.publicKey);
  if (keySha256 !== undefined && keySha256 !== fingerprint) return { ok: false, why: 'key' };
  const { type: _, ...signed } = head;
  if (!verifySignedHead(signed, first.publicKey)) return { ok: false, why: 'head_signature', seq: head.seq };
  const chain = verifyRows(rows, head);
  if (!chain.ok) return chain;
  if (chain.head.seq !== head.seq) return { ok: false, why: 'after_head', seq: chain.head.seq };
  return { ok: true, rows: chain.rows, workstationId: first.workstationId, signedAt: head.at, keySha256: fingerprint };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
