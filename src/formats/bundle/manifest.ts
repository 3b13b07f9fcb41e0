/** What a bundle says of its content: items in their order, receipts for bundles that came the other way. */
import { Failure } from '../../domain/errors.ts';

export interface BundleItem {
  readonly kind: 'edoc' | 'status';
  readonly size: number;
  /** Lower-case hex SHA-256 of the package's bytes. */
  readonly sha256: string;
}
/** What became of a bundle that came the other way; `items` in its order. */
export interface BundleReceipt {
  readonly number: number;
  readonly at: number;
  readonly items: readonly ReceiptOutcome[];
}
/** `waiting`: taken in, not read yet. */
export type ReceiptOutcome = 'stored' | 'refused' | 'waiting';
export interface Manifest {
  readonly madeAt: number;
  readonly items: readonly BundleItem[];
  readonly receipts: readonly BundleReceipt[];
  /** Numbers before this one that were given and never left the machine: not missing. */
  readonly voided: readonly number[];
}

export const MAX_MANIFEST_BYTES = 1024 * 1024;
export const MAX_ITEMS = 2000;
const MAX_RECEIPTS = 500;
const OUTCOMES: readonly ReceiptOutcome[] = ['stored', 'refused', 'waiting'];

export const writeManifest = (manifest: Manifest): Uint8Array => Buffer.from(JSON.stringify({ version: 1, ...manifest }), 'utf8');

const isCount = (value: unknown, max: number): value is number => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= max;
const listOf = (value: unknown, max: number): readonly Record<string, unknown>[] | undefined =>
  Array.isArray(value) && value.length <= max && value.every((v) => typeof v === 'object' && v !== null) ? value : undefined;

function itemOf(value: Record<string, unknown>): BundleItem | undefined {
  const { kind, size, sha256 } = value;
  if ((kind !== 'edoc' && kind !== 'status') || !isCount(size, 4 * 1024 ** 3)) return undefined;
  return typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? { kind, size, sha256 } : undefined;
}
function receiptOf(value: Record<string, unknown>): BundleReceipt | undefined {
  const { number, at, items } = value;
  if (!isCount(number, 1e9) || !isCount(at, 1e15) || !Array.isArray(items) || items.length > MAX_ITEMS) return undefined;
  const outcomes = items.flatMap((item) => OUTCOMES.find((outcome) => outcome === item) ?? []);
  return outcomes.length === items.length ? { number, at, items: outcomes } : undefined;
}

/** Of a bundle whose signature holds; still nothing in it is believed. @throws Failure `folder.unreadable` */
export function readManifest(bytes: Uint8Array): Manifest {
  const bad = (): Failure => new Failure('folder.unreadable');
  let value: Record<string, unknown>;
  try {
    value = (JSON.parse(Buffer.from(bytes).toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    throw bad();
  }
  if (value.version !== 1) throw new Failure('folder.newer_version');
  const items = listOf(value.items, MAX_ITEMS);
  const receipts = listOf(value.receipts, MAX_RECEIPTS);
  const { voided, madeAt } = value;
  if (!items || !receipts || !isCount(madeAt, 1e15) || !Array.isArray(voided) || voided.length > 1000) throw bad();
  const manifest: Manifest = {
    madeAt,
    items: items.flatMap((item) => itemOf(item) ?? []),
    receipts: receipts.flatMap((receipt) => receiptOf(receipt) ?? []),
    voided: voided.filter((n) => isCount(n, 1e9)),
  };
  if (manifest.items.length !== items.length || manifest.receipts.length !== receipts.length) throw bad();
  return manifest;
}
