import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from '../support/child.ts';
import { findPlaintext } from '../support/plaintext.ts';

const script = join(import.meta.dirname, 'fill-child.ts');
const unique = (): string => randomBytes(6).toString('hex');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tvt-plaintext-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the filling with a temporary folder of its own, whose new names are seen even when they are gone at once. */
async function fill(sorting: 'memory' | 'file') {
  const [profile, temporary] = [join(root, 'training'), join(root, 'tmp')];
  mkdirSync(temporary);
  const seen = new Set<string>();
  const watcher = watch(temporary, (_event, name) => seen.add(String(name)));
  const markers = {
    subject: `V/v phòng, chống lụt bão năm ${unique()}`,
    person: `Nguyễn Thị Mẫu ${unique()}`,
    agency: `Ủy ban nhân dân xã Ví Dụ ${unique()}`,
    pdf: `(Điều 1. Ban hành kèm theo Quyết định này ${unique()}) Tj`,
    passphrase: `cánh đồng lúa chín ${unique()}`,
  };
  const child = startChild(script, [profile, sorting], { TMPDIR: temporary, SQLITE_TMPDIR: temporary });
  child.send(JSON.stringify(markers));
  const secrets = JSON.parse((await child.line()) ?? 'null');
  return { child, profile, temporary, seen, watcher, markers, secrets };
}

describe('the profile on the disk', () => {
  it('holds no subject, name, document, passphrase, recovery code or key in plaintext, open or closed', async () => {
    const { child, profile, temporary, watcher, seen, markers, secrets } = await fill('memory');
    const keys = [secrets.dataKey, secrets.databaseKey];
    const all = [
      ...Object.values(markers),
      secrets.recoveryCode,
      secrets.recoveryCode.replaceAll('-', ''),
      ...keys,
      ...keys.map((key: string) => Buffer.from(key, 'hex')),
    ];
    expect(existsSync(join(profile, 'store.db-wal'))).toBe(true);
    expect(readdirSync(join(profile, 'vault', 'tmp'))).toHaveLength(1);
    expect(findPlaintext([profile, temporary], all)).toEqual([]);
    child.send('close');
    expect(await child.ended).toBe(0);
    watcher.close();
    expect(findPlaintext([profile, temporary], all)).toEqual([]);
    expect([...seen]).toEqual([]);
  });

  it('would show a sort that goes to the temporary folder: SQLite left to itself does that', async () => {
    const { child, seen, watcher } = await fill('file');
    child.send('close');
    await child.ended;
    watcher.close();
    expect([...seen].some((name) => name.startsWith('etilqs_'))).toBe(true);
  });
});

describe('the search for plaintext', () => {
  it('finds a marker in every encoding, across blocks, and in a name', () => {
    const marker = 'Trích yếu bí ẩn';
    const padding = Buffer.alloc(4 * 1024 * 1024 - 7, 0x20);
    const files: Record<string, Buffer> = {
      utf8: Buffer.concat([padding, Buffer.from(marker)]),
      nfd: Buffer.from(marker.normalize('NFD')),
      utf16: Buffer.from(`x${marker}`, 'utf16le'),
      utf16be: Buffer.from(marker, 'utf16le').swap16(),
      base64: Buffer.from(Buffer.from(`..${marker}..`).toString('base64')),
      clean: Buffer.from('Trích yếu khác'),
      [marker]: Buffer.alloc(1),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(root, name), bytes);
    const found = findPlaintext([root], [marker]);
    expect(new Set(found.map((f) => f.as))).toEqual(new Set(['utf-8', 'utf-8 decomposed', 'utf-16le', 'utf-16be', 'base64', 'file name']));
    expect(found.map((f) => f.file)).not.toContain(join(root, 'clean'));
  });
});
