/** Two real workstations without a line to each other, and a folder that goes between them. */
import { join } from 'node:path';
import type { SealedFile } from '../../src/contract/parser/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Actor } from '../../src/core/context.ts';
import { createReceiver } from '../../src/core/documents/receiver.ts';
import { addPeer, confirmPeer, createIntake, type Intake, ownFingerprint, ownKeyFile } from '../../src/core/folder/index.ts';
import { openDefaultBooks } from '../../src/core/registers/index.ts';
import type { SecrecyFinding } from '../../src/domain/secrecyMark.ts';
import { openSealed } from '../../src/parser/files.ts';
import { findSecrecy } from '../../src/parser/pdf/secrecy.ts';
import type { TrainingAxis } from '../../src/training/axis/index.ts';
import { type Bench, type BenchOptions, OFFICES, reader, station } from '../exchange/support.ts';

export const clerk: Actor = { name: 'Lê Thị Ví Dụ', roles: ['clerk'] };
export const unsigned = async () => ({ readable: true, signatures: [], summary: 'unsigned', checkedAt: 0 }) as const;

/** The parser's own look, in this process. */
export async function marksIn(file: SealedFile): Promise<SecrecyFinding | undefined> {
  const source = openSealed(file);
  try {
    return await findSecrecy(source);
  } finally {
    source.close();
  }
}

export interface Carrying extends Bench {
  readonly intake: Intake;
}
/** A workstation with the documents room of the product, its books and a directory. */
export function workstation(dir: string, axis: Pick<TrainingAxis, 'url'>, office: string, extra: Partial<BenchOptions> = {}): Carrying {
  let receiver: ReturnType<typeof createReceiver> | undefined;
  const bench = station({
    dir: join(dir, office),
    url: axis.url,
    office,
    secrecy: marksIn,
    ...extra,
    receiver: {
      refuse: (received) => (receiver as ReturnType<typeof createReceiver>).refuse(received),
      document: (received) => (receiver as ReturnType<typeof createReceiver>).document(received),
      status: (received) => (receiver as ReturnType<typeof createReceiver>).status(received),
    },
  });
  const { store } = bench;
  receiver = createReceiver(store);
  store.tx(() => {
    for (const { organId, name } of OFFICES)
      store.db.prepare(`INSERT OR IGNORE INTO agency (organ_id, name, folded, seen_at) VALUES (?, ?, '', 0)`).run(organId, name);
    openDefaultBooks(store, office, 'UBND');
  });
  const quiet = () => undefined;
  const intake = createIntake({
    store,
    clock: systemClock,
    log: { info: quiet, warn: quiet, error: (message, fields) => console.error(message, fields) },
    events: { emit: quiet },
    parsing: reader,
    judge: unsigned,
    secrecy: marksIn,
    receiver,
    maxAttachmentBytes: 1e9,
  });
  return {
    ...bench,
    intake,
    async close() {
      await intake.stop();
      await bench.close();
    },
  };
}

/** Each takes the other's key file and types the digits that the other reads aloud. */
export function introduce(a: Bench, b: Bench): { aKnows: string; bKnows: string } {
  const aKnows = addPeer(a.store, clerk, ownKeyFile(b.store));
  const bKnows = addPeer(b.store, clerk, ownKeyFile(a.store));
  confirmPeer(a.store, clerk, aKnows, ownFingerprint(b.store), 'đ/c văn thư nơi kia');
  confirmPeer(b.store, clerk, bKnows, ownFingerprint(a.store), 'đ/c văn thư nơi kia');
  return { aKnows, bKnows };
}
