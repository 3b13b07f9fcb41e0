/**
 * A workstation's profile with many documents, as the product itself opens it: made once for a size and kept. The newest
 * arrivals carry scans: some of 1 MB, some of 50 MB, and many small ones for a day's work.
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { actorOf, createMachineKey, createPerson, openProfile, prepareProfile } from '../../../src/core/accounts/index.ts';
import { record } from '../../../src/core/audit/index.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { knowStore } from '../../../src/core/reconcile/know.ts';
import { openDefaultBooks } from '../../../src/core/registers/index.ts';
import { openStore } from '../../../src/core/store/index.ts';
import { mergePiece } from '../../../src/core/store/resting.ts';
import type { Store } from '../../../src/core/store/types.ts';
import { profileDir } from '../../../src/core/workstation.ts';
import { seededBytes } from '../bench.ts';
import { fillFrom, OURS } from '../store/make.ts';
import { textSource } from '../store/text.ts';

export const PASSPHRASE = 'mot hai ba bon nam';
/** Raised when what is made here changes; later migrations are brought over at opening. */
const SHAPE = 3;
/** Newest first: so many of the newest arrivals carry a scan of this size. */
export const SCANS = { mb1: 6, mb50: 4, small: 500 } as const;
export const subjectOf = (kind: keyof typeof SCANS, n: number): string =>
  `Bản quét ${{ small: 'ngắn', mb1: 'một', mb50: 'năm mươi' }[kind]} ${n}`;

export interface UiProfile {
  /** For `--profile-dir`; a copy that may be spoilt. */
  readonly dir: string;
  readonly documents: number;
}
/** A profile of so many documents in a folder of its own, which the caller removes. */
export async function uiProfile(documents: number, into: string, cache = join(tmpdir(), 'tram-bench')): Promise<UiProfile> {
  const kept = join(cache, `ui-${documents}-${SHAPE}`);
  if (!existsSync(kept)) {
    const making = `${kept}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    await make(making, documents);
    renameSync(making, kept);
  }
  await bringOver(kept);
  const dir = join(into, `ui-${documents}`);
  cpSync(kept, dir, { recursive: true });
  return { dir, documents };
}

/** Later migrations once for all runs. */
async function bringOver(root: string): Promise<void> {
  const dir = profileDir(join(root, 'profiles'), 'real');
  const profile = await openProfile({ dir, mode: 'real', clock: systemClock, way: 'passphrase', secret: PASSPHRASE, scryptCost: 2 ** 10 });
  const store = openStore({ dir, keys: profile.keys, clock: systemClock, workstationId: profile.workstationId });
  // Years of verdicts all due at once is what no office sees.
  store.tx(() => store.db.exec('UPDATE verdict_check SET next_at = NULL WHERE next_at IS NOT NULL'));
  store.close();
  profile.close();
}

async function make(root: string, documents: number): Promise<void> {
  const dir = profileDir(join(root, 'profiles'), 'real');
  // Cheap to open: what a passphrase costs to stretch is not what is measured.
  const prepared = await prepareProfile({ dir, mode: 'real', clock: systemClock, passphrase: PASSPHRASE, scryptCost: 2 ** 10 });
  const profile = await prepared.confirm(prepared.recoveryCode, async (opened) => {
    const store = openStore({ dir, keys: opened.keys, clock: systemClock, create: true, workstationId: opened.workstationId });
    begin(store, prepared.personId);
    const texts = textSource(7);
    await fillFrom(store, texts, 0, documents, Number.POSITIVE_INFINITY);
    await addScans(store);
    while (mergePiece(store.db));
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    store.db.exec('ANALYZE');
    knowStore(store, dir, join(root, 'machine'), true, { info() {}, warn() {}, error() {} });
    store.close();
  });
  profile.close();
  writeFileSync(join(root, 'made'), '');
}

function begin(store: Store, personId: string): void {
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation) VALUES (?, 'UBND xã Ví Dụ', 'UBND tỉnh Mẫu', 'Ví Dụ', 'UBND')`,
      )
      .run(OURS);
    const clerk = createPerson(store, {
      id: personId,
      name: 'Lê Thị Ví Dụ',
      position: 'Văn thư',
      roles: ['clerk', 'officer', 'administrator'],
    });
    openDefaultBooks(store, OURS, 'UBND');
    createMachineKey(store);
    store.setSetting('mode', 'real');
    store.setSetting('opened_on', '2020-01-01');
    record(store, actorOf(clerk), 'profile.create', store.workstationId, 'real');
  });
}

/** Coloured paper with noise at 200 dpi, as a scanner makes it. */
function page(seed: number): Promise<Buffer> {
  const [width, height] = [1654, 2339];
  return sharp(Buffer.from(seededBytes(width * height, seed)), { raw: { width, height, channels: 1 } })
    .linear(0.12, 220)
    .toColourspace('srgb')
    .jpeg({ quality: 70 })
    .toBuffer();
}
async function scan(pages: number, seed: number): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const whole = new Promise<Buffer>((resolve) => pdf.on('end', () => resolve(Buffer.concat(parts))));
  const picture = await page(seed);
  for (let i = 0; i < pages; i++) {
    // Each page has a picture of its own: bytes after the end of the image keep them apart.
    const own = Buffer.concat([picture, Buffer.from(`${seed} ${i}`)]);
    pdf.addPage().image(own, 0, 0, { width: 595.28 }).fontSize(12).text(`${seed} ${i}`, 60, 60);
  }
  pdf.end();
  return whole;
}

async function addScans(store: Store): Promise<void> {
  const one = (await page(1)).byteLength;
  const pagesFor = (bytes: number): number => Math.max(1, Math.round(bytes / one));
  const small = await store.vault.put(await scan(1, 1));
  const places: { subject: string; blob: typeof small; pages: number }[] = [];
  for (const [kind, bytes] of [
    ['mb1', 1e6],
    ['mb50', 50e6],
  ] as const) {
    for (let n = 0; n < SCANS[kind]; n++) {
      const pages = pagesFor(bytes);
      places.push({ subject: subjectOf(kind, n), blob: await store.vault.put(await scan(pages, bytes + n)), pages });
    }
  }
  for (let n = 0; n < SCANS.small; n++) places.push({ subject: subjectOf('small', n), blob: small, pages: 1 });
  store.tx(() => {
    for (const blob of new Set(places.map((place) => place.blob))) store.vault.record(blob);
    const newest = store.db.prepare<[number], string>('SELECT id FROM incoming ORDER BY seq DESC LIMIT ?').pluck().all(places.length);
    const rename = store.db.prepare('UPDATE incoming SET subject = ? WHERE id = ?');
    const file = store.db.prepare(
      `INSERT INTO file (id, incoming_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, 'main', 0, 'ban-quet.pdf', 'pdf', ?, ?, ?, ?)`,
    );
    for (const [i, { subject, blob, pages }] of places.entries()) {
      const id = newest[i];
      if (id === undefined) continue;
      store.db.prepare('DELETE FROM file WHERE incoming_id = ?').run(id);
      rename.run(subject, id);
      file.run(store.newId(), id, pages, blob.id, store.now(), store.nextSeq());
    }
  });
}
