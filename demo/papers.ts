/** What the demo leaves behind: signed PDFs, the edXML messages as the axis holds them, the printed registers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { vxpTransport } from '../src/core/axis/index.ts';
import { readAll } from './count.ts';
import type { Desk } from './desk.ts';

/** A file name of the document's own code that every system can hold. */
const safe = (text: string): string => text.replace(/[^\p{L}\p{N}.,-]+/gu, '_').slice(0, 80);

export async function leavePapers(desk: Desk, outDir: string, worldDir: string, say: (line: string) => void): Promise<void> {
  const signed = join(outDir, 'van-ban-di');
  const messages = join(outDir, 'edxml');
  mkdirSync(signed, { recursive: true });
  mkdirSync(messages, { recursive: true });
  const { outgoing } = await readAll(desk);
  let pdfs = 0;
  for (const document of outgoing) {
    for (const file of document.files.filter((f) => f.detected === 'pdf')) {
      writeFileSync(join(signed, `${safe(document.code || document.id)} ${safe(file.name)}`), await desk.readFile(file.id));
      pdfs++;
    }
  }
  const count = await leaveMessages(desk, messages, worldDir);
  for (const book of (await desk.call['registers.books']({})).books) {
    for (const period of book.periods) {
      const printed = await desk.call['registers.print']({ bookId: book.id, period });
      writeFileSync(join(outDir, printed.name), await desk.readFile(printed.fileId));
    }
  }
  say(`Để lại ${pdfs} PDF đã ký, ${count} thông điệp edXML và sổ đăng ký in`);
}

/** Asked back from the axis over its own calls, byte for byte. */
async function leaveMessages(desk: Desk, dir: string, worldDir: string): Promise<number> {
  const world = await desk.supervisor.training().start({ dir: worldDir, documents: 0, autoReply: true });
  const [office] = world.offices;
  if (!office) return 0;
  const transport = vxpTransport({ endpoint: world.axisUrl, systemId: office.systemId, secret: office.secret, now: Date.now });
  const { packages } = await desk.supervisor.training().ledger({});
  const own = [
    ...new Map(packages.filter((row) => row.from === office.organId || row.to === office.organId).map((row) => [row.docId, row])).values(),
  ];
  for (const row of own) {
    const name = [row.from, row.messageType === 'status' ? `trang-thai-${row.statusCode ?? ''}` : 'van-ban', row.docId].map(safe).join(' ');
    const file = await open(join(dir, `${name}.edxml`), 'w');
    try {
      for await (const chunk of transport.fetch(row.docId)) await file.write(chunk);
    } finally {
      await file.close();
    }
  }
  return own.length;
}
