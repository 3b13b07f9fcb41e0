/**
 * The people and ways in of the open profile: rows of the store and wrappings of the key file, kept in step. Where both
 * change, the key file goes first: what is broken off leaves a person without a way in, never a way in without a person.
 */

import { randomUUID } from 'node:crypto';
import type { PersonRow, TokenWay, WayRow } from '../../contract/page/people.ts';
import type { TokenCalls } from '../../contract/token/index.ts';
import type { Client } from '../../contract/wire.ts';
import type { AuditAct } from '../../domain/auditActs.ts';
import { Failure } from '../../domain/errors.ts';
import { type RecordId, recordId } from '../../domain/ids.ts';
import { readCertificate } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import type { Store } from '../store/index.ts';
import { changePerson, createPerson, endPerson, findPerson, listPeople, type Person, type PersonFacts } from './people.ts';
import { checkPassphrase, type OpenProfile } from './profile.ts';
import {
  addWayIn,
  giveWaysTo,
  keepNames,
  listWaysIn,
  type NewRecoveryCode,
  opensWay,
  prepareRecoveryCode,
  removeWayIn,
  removeWaysOf,
  replaceWayIn,
} from './ways.ts';
import type { OsKeyStore, TokenKey } from './wrapping.ts';

export interface AccountsParts {
  readonly profile: OpenProfile;
  readonly store: Store;
  osKeyStore(): Promise<OsKeyStore>;
  readonly tokens: { readonly pkcs11?: Client<TokenCalls> };
  /** scrypt N; only tests lower it. */
  readonly scryptCost?: number;
}
/** Wrong secrets of who is signed in already; over this the session ends. */
const MAX_WRONG = 5;

