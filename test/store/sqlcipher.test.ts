import { createDecipheriv, createHmac, pbkdf2Sync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestStore } from '../support/store.ts';

const PAGE = 4096;
/** At the end of each page: IV (16) and HMAC-SHA-512 (64). */
const RESERVED = 80;

it('the database is SQLCipher 4 under the raw key: another implementation of that format authenticates and reads its pages', () => {
  const t = openTestStore();
  t.store.close();
  const file = readFileSync(join(t.dir, 'store.db'));
  const salt = file.subarray(0, 16);
  const macKey = pbkdf2Sync(
    t.keys.database,
    salt.map((byte) => byte ^ 0x3a),
    2,
    32,
    'sha512',
  );
  for (let page = 1; page <= file.byteLength / PAGE; page++) {
    const bytes = file.subarray((page - 1) * PAGE, page * PAGE);
    const start = page === 1 ? 16 : 0;
    const iv = bytes.subarray(PAGE - RESERVED, PAGE - RESERVED + 16);
    const number = Buffer.alloc(4);
    number.writeUInt32LE(page);
    const mac = createHmac('sha512', macKey)
      .update(bytes.subarray(start, PAGE - 64))
      .update(number)
      .digest();
    expect(mac.equals(bytes.subarray(PAGE - 64))).toBe(true);
    if (page > 1) continue;
    const decipher = createDecipheriv('aes-256-cbc', t.keys.database, iv).setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(bytes.subarray(start, PAGE - RESERVED)), decipher.final()]);
    // SQLite's header from byte 16 on: page size, WAL for writing and reading, reserved bytes a page.
    expect(plain.readUInt16BE(0)).toBe(PAGE);
    expect([...plain.subarray(2, 5)]).toEqual([2, 2, RESERVED]);
  }
  t.remove();
});
