import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Desk, newPassphrase, openDesk } from '../../demo/desk.ts';
import { setUp, walkThrough } from '../faults/journey.ts';
import { findPlaintext } from '../support/plaintext.ts';

let profilesDir: string;
let temp: string;
let desk: Desk;
const passphrase = newPassphrase();

beforeAll(async () => {
  profilesDir = mkdtempSync(join(tmpdir(), 'tvt-plain-'));
  temp = mkdtempSync(join(tmpdir(), 'tvt-plain-temp-'));
  desk = openDesk({ profilesDir, documents: 4, autoReply: false, env: { TMPDIR: temp } });
  await setUp(desk, passphrase);
  await walkThrough(desk, passphrase);
}, 120_000);
afterAll(async () => {
  await desk.stop();
  rmSync(profilesDir, { recursive: true, force: true });
  rmSync(temp, { recursive: true, force: true });
});

it('leaves no subject, name, passphrase or PDF in plaintext on the disk while it works', async () => {
  const { rows } = await desk.call['incoming.list']({ states: [], text: '', offset: 0, limit: 10 });
  const markers = [
    passphrase,
    'Lê Thị Ví Dụ',
    'Nguyễn Văn Mẫu',
    '%PDF-1.',
    'edXMLEnvelope',
    ...rows.flatMap((row) => [row.subject, row.sender]),
  ].filter((m) => Buffer.byteLength(m) >= 8);
  expect(markers.length).toBeGreaterThan(6);
  // The training world beside the profile is the other side of the wire: its axis keeps packages as they are.
  const world = join(profilesDir, 'training', 'world');
  const found = findPlaintext([profilesDir, temp], markers);
  expect(found.filter(({ file }) => !file.startsWith(world))).toEqual([]);
  // The same search does find what lies there open.
  expect(found.some(({ file }) => file.startsWith(world))).toBe(true);
});