export class AccountsRoom {
  readonly #parts: AccountsParts;
  readonly #wrong = new Map<string, number>();
  #tokenAct: string | undefined;
  #recovery: { readonly by: string; readonly code: NewRecoveryCode } | undefined;
  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }
  get profile(): OpenProfile {
    return this.#parts.profile;
  }

  /** Everybody's row with their ways, in the order they were entered. */
  people(me: string | undefined, ended = false): PersonRow[] {
    const ways = listWaysIn(this.#parts.profile);
    return listPeople(this.#parts.store, ended).map((person) => ({
      id: person.id,
      name: person.name,
      position: person.position,
      roles: person.roles,
      ...(person.organs ? { organs: person.organs } : {}),
      ways: ways.filter((w) => w.personId === person.id).map((w) => w.way),
      ...(person.endedAt === undefined ? {} : { endedAt: person.endedAt }),
      me: person.id === me,
    }));
  }

  /**
   * Who came in by a way. Of the recovery code: the person named, else the first administrator. Ways from before people
   * had their own become the first person's.
   * @throws Failure `accounts.way_in_refused` for a person who ended
   */
  whoCame(personId: string | undefined, way: string, wanted: string | undefined): Person {
    const { store, profile } = this.#parts;
    const people = listPeople(store);
    const [first] = people;
    if (!first) throw new Failure('session.no_profile');
    if (personId === undefined && way !== 'recovery') {
      giveWaysTo(profile, first.id);
      return first;
    }
    if (personId === undefined) {
      return people.find((p) => p.id === wanted) ?? people.find((p) => p.roles.includes('administrator')) ?? first;
    }
    const person = people.find((p) => p.id === personId);
    // The way of one who is on leave stays for the return.
    if (person) return person;
    throw new Failure('accounts.way_in_refused');
  }

  async save(actor: Actor, facts: PersonFacts, passphrase?: string): Promise<RecordId> {
    const { store, profile } = this.#parts;
    if (passphrase !== undefined) checkPassphrase(passphrase);
    const id = store.tx(() => {
      const person = facts.id === undefined ? createPerson(store, facts) : changePerson(store, recordId(facts.id), facts);
      record(store, actor, facts.id === undefined ? 'person.add' : 'person.change', person.id, person.roles.join(','));
      return person.id;
    }, 'person:save');
    if (passphrase !== undefined) {
      try {
        await addWayIn(profile, { way: 'passphrase', passphrase }, { personId: id, cost: this.#parts.scryptCost });
        this.#note(actor, 'way.add', id, 'passphrase');
      } catch (error) {
        // The person stands without a way in; what was wrong with the passphrase is told.
        if (facts.id === undefined) store.tx(() => this.#forget(id), 'person:forget');
        throw error;
      }
    }
    await this.keepNames();
    return id;
  }
  /** A person whose first passphrase was refused was never here. */
  #forget(id: RecordId): void {
    this.#parts.store.db.prepare('DELETE FROM person WHERE id = ?').run(id);
  }

  /** @throws Failure `accounts.last_administrator`, `accounts.last_daily_way`, `accounts.person_unknown` */
  async end(actor: Actor, id: string): Promise<void> {
    const { store, profile } = this.#parts;
    const person = recordId(id);
    findPerson(store, person);
    this.#mayEnd(person);
    removeWaysOf(profile, id);
    store.tx(() => {
      endPerson(store, person);
      record(store, actor, 'person.end', id);
    }, 'person:end');
    await this.keepNames();
  }
  /** What the transaction would refuse is refused before the key file is touched. */
  #mayEnd(id: RecordId): void {
    const left = listPeople(this.#parts.store).filter((p) => p.id !== id && p.roles.includes('administrator') && p.organs === undefined);
    const ways = listWaysIn(this.#parts.profile);
    if (!left.some((p) => ways.some((w) => w.personId === p.id))) throw new Failure('accounts.last_administrator');
  }

  /** Another's passphrase, by an administrator. */
  async setPassphraseOf(actor: Actor, id: string, passphrase: string): Promise<void> {
    if (findPerson(this.#parts.store, recordId(id)).endedAt !== undefined) throw new Failure('accounts.person_ended');
    await this.#setPassphrase(id, passphrase);
    this.#note(actor, 'way.set_passphrase', id, 'administrator');
    await this.keepNames();
  }
  async #setPassphrase(personId: string, passphrase: string): Promise<void> {
    const { profile, scryptCost } = this.#parts;
    const held = listWaysIn(profile).find((w) => w.way === 'passphrase' && w.personId === personId);
    const secret = { way: 'passphrase', passphrase } as const;
    if (held) await replaceWayIn(profile, held.id, secret, scryptCost);
    else await addWayIn(profile, secret, { personId, cost: scryptCost });
  }

  ways(personId: string, openedBy: string | undefined): WayRow[] {
    return listWaysIn(this.#parts.profile)
      .filter((w) => w.personId === personId || w.way === 'recovery')
      .map((w) => ({ id: w.id, way: w.way, current: w.id === openedBy }));
  }

  /**
   * Asks for one's own passphrase again, where there is one.
   * @throws Failure `accounts.way_in_refused`; `session.locked` after too many
   */
  async confirmSelf(personId: string, secret: string | undefined): Promise<void> {
    const { profile } = this.#parts;
    const held = listWaysIn(profile).find((w) => w.way === 'passphrase' && w.personId === personId);
    if (!held) return;
    const wrong = this.#wrong.get(personId) ?? 0;
    if (wrong >= MAX_WRONG) throw new Failure('session.locked');
    this.#wrong.set(personId, wrong + 1);
    if (secret === undefined || !(await opensWay(profile, held.id, { way: 'passphrase', passphrase: secret }))) {
      throw new Failure('accounts.way_in_refused');
    }
    this.#wrong.delete(personId);
  }
  /** A new session of this person counts anew. */
  signedIn(personId: string): void {
    this.#wrong.delete(personId);
  }
  tooManyWrong(personId: string): boolean {
    return (this.#wrong.get(personId) ?? 0) >= MAX_WRONG;
  }

  async setPassphrase(actor: Actor, passphrase: string): Promise<void> {
    await this.#setPassphrase(this.#idOf(actor), passphrase);
    this.#note(actor, 'way.set_passphrase', this.#idOf(actor), 'self');
    await this.keepNames();
  }
  async addOs(actor: Actor): Promise<void> {
    const { profile } = this.#parts;
    const personId = this.#idOf(actor);
    const osKeyStore = await this.#parts.osKeyStore();
    const held = listWaysIn(profile).find((w) => w.way === 'os' && w.personId === personId);
    // Where this account's key was lost the way is there and does not open: the new one takes its place.
    if (held) await replaceWayIn(profile, held.id, { way: 'os', osKeyStore });
    else await addWayIn(profile, { way: 'os', osKeyStore }, { personId });
    this.#note(actor, 'way.add', personId, 'os');
    await this.keepNames();
  }
  async remove(actor: Actor, wayId: string): Promise<void> {
    const { profile } = this.#parts;
    const personId = this.#idOf(actor);
    const way = listWaysIn(profile).find((w) => w.id === wayId);
    if (way && way.way !== 'recovery' && way.personId !== personId) throw new Failure('accounts.way_in_unknown');
    if (way && way.way !== 'recovery' && listWaysIn(profile).filter((w) => w.personId === personId).length < 2)
      throw new Failure('accounts.last_daily_way');
    removeWayIn(profile, wayId);
    this.#note(actor, 'way.remove', personId, way?.way ?? '');
    await this.keepNames();
  }

  tokensThatDecrypt(): Promise<TokenWay[]> {
    return tokensThatDecrypt(this.#client());
  }
  async tokenBegin(input: { serial: string; certificateSha256: string; finalTryAccepted?: boolean }): Promise<{ actId: string }> {
    const client = this.#client();
    // One that was given up (a wrong PIN) would hold the device.
    if (this.#tokenAct !== undefined) await client.endAct({ actId: this.#tokenAct }).catch(() => undefined);
    const actId = randomUUID();
    await client.beginAct({ actId, ...input, purpose: 'decrypt' });
    this.#tokenAct = actId;
    return { actId };
  }
  /** The PIN was given; the token proves at once that it opens what is wrapped to it. */
  async addToken(actor: Actor, actId: string, chosen: { serial: string; certificateSha256: string }): Promise<void> {
    const { profile } = this.#parts;
    const client = this.#client();
    const personId = this.#idOf(actor);
    try {
      const { tokens } = await client.list({});
      const token = tokens.find((t) => t.serial === chosen.serial);
      const certificate = token?.certificates.find((c) => c.sha256 === chosen.certificateSha256);
      if (!token || !certificate) throw new Failure('token.not_present');
      const secret = { way: 'token', token: tokenKey(client, actId, token.serial, certificate.der) } as const;
      const held = listWaysIn(profile).find((w) => w.way === 'token' && w.personId === personId);
      if (held) await replaceWayIn(profile, held.id, secret);
      else await addWayIn(profile, secret, { personId });
    } finally {
      await client.endAct({ actId }).catch(() => undefined);
    }
    this.#note(actor, 'way.add', personId, 'token');
    await this.keepNames();
  }

  newRecovery(actor: Actor): string {
    this.#recovery?.code.cancel();
    this.#recovery = { by: this.#idOf(actor), code: prepareRecoveryCode(this.#parts.profile) };
    return this.#recovery.code.recoveryCode;
  }
  async confirmRecovery(actor: Actor, typed: string): Promise<void> {
    const held = this.#recovery;
    if (held?.by !== this.#idOf(actor)) throw new Failure('session.setup_expired');
    await held.code.confirm(typed);
    this.#recovery = undefined;
    this.#note(actor, 'way.new_recovery', this.#parts.store.workstationId);
  }

  /** The names to choose from before the store is open; where that does not work there are none. */
  async keepNames(): Promise<void> {
    const { store, profile } = this.#parts;
    const withWay = this.people(undefined).filter((p) => p.ways.length > 0);
    try {
      const osKeyStore = await this.#parts.osKeyStore();
      if (store.db.open) await keepNames(profile.dir, osKeyStore, Object.fromEntries(withWay.map((p) => [p.id, p.name])));
    } catch {
      // A passphrase alone says who comes.
    }
  }

  #idOf(actor: Actor): string {
    if (actor.personId === undefined) throw new Failure('session.locked');
    return actor.personId;
  }
  #note(actor: Actor, act: AuditAct, object: string, result?: string): void {
    const { store } = this.#parts;
    store.tx(() => record(store, actor, act, object, result), `account:${act}`);
  }
  #client(): Client<TokenCalls> {
    const { pkcs11 } = this.#parts.tokens;
    if (!pkcs11) throw new Failure('signing.token_process_gone');
    return pkcs11;
  }
  close(): void {
    this.#recovery?.code.cancel();
  }
}

export const tokenKey = (client: Client<TokenCalls>, actId: string, serial: string, certificate: Uint8Array): TokenKey => ({
  serial,
  certificate,
  decrypt: async (data) => (await client.decrypt({ actId, data })).plain,
});

/** RSA certificates on devices whose token says that it decrypts. */
export async function tokensThatDecrypt(client: Client<TokenCalls>, only?: ReadonlySet<string>): Promise<TokenWay[]> {
  const { tokens } = await client.list({});
  return tokens
    .filter((token) => token.decrypts === true)
    .flatMap((token) =>
      token.certificates
        .filter((c) => c.keyId !== '' && (only === undefined || only.has(c.sha256)))
        .map((c): TokenWay => {
          const { pinCountLow, pinFinalTry, pinLocked, minPin, maxPin, protectedPath } = token.flags;
          return {
            serial: token.serial,
            certificateSha256: c.sha256,
            tokenLabel: token.label,
            commonName: nameOf(c.der),
            ...{ pinCountLow, pinFinalTry, pinLocked, minPin, maxPin },
            ...(protectedPath ? { protectedPath } : {}),
          };
        }),
    );
}
function nameOf(der: Uint8Array): string {
  try {
    return readCertificate(der).subject.commonName ?? '';
  } catch {
    return '';
  }
}
