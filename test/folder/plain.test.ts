/** For an office without this product: the signed files and a slip in two copies. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carriedOf, exportPlain, slipBack } from '../../src/core/folder/index.ts';
import { Failure } from '../../src/domain/errors.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { clerk } from './support.ts';

const font = (name: string) => readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'fonts', `Tinos-${name}.ttf`));
const fonts = { regular: font('Regular'), bold: font('Bold'), italic: font('Italic') };
const hasPdftotext = ((): boolean => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let kit: TestStore;
let usb: string;
beforeEach(() => {
  kit = openTestStore();
  usb = join(kit.dir, 'usb');
  mkdirSync(usb);
  kit.store.tx(() =>
    kit.store.db
      .prepare(`INSERT INTO organ (organ_id, name, place, abbreviation) VALUES ('H99.242', 'UBND xã Ví Dụ', 'Ví Dụ', 'UBND')`)
      .run(),
  );
});
afterEach(() => kit.remove());

async function issued(state = 'issued'): Promise<string> {
  const { store } = kit;
  const id = store.newId();
  const files = [await store.vault.put(Buffer.from('%PDF-1.4 mot')), await store.vault.put(Buffer.from('%PDF-1.4 hai'))];
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO outgoing (id, organ_id, state, priority, code, date, document_id, type_name, subject, folded, updated_at, seq, workstation_id)
         VALUES (?, 'H99.242', ?, 0, '12/UBND-VP', '2026-11-20', hex(randomblob(4)), 'Công văn', 'Về việc chuyển tay khi mất mạng', '', 0, 1, '')`,
      )
      .run(id, state);
    files.forEach((blob, i) => {
      store.vault.record(blob);
      store.db
        .prepare(
          `INSERT INTO file (id, outgoing_id, role, position, name, detected, pages, blob_id, created_at, seq) VALUES (?, ?, ?, ?, ?, 'pdf', 1, ?, 0, ?)`,
        )
        .run(store.newId(), id, i === 0 ? 'main' : 'attachment', i, i === 0 ? '../con: trỏ.pdf' : 'phụ lục.pdf', blob.id, i);
    });
  });
  return id;
}

describe('a plain folder', () => {
  it('holds the signed files byte for byte and a slip in two copies, and is written nowhere over another', async () => {
    const outgoingId = await issued();
    const wanted = { outgoingId, names: ['Trường Tiểu học Mẫu'], folder: usb, fonts };
    const { folderName, slipId } = await exportPlain(kit.store, clerk, wanted);
    expect(folderName).toBe('12-UBND-VP ngay 2026-11-20');
    const names = readdirSync(join(usb, folderName)).sort();
    expect(names).toEqual(['00 Phieu gui (2 lien).pdf', '01 con_ trỏ.pdf', '02 phụ lục.pdf']);
    expect(readFileSync(join(usb, folderName, '01 con_ trỏ.pdf'), 'latin1')).toBe('%PDF-1.4 mot');
    expect((await exportPlain(kit.store, clerk, wanted)).folderName).toBe(`${folderName} (2)`);
    if (hasPdftotext) {
      const text = execFileSync('pdftotext', [join(usb, folderName, '00 Phieu gui (2 lien).pdf'), '-'], { encoding: 'utf8' });
      for (const words of ['Liên 1', 'Liên 2', 'PHIẾU GỬI VĂN BẢN', 'Trường Tiểu học Mẫu', '12/UBND-VP', 'Về việc chuyển tay'])
        expect(text).toContain(words);
      expect(text.match(/\f/g)).toHaveLength(1);
    }
    slipBack(kit.store, clerk, slipId, 'đ/c Mẫu ký nhận');
    expect(carriedOf(kit.store, outgoingId).slips).toMatchObject([{ backNote: 'đ/c Mẫu ký nhận' }, { names: ['Trường Tiểu học Mẫu'] }]);
    expect(() => slipBack(kit.store, clerk, slipId, '')).toThrow(Failure);
  });

  it('is not made of what is not issued, and nothing half stays where the medium refuses', async () => {
    const draft = await issued('numbered');
    await expect(exportPlain(kit.store, clerk, { outgoingId: draft, names: ['x'], folder: usb, fonts })).rejects.toThrow(
      'documents.act_not_allowed',
    );
    await expect(
      exportPlain(kit.store, clerk, { outgoingId: await issued().catch(() => ''), names: ['x'], folder: join(usb, 'khong'), fonts }),
    ).rejects.toThrow();
    expect(readdirSync(usb)).toEqual([]);
  });
});
