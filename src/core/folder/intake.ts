/** Packages that came by hand go through the inbox's own steps, whatever the line does; trouble of our own is tried again. */
import { Failure } from '../../domain/errors.ts';
import { organId } from '../../domain/ids.ts';
import { secrecyDegree } from '../../domain/secrecy.ts';
import type { InboxParts, PackageReader } from '../axis/inbox.ts';
import { receivePackages } from '../axis/intake.ts';
import type { Receiver, Transport } from '../axis/types.ts';
import { listOwnOrgans } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';
import { reconciliation } from '../store/waiting.ts';
import { OPENED } from './opened.ts';
import { speaksFor } from './peers.ts';
import { BY_HAND } from './take.ts';

export type IntakeParts = Omit<InboxParts, 'transport' | 'organ' | 'organs' | 'ours' | 'stopped' | 'onPoint'> & {
  readonly onPoint?: ((name: string) => void) | undefined;
};
export interface Intake {
  /** Takes in what waits; resolves when nothing more can be done now. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const cannot = (): never => {
  throw new Failure('folder.no_line');
};
/** There is nobody to ask or to tell: the receipt goes with the next bundle. */
const NO_LINE: Transport = {
  capabilities: { findByDocumentId: false, listsByDates: false, agencies: false, clock: false },
  check: async () => ({}),
  list: async () => [],
  fetch: cannot,
  send: async () => cannot(),
  find: async () => undefined,
  acknowledge: async () => undefined,
  agencies: async () => [],
};

interface Origin {
  readonly name: string;
  readonly organs: readonly { readonly organId: string; readonly name: string }[];
  readonly number: number;
}
function originOf(store: Store, where: 'p.id' | 'p.blob_id', value: string): Origin | undefined {
  const row = store.db
    .prepare(
      `SELECT e.name, e.organs, b.number FROM package p JOIN bundle_item i ON i.package_id = p.id JOIN bundle b ON b.id = i.bundle_id
       JOIN peer e ON e.id = b.peer_id WHERE ${where} = ?`,
    )
    .get(value) as { name: string; organs: string; number: number } | undefined;
  return row && { ...row, organs: JSON.parse(row.organs) as Origin['organs'] };
}

/** A key that was confirmed for one office says nothing for another: such a message is put aside, not believed. */
function checkingSender(store: Store, parsing: PackageReader): PackageReader {
  const opened = store.db.prepare(`SELECT 1 FROM package WHERE blob_id = ? AND doc_id GLOB '${OPENED}*'`);
  return {
    ping: (input) => parsing.ping(input),
    async readEdxml(input) {
      const read = await parsing.readEdxml(input);
      if (!read.ok) return read;
      // A secret is refused and destroyed, whoever brings it: the inbox sees to that.
      if (
        read.message.kind === 'document' &&
        read.message.secrecyMark !== undefined &&
        secrecyDegree(read.message.secrecyMark) !== undefined
      )
        return read;
      const waiting = store.db
        .prepare(
          `SELECT blob_id FROM package WHERE organ_id = ? AND state = 'listed' AND blob_id IS NOT NULL AND next_at <= ? ORDER BY seq`,
        )
        .pluck()
        .all(BY_HAND, store.now()) as string[];
      // The inbox takes them in this order; equal packages lie in one file.
      const blob = waiting.find((id) => store.vault.sealed(id as never).path === input.source.path);
      if (blob !== undefined && opened.get(blob) !== undefined) return { ok: false, error: { code: 'folder.opened_file' } };
      const origin = blob === undefined ? undefined : originOf(store, 'p.blob_id', blob);
      if (origin && speaksFor(origin as never, read.message.from.organId)) return read;
      return { ok: false, error: { code: 'folder.sender_differs', params: { name: origin?.name ?? '' } } };
    },
  };
}

/** Says in the document's history how it came. */
function tellingHow(store: Store, receiver: Receiver): Receiver {
  return {
    refuse: (received) => receiver.refuse(received),
    status: (received) => receiver.status(received),
    document(received) {
      const origin = originOf(store, 'p.id', received.packageId);
      return receiver.document(origin === undefined ? received : { ...received, carried: { name: origin.name, number: origin.number } });
    },
  };
}

export function createIntake(options: IntakeParts): Intake {
  const { store, clock, log } = options;
  let stopped = false;
  let current: Promise<void> | undefined;
  let again = false;
  let timer: { cancel(): void } | undefined;
  const parts: InboxParts = {
    ...options,
    transport: NO_LINE,
    parsing: checkingSender(store, options.parsing),
    receiver: tellingHow(store, options.receiver),
    organ: organId(BY_HAND),
    get organs() {
      return listOwnOrgans(store).map((organ) => organ.organId);
    },
    ours: () => listOwnOrgans(store).map((organ) => organ.organId),
    onPoint: options.onPoint ?? (() => undefined),
    stopped: () => stopped,
  };
  const next = (): number | undefined =>
    (store.db.prepare('SELECT min(next_at) FROM package WHERE organ_id = ? AND acknowledged = 0').pluck().get(BY_HAND) as number | null) ??
    undefined;
  const once = async (): Promise<void> => {
    timer?.cancel();
    do {
      again = false;
      if (reconciliation(store) === undefined) await receivePackages(parts);
    } while (again && !stopped);
    const at = stopped ? undefined : next();
    if (at !== undefined) timer = clock.setTimer(() => void intake.run(), Math.max(1000, at - clock.now()));
  };
  const intake: Intake = {
    run() {
      if (stopped) return Promise.resolve();
      if (current === undefined) {
        current = once()
          .catch((error: unknown) => log.error('taking in what came by hand stopped unexpectedly', { error: String(error) }))
          .finally(() => {
            current = undefined;
          });
      } else again = true;
      return current;
    },
    async stop() {
      stopped = true;
      timer?.cancel();
      await current;
    },
  };
  return intake;
}
