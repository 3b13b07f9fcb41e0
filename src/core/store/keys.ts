/** Subkeys of a profile's data key: HKDF-SHA256 (RFC 5869), one label a purpose, so that none tells anything of another. */
import { hkdfSync } from 'node:crypto';

export const KEY_LABELS = ['database', 'vault', 'names', 'search', 'audit', 'backup'] as const;
export type KeyLabel = (typeof KEY_LABELS)[number];
/** 32 bytes for each purpose. */
export type StoreKeys = Readonly<Record<KeyLabel, Uint8Array>>;

export const DATA_KEY_BYTES = 32;

/** @param dataKey 32 random bytes */
export function deriveKeys(dataKey: Uint8Array): StoreKeys {
  if (dataKey.byteLength !== DATA_KEY_BYTES) throw new RangeError('a data key has 32 bytes');
  const derive = (label: KeyLabel): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(0), `tram-van-thu/${label}/v1`, DATA_KEY_BYTES));
  return {
    database: derive('database'),
    vault: derive('vault'),
    names: derive('names'),
    search: derive('search'),
    audit: derive('audit'),
    backup: derive('backup'),
  };
}

export function zeroKeys(keys: StoreKeys): void {
  for (const label of KEY_LABELS) keys[label].fill(0);
}
