/** A paper desk that takes what lies in a folder and makes a document's file of each; may be ended at a marked point. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { faultPoint } from '../../src/core/faultPoint.ts';
import { bindScans, openGroups } from '../../src/core/scanning/index.ts';
import { deriveKeys, openStore } from '../../src/core/store/index.ts';
import type { RecordId } from '../../src/domain/ids.ts';
import { putIncoming } from '../support/documents.ts';
import { imagingKit, ORGAN, paperDesk } from './kit.ts';

const [dir = '', folder = ''] = process.argv.slice(2);
const store = openStore({ dir, keys: deriveKeys(Buffer.alloc(32, 7)), clock: systemClock, create: !existsSync(join(dir, 'store.db')) });
const point = faultPoint();
const kit = imagingKit(dir);
const desk = paperDesk(store, kit.imaging, { folder, ...(point ? { onPoint: point } : {}) });
await desk.scanning.look(ORGAN);
for (const { id } of openGroups(store, ORGAN))
  store.tx(() => bindScans(store, putIncoming(store, { subject: 'Văn bản' }).id as RecordId, [id]));
await desk.scanning.settle();
const count = (sql: string): unknown => store.db.prepare(sql).pluck().get();
const answer = {
  items: count('SELECT count(*) FROM scan_item'),
  made: count('SELECT count(*) FROM file WHERE current = 1'),
  left: desk.left().length,
  taken: existsSync(join(folder, 'Đã lấy')) ? readdirSync(join(folder, 'Đã lấy')).length : 0,
  unsettled: count('SELECT count(*) FROM scan_item WHERE source IS NOT NULL'),
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
await desk.stop();
await kit.stop();
store.close();
process.exit(0);
