/** First start and ways in: a profile is made only after its recovery code was typed back; a session begins only with a way in. */
import type { AppState, OfficeFacts, sessionCalls } from '../../contract/page/session.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { connectionRefusal, type Mode } from '../../domain/profile.ts';
import { legalDateOf } from '../../domain/time.ts';
import { actorOf, createMachineKey, createPerson, listPeople } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import type { Core } from '../core.ts';
import { createUploads } from '../documents/index.ts';
import { openDefaultBooks } from '../registers/index.ts';
import type { Store } from '../store/types.ts';
import type { Workstation } from '../workstation.ts';
import { SessionFiles } from './files.ts';
import { type Session, signOut } from './session.ts';

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

/** The person of a daily way in; several people with ways of their own come with the accounts room. */
function signIn(session: Session, workstation: Workstation, core: Core): void {
  const [person] = listPeople(workstation.store);
  if (!person) throw new Failure('session.no_profile');
  const actor = actorOf(person);
  workstation.store.tx(() => record(workstation.store, actor, 'session.begin', workstation.store.workstationId), 'session:begin');
  session.signedIn = {
    actor,
    workstation,
    files: new SessionFiles(workstation.store),
    uploads: createUploads(workstation.store, core.parsing),
  };
}

function officeFacts(open: Workstation): OfficeFacts {
  const { organId, name, leaderName, leaderPosition } = open.organ();
  return { mode: open.mode, organId, name, leaderName, leaderPosition };
}

async function stateOf(core: Core, session: Session): Promise<AppState> {
  const open = core.workstation;
  const held = session.signedIn;
  const profiles = core.profiles().map((profile) => ({
    mode: profile.mode,
    officeName: open?.mode === profile.mode ? open.organ().name : '',
    waysIn: profile.waysIn,
  }));
  return {
    phase: held ? 'ready' : open ? 'locked' : 'start',
    profiles,
    osKeyStore: (await core.osKeyStore()).available,
    host: core.host,
    version: core.version,
    ...(open ? { office: officeFacts(open) } : {}),
    ...(held ? { me: { name: held.actor.name, roles: held.actor.roles } } : {}),
  };
}

function checkSetup(core: Core, input: SetupInput): void {
  if (core.workstation) throw new Failure('session.other_profile_open');
  if (core.profiles().some((profile) => profile.mode === input.mode)) throw new Failure('accounts.profile_exists');
  if (input.mode !== 'real') return;
  if (!input.connection?.endpoint || !input.connection.systemId || !input.connection.secret) throw new Failure('session.connection_needed');
  const refused = connectionRefusal('real', input.connection.endpoint, input.organId);
  if (refused) throw new Failure(refused.code, refused.params);
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
      signIn(session, workstation, core);
      return stateOf(core, session);
    },
    'session.unlock': async ({ mode, way, secret }, session) => {
      const workstation = await core.unlock(mode, way, secret ?? '');
      await signOut(session);
      signIn(session, workstation, core);
      return stateOf(core, session);
    },
    'session.lock': async (_input, session) => {
      await core.lock();
      return stateOf(core, session);
    },
  };
}
