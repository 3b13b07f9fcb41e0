/** First start and ways in: a profile is made only after its recovery code was typed back; a session begins only with a way in. */
import type { AppState, OfficeFacts, sessionCalls } from '../../contract/page/session.ts';
import type { Handlers } from '../../contract/wire.ts';
import { DEFAULT_SETTINGS } from '../../domain/connection.ts';
import { Failure } from '../../domain/errors.ts';
import { organId } from '../../domain/ids.ts';
import { connectionRefusal, isTrainingOrgan, type Mode } from '../../domain/profile.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { legalDateOf } from '../../domain/time.ts';
import { actorOf, createMachineKey, createPerson, findPerson, listPeople, type Person } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { type ClosableTransport, transportOf } from '../axis/index.ts';
import type { Actor } from '../context.ts';
import type { Core } from '../core.ts';
import { createUploads } from '../documents/index.ts';
import { checkOrganNames, OrganRows } from '../organs/index.ts';
import { PetitionFiles } from '../petitions/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import type { Workstation } from '../workstation.ts';
import { SessionFiles } from './files.ts';
import { optional } from './optional.ts';
import { currentOrgan, organsOf, type Session, type SignedIn, signedIn, signOut } from './session.ts';

type SetupInput = Parameters<Handlers<typeof sessionCalls, Session>['setup.begin']>[0];

