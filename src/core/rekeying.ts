/**
 * Copying the open store under another key: the secret is asked first; then every session ends, the exchange rests until
 * the copy is in its place, and the page that began it is signed in again. One at a time.
 */
import type { RekeyState } from '../contract/page/people.ts';
import { Failure } from '../domain/errors.ts';
import { type OpenProfile, type OsKeyStore, openProfile, type Proof, rekeyProfile, settleRekey } from './accounts/index.ts';
import { record } from './audit/index.ts';
import type { Clock } from './clock.ts';
import type { Actor, Log } from './context.ts';
import type { Session } from './service/session.ts';

/** How often progress is told. */
const TELL_MS = 500;

/** What the core lends it. */
export interface RekeyHost {
  readonly clock: Clock;
  readonly log: Log;
  osKeyStore(): Promise<OsKeyStore>;
  /** The open profile and the people whose ways in go along; undefined while nothing is open. */
  current(): { readonly profile: OpenProfile; readonly people: ReadonlySet<string> } | undefined;
  /** Ends every session and closes the store; the profile's key stays. */
  close(): Promise<void>;
  /** Opens the profile again and signs the page in that began. */
  open(profile: OpenProfile, again: { readonly session: Session; readonly actor: Actor } | undefined): Promise<void>;
  /** Every page asks anew how it stands. */
  tell(): void;
  onPoint?(name: string): void;
}

interface Job {
  /** Of the page that began it. */
  readonly session: Session;
  readonly actor: Actor;
  done: number;
  total: number;
  readonly stop: AbortController;
  ended: Promise<void>;
  /** The workstation is closing. */
  left?: boolean;
}

export class Rekeying {
  readonly #host: RekeyHost;
  #job: Job | undefined;
  #last: NonNullable<RekeyState['last']> | undefined;
  constructor(host: RekeyHost) {
    this.#host = host;
  }
  get running(): boolean {
    return this.#job !== undefined;
  }

  /** @throws Failure `accounts.rekey_running`, `session.locked`, and as opening a profile with this secret */
  async begin(session: Session, actor: Actor, proof: Pick<Proof, 'way' | 'secret'>): Promise<void> {
    const host = this.#host;
    const now = host.current();
    if (this.#job) throw new Failure('accounts.rekey_running');
    if (!now || actor.personId === undefined) throw new Failure('session.locked');
    const { profile, people } = now;
    const held = { ...proof, ...(proof.way === 'os' ? { osKeyStore: await host.osKeyStore() } : {}) };
    const whose = proof.way === 'recovery' ? {} : { personId: actor.personId };
    const sure = await openProfile({ dir: profile.dir, clock: host.clock, mode: profile.mode, ...held, ...whose });
    sure.close();
    const job: Job = { session, actor, done: 0, total: 1, stop: new AbortController(), ended: Promise.resolve() };
    this.#job = job;
    // The answer to this call goes out before its session ends.
    job.ended = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#run(job, profile, { ...held, ...whose }, people))
      .finally(() => {
        this.#job = undefined;
        host.tell();
      });
  }

  async #run(job: Job, profile: OpenProfile, proof: Proof, people: ReadonlySet<string>): Promise<void> {
    const host = this.#host;
    let told = 0;
    let carried = 0;
    let next = profile;
    try {
      await host.close();
      next = await rekeyProfile({
        profile,
        clock: host.clock,
        proof,
        keeps: (personId) => people.has(personId),
        note(copy, count) {
          carried = count;
          record(copy, job.actor, 'keys.rekey', copy.workstationId, `ok carried=${count}`);
        },
        signal: job.stop.signal,
        onProgress: (done, total) => {
          Object.assign(job, { done, total });
          if (host.clock.now() - told < TELL_MS) return;
          told = host.clock.now();
          host.tell();
        },
        onPoint: (name) => host.onPoint?.(name),
      });
      this.#last = { at: host.clock.now(), carried };
      profile.close();
    } catch (error) {
      const why = error instanceof Failure ? error.error : { code: 'unexpected' };
      if (why.code !== 'accounts.rekey_cancelled') host.log.warn('re-keying ended', { error: String(error) });
      this.#last = { at: host.clock.now(), error: why, carried };
    }
    try {
      settleRekey(profile.dir);
      await host.open(next, job.left ? undefined : job);
    } catch (error) {
      host.log.error('the store did not open again', { error: String(error) });
    }
  }

  cancel(session: Session): void {
    if (this.#job?.session === session) this.#job.stop.abort();
  }
  /** The workstation closes: what runs is broken off, and waited for. */
  async leave(): Promise<void> {
    if (!this.#job) return;
    this.#job.left = true;
    this.#job.stop.abort();
    await this.#job.ended;
  }
  state(): RekeyState {
    const running = this.#job ? { running: { done: this.#job.done, total: this.#job.total } } : {};
    return { ...running, ...(this.#last ? { last: this.#last } : {}) };
  }
  /** For `app.state`, without a session. */
  progressFor(session: Session): { done: number; total: number; mine: boolean } | undefined {
    const job = this.#job;
    return job && { done: job.done, total: job.total, mine: job.session === session };
  }
}
