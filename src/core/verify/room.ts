/** The verify room of one open profile, wired: trust, what was fetched, judging, judging again, reports. */

import type { PageEvent } from '../../contract/page/index.ts';
import { Failure } from '../../domain/errors.ts';
import type { BlobId } from '../../domain/ids.ts';
import type { Mode } from '../../domain/profile.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import { record } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Actor, type Log, WORKSTATION } from '../context.ts';
import type { Parsing } from '../parsing/index.ts';
import type { Store } from '../store/types.ts';
import { createVerify, Material, type NetworkRules, Recheck, Trust, type Verify } from './index.ts';

export interface VerifyRoomParts {
  readonly store: Store;
  readonly mode: Mode;
  readonly clock: Clock;
  readonly log: Log;
  readonly parsing: Pick<Parsing, 'verifyPdf' | 'inspectMaterial'>;
  readonly resourcesDir: string;
  /** The training world's own roots. */
  readonly training: () => readonly Uint8Array[];
  emit(event: PageEvent): void;
  /** Other than usual in tests. */
  readonly rules?: Partial<NetworkRules>;
}
export const ONLINE_SETTING = 'verify.online';
export const PROXY_SETTING = 'verify.proxy';

export class VerifyRoom {
  readonly trust: Trust;
  readonly material: Material;
  readonly verify: Verify;
  readonly recheck: Recheck;
  readonly #parts: VerifyRoomParts;
  constructor(parts: VerifyRoomParts) {
    this.#parts = parts;
    const { store, mode, parsing, clock } = parts;
    const rules = (): NetworkRules => this.rules();
    this.trust = new Trust({ store, mode, resourcesDir: parts.resourcesDir, training: parts.training, rules });
    this.material = new Material({ store, parsing, rules, issuerHosts: () => this.trust.hosts() });
    this.verify = createVerify({
      parsing,
      mode,
      anchors: () => this.trust.anchors(),
      intermediates: () => this.trust.intermediates(),
      pins: () => this.trust.pins(),
      material: this.material,
      now: () => clock.now(),
    });
    this.recheck = new Recheck({
      store,
      clock,
      log: parts.log,
      online: () => this.online,
      emit: (event) => parts.emit(event),
      judge: async (fileId, online) => {
        const blob = store.db.prepare('SELECT blob_id FROM file WHERE id = ?').pluck().get(fileId) as BlobId | undefined;
        return blob === undefined ? undefined : this.#judge(blob, online);
      },
    });
  }
  /** By which certificates are asked about. */
  rules(): NetworkRules {
    const { store, mode, rules } = this.#parts;
    const proxy = store.setting(PROXY_SETTING);
    return { ...(proxy ? { proxy } : {}), aliases: this.trust.bundle().aliases, loopback: mode === 'training', ...rules };
  }
  get online(): boolean {
    return this.#parts.store.setting(ONLINE_SETTING) !== 'off';
  }
  setNetwork(online: boolean, proxy: string, actor: Actor): void {
    const { store } = this.#parts;
    store.tx(() => {
      store.setSetting(ONLINE_SETTING, online ? 'on' : 'off');
      store.setSetting(PROXY_SETTING, proxy);
      record(store, actor, 'verify.network', '', `${online ? 'on' : 'off'}${proxy ? ' proxy' : ''}`);
      store.db.prepare('UPDATE verdict_check SET next_at = 0 WHERE next_at IS NOT NULL').run();
    }, 'verify:network');
  }
  async #judge(blob: BlobId, online: boolean): Promise<{ verdict: PdfVerdict; reached: boolean }> {
    const { store } = this.#parts;
    const file = store.vault.sealed(blob);
    // Since when these very bytes are here: a certificate that ended later had not ended then.
    const held = (store.db.prepare('SELECT min(created_at) FROM file WHERE blob_id = ?').pluck().get(blob) as number | null) ?? undefined;
    return online ? this.verify.judgeOnline(file, held) : { verdict: await this.verify.judge(file, held), reached: false };
  }

  /** Judges a file of the store or an upload now. @throws Failure `files.not_found`, `verify.not_a_pdf` */
  async check(fileId: string): Promise<{ verdict: PdfVerdict; reached: boolean }> {
    const { store } = this.#parts;
    const row = store.db
      .prepare('SELECT blob_id, detected FROM file WHERE id = ? UNION SELECT blob_id, detected FROM upload WHERE id = ?')
      .get(fileId, fileId) as { blob_id: BlobId; detected: string } | undefined;
    if (!row) throw new Failure('files.not_found');
    if (!row.detected.includes('pdf')) throw new Failure('verify.not_a_pdf');
    const judged = await this.#judge(row.blob_id, this.online);
    this.recheck.take(fileId, judged.verdict);
    return judged;
  }
  /** The pinned certificates that are not held, from their owners. */
  fetchPinned(actor: Actor = WORKSTATION): Promise<number> {
    const { parsing } = this.#parts;
    const inspect = async (bytes: Uint8Array): Promise<readonly Uint8Array[]> =>
      (await parsing.inspectMaterial({ kind: 'certificate', bytes })).certificates ?? [];
    return this.trust.fetchPinned(inspect, actor);
  }
  /** Files that wait for an answer. */
  waiting(): number {
    return this.#parts.store.db
      .prepare('SELECT count(*) FROM verdict_check WHERE next_at IS NOT NULL AND tries > 0')
      .pluck()
      .get() as number;
  }
  start(): void {
    this.recheck.start();
  }
  /** Once a day. */
  daily(): void {
    if (this.#parts.mode === 'real' && this.online)
      void this.fetchPinned().catch((error: unknown) => this.#parts.log.info('pinned certificates not fetched', { error: String(error) }));
  }
  async close(): Promise<void> {
    await this.recheck.stop();
  }
}
