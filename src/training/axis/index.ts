/**
 * The training axis: the VXP calls on loopback, for trainees, the demo and the tests. It keeps what it took
 * (a package answered with a DocId survives a crash), answers in the way the official client can digest, and
 * misbehaves on command. It shows what the official *client* does; what the real axis checks is not public.
 */
import { mkdirSync, rmSync } from 'node:fs';
import type { TrainingFaults, TrainingOffice } from '../../contract/training/index.ts';
import type { Instant } from '../../domain/time.ts';
import type { Answer } from './answers.ts';
import { acceptPackage, type Upload } from './calls.ts';
import { AxisServer } from './server.ts';
import { spoolBytes } from './spool.ts';
import { AxisStore, type RecipientRow } from './store.ts';

export type { RecipientRow } from './store.ts';

export interface AxisOptions {
  /** Its own folder: `axis.sqlite` and the packages. */
  readonly dir: string;
  readonly offices: readonly TrainingOffice[];
  /** 0 or absent takes any free port. */
  readonly port?: number;
  readonly now?: () => Instant;
  readonly onUnexpected?: (error: unknown) => void;
  /** Answers timestamp queries (RFC 3161) at `/tsa`. */
  readonly timestamp?: (query: Uint8Array) => Uint8Array;
}
export interface TrainingAxis {
  readonly url: string;
  readonly store: AxisStore;
  setFaults(faults: TrainingFaults): Promise<void>;
  /** Sends a package as a neighbouring office would, past HTTP and its faults. */
  submit(bytes: Uint8Array, upload: Upload): Promise<Answer>;
  ledger(): readonly RecipientRow[];
  close(): Promise<void>;
}

/** Opens (or makes) the axis in its folder and listens on 127.0.0.1. */
export async function openAxis(options: AxisOptions): Promise<TrainingAxis> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const store = new AxisStore(options.dir, options.offices, options.now ?? Date.now);
  const server = new AxisServer(store, options.onUnexpected ?? ((error) => console.error(error)), options.timestamp);
  const port = await server.listen(options.port ?? 0).catch((error: unknown) => {
    store.close();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    store,
    setFaults: (faults) => server.setFaults(faults),
    async submit(bytes, upload) {
      const file = await spoolBytes(store.incomingDir, bytes);
      try {
        return await acceptPackage(store, file, upload);
      } finally {
        rmSync(file.path, { force: true });
      }
    },
    ledger: () => store.all(),
    async close() {
      await server.close();
      store.close();
    },
  };
}