/** Everything a new store starts with, in one transaction. */
function fillNewStore(store: Store, input: SetupInput, personId: string): void {
  store.tx(() => {
    store.db
      .prepare(
        `INSERT INTO organ (organ_id, name, parent_name, place, abbreviation, endpoint, system_id, secret, leader_name, leader_position)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        input.organId,
        input.officeName,
        input.parentName,
        input.place,
        input.organAbbreviation,
        input.connection?.endpoint ?? '',
        input.connection?.systemId ?? '',
        input.connection?.secret ?? '',
        input.leaderName,
        input.leaderPosition,
      );
    const clerk = createPerson(store, {
      id: personId,
      name: input.clerkName,
      position: 'Văn thư',
      roles: ['clerk', 'officer', 'administrator'],
    });
    openDefaultBooks(store, input.organId, input.organAbbreviation);
    createMachineKey(store);
    store.setSetting('mode', input.mode);
    store.setSetting('opened_on', legalDateOf(store.now()));
    record(store, actorOf(clerk), 'profile.create', store.workstationId, input.mode);
  }, 'setup:fill');
}

/** Begins the session of whoever came in; the organ they worked in last is theirs again. */
function signIn(session: Session, workstation: Workstation, core: Core, person: Person, by: { way: string; wayId?: string }): void {
  const actor = actorOf(person);
  const own = organsOf(actor, workstation);
  const [first] = own;
  if (!first) throw new Failure('session.other_organ');
  workstation.store.tx(
    () => record(workstation.store, actor, 'session.begin', workstation.store.workstationId, by.way === 'recovery' ? 'recovery' : 'ok'),
    'session:begin',
  );
  const last = lastOrgan.get(person.id);
  core.accounts?.signedIn(person.id);
  session.touchedAt = core.now();
  session.signedIn = {
    actor,
    workstation,
    files: new SessionFiles(workstation.store, workstation.leaving),
    uploads: createUploads(workstation.store, core.processes.parsing),
    petitions: new PetitionFiles(workstation.store),
    organId: own.find((organ) => organ.organId === last)?.organId ?? first.organId,
    ...(by.wayId === undefined ? {} : { wayId: by.wayId }),
    ...(actor.organs === undefined ? {} : { rows: new OrganRows(workstation.store) }),
  };
}
/** In which organ a person worked before the screen was locked. */
const lastOrgan = new Map<string, string>();

/** After a re-key: the person who began it, where they still may. */
export function signInAgain(session: Session, workstation: Workstation, core: Core, actor: Actor): void {
  const person = listPeople(workstation.store).find((p) => p.id === actor.personId);
  if (person) signIn(session, workstation, core, person, { way: 'rekey' });
}

/** The session of a person whose rights were changed; false where they may act no more. */
export function refreshActor(session: Session): boolean {
  const held = session.signedIn;
  if (!held) return false;
  const person = listPeople(held.workstation.store).find((p) => p.id === held.actor.personId);
  if (!person) return false;
  const actor = actorOf(person);
  const { rows: _, ...rest } = held;
  session.signedIn = { ...rest, actor, ...(actor.organs === undefined ? {} : { rows: new OrganRows(held.workstation.store) }) };
  return organsOf(actor, held.workstation).length > 0;
}

function officeFacts(open: Workstation, session: Session): OfficeFacts {
  const { organId, name, leaderName, leaderPosition } = session.signedIn ? currentOrgan(session) : open.organ();
  return { mode: open.mode, organId, name, leaderName, leaderPosition };
}

async function stateOf(core: Core, session: Session): Promise<AppState> {
  const open = core.workstation;
  const held = session.signedIn;
  const rekey = core.rekeying.progressFor(session);
  const profiles = await Promise.all(
    core.profiles().map(async (profile) => ({
      mode: profile.mode,
      officeName: open?.mode === profile.mode ? open.organ().name : '',
      waysIn: profile.waysIn,
      people: await core.peopleOf(profile.mode),
    })),
  );
  return {
    phase: held ? 'ready' : open ? 'locked' : 'start',
    profiles,
    osKeyStore: (await core.osKeyStore()).available,
    host: core.host,
    version: core.version,
    ...(open ? { office: officeFacts(open, session) } : {}),
    ...(held ? personFacts(held) : {}),
    ...(rekey ? { rekey } : {}),
  };
}

function personFacts({ actor, workstation }: SignedIn): Pick<AppState, 'me' | 'organs'> {
  const arrived = workstation.store.db
    .prepare<[string], number>(`SELECT count(*) FROM incoming WHERE organ_id = ? AND state = 'arrived'`)
    .pluck();
  const person = actor.personId === undefined ? undefined : findPerson(workstation.store, actor.personId);
  return {
    me: { id: actor.personId ?? '', name: actor.name, position: person?.position ?? '', roles: actor.roles },
    organs: organsOf(actor, workstation).map(({ organId, name }) => ({ organId, own: true, name, arrived: arrived.get(organId) ?? 0 })),
  };
}

function checkSetup(core: Core, input: SetupInput): void {
  if (core.workstation) throw new Failure('session.other_profile_open');
  if (core.profiles().some((profile) => profile.mode === input.mode)) throw new Failure('accounts.profile_exists');
  checkOrganNames({ organId: input.organId, abbreviation: input.organAbbreviation });
  if (input.mode !== 'real') return;
  const { connection, organId } = input;
  // Without one the office works on paper until it has it; half of one is a mistake.
  if (connection === undefined) {
    if (isTrainingOrgan(organId)) throw new Failure('axis.training_organ_in_real', { organId });
    return;
  }
  if (!connection.endpoint || !connection.systemId || !connection.secret) throw new Failure('session.connection_needed');
  const refused = connectionRefusal('real', connection.endpoint, organId);
  if (refused) throw new Failure(refused.code, refused.params);
}

const MAX_AGENCIES = 50;
type Agencies = Awaited<ReturnType<ClosableTransport['agencies']>>;
let asked: { readonly key: string; readonly list: Promise<Agencies> } | undefined;
/** The axis's list for an office that has no store yet; asked once, not at each letter of a search. */
function directoryOf(connection: { endpoint: string; systemId: string; secret: string }): Promise<Agencies> {
  const key = JSON.stringify([connection.endpoint, connection.systemId, connection.secret]);
  if (asked?.key === key) return asked.list;
  const transport = transportOf({ ...connection, organId: organId('H00'), settings: DEFAULT_SETTINGS });
  const list = transport.agencies().finally(() => transport.close?.());
  asked = { key, list };
  list.catch(() => {
    asked = undefined;
  });
  return list;
}

async function defaults(core: Core, mode: Mode) {
  const empty = { organId: '', officeName: '', parentName: '', place: '', clerkName: '', leaderName: '', leaderPosition: '' };
  if (mode === 'real') return empty;
  const world = await core.startTraining();
  const [office] = world.offices;
  if (!office) return empty;
  return {
    organId: office.organId,
    officeName: office.name,
    parentName: office.parentName,
    place: office.place,
    clerkName: world.people.clerk,
    leaderName: world.people.leader,
    leaderPosition: world.people.leaderPosition,
  };
}

export function sessionHandlers(core: Core): Handlers<typeof sessionCalls, Session> {
  return {
    'app.state': (_input, session) => stateOf(core, session),
    'setup.defaults': ({ mode }) => defaults(core, mode),
    'setup.agencies': async ({ connection, text }) => {
      if (core.workstation) throw new Failure('session.other_profile_open');
      // No code of an organ is known yet: only where it is asked is judged.
      const refused = connectionRefusal('real', connection.endpoint, 'H00');
      if (refused) throw new Failure(refused.code, refused.params);
      const all = await directoryOf(connection);
      const wanted = foldVietnamese(text.trim());
      const names = new Map(all.map((one) => [one.organId, one.name]));
      const fitting = all.filter((one) => foldVietnamese(`${one.name} ${one.organId} ${one.otherCode ?? ''}`).includes(wanted));
      return {
        total: all.length,
        rows: fitting.slice(0, MAX_AGENCIES).map(({ organId, name, parentId }) => {
          const parent = parentId === undefined ? undefined : names.get(parentId);
          return { organId, name, ...(parent === undefined ? {} : { parentName: parent }) };
        }),
      };
    },
    'setup.begin': (input) => {
      checkSetup(core, input);
      return core.beginSetup(
        input.mode,
        { useOsKeyStore: input.useOsKeyStore, ...(input.passphrase ? { passphrase: input.passphrase } : {}) },
        (store, personId) => fillNewStore(store, input, personId),
      );
    },
    'setup.confirm': async ({ setupId, recoveryCode }, session) => {
      const workstation = await core.confirmSetup(setupId, recoveryCode);
      const [person] = listPeople(workstation.store);
      if (!person) throw new Failure('session.no_profile');
      signIn(session, workstation, core, person, { way: 'setup' });
      return stateOf(core, session);
    },
    'session.unlock': async ({ mode, ...by }, session) => {
      const { workstation, personId, wayId } = await core.unlock(mode, optional(by));
      const person = core.accounts?.whoCame(personId, by.way, by.personId);
      if (!person) throw new Failure('session.no_profile');
      await signOut(session);
      signIn(session, workstation, core, person, { way: by.way, ...(wayId === undefined ? {} : { wayId }) });
      return stateOf(core, session);
    },
    'session.tokens': async ({ mode }) => ({ tokens: await core.unlockingTokens(mode) }),
    'session.tokenBegin': ({ mode: _mode, ...token }) => core.beginUnlockingToken(optional(token)),
    'session.touch': () => ({}),
    'session.chooseOrgan': ({ organId }, session) => {
      const held = signedIn(session);
      const organ = organsOf(held.actor, held.workstation).find((o) => o.organId === organId);
      if (!organ) throw new Failure('session.other_organ');
      session.signedIn = { ...held, organId: organ.organId };
      if (held.actor.personId !== undefined) lastOrgan.set(held.actor.personId, organ.organId);
      return stateOf(core, session);
    },
    'session.lock': async (_input, session) => {
      await core.lock();
      return stateOf(core, session);
    },
  };
}
