/** The page's calls on people, ways in, the lock's settings and another key for the store. */
import type { peopleCalls } from '../../contract/page/people.ts';
import type { Handlers } from '../../contract/wire.ts';
import { byPersonName } from '../../domain/collate.ts';
import { Failure } from '../../domain/errors.ts';
import type { AccountsRoom } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import type { Core } from '../core.ts';
import { idleMinutes, setIdleMinutes } from './idle.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

type Calls = Handlers<typeof peopleCalls, Session>;

/** The device that an act was begun on, until it is used. */
type Begun = { readonly serial: string; readonly certificateSha256: string };

export function peopleHandlers(core: Core): Calls {
  const begun = new Map<string, Begun>();
  const room = (): AccountsRoom => {
    if (!core.accounts) throw new Failure('session.locked');
    return core.accounts;
  };
  /** One's own passphrase again; after too many wrong ones the screen locks. */
  const confirmed = async (session: Session, secret: string | undefined) => {
    const { actor } = signedIn(session);
    const id = actor.personId ?? '';
    try {
      await room().confirmSelf(id, secret);
    } catch (error) {
      if (room().tooManyWrong(id)) await core.lock();
      throw error;
    }
    return { actor, accounts: room() };
  };
  return {
    'people.list': ({ ended }, session) => ({
      people: room()
        .people(signedIn(session).actor.personId, ended)
        .sort((a, b) => byPersonName(a.name, b.name)),
    }),
    'people.save': async ({ passphrase, ...facts }, session) => {
      const id = await room().save(signedIn(session).actor, optional(facts), passphrase);
      core.personChanged(id);
      return { id };
    },
    'people.end': async ({ id }, session) => {
      await room().end(signedIn(session).actor, id);
      core.personChanged(id);
      return {};
    },
    'people.setPassphrase': async ({ id, passphrase }, session) => {
      await room().setPassphraseOf(signedIn(session).actor, id, passphrase);
      return {};
    },
    ...ownWays(core, room, confirmed, begun),
    'rekey.begin': async ({ way, secret }, session) => {
      const { actor } = signedIn(session);
      await core.rekeying.begin(session, actor, { way, ...(secret === undefined ? {} : { secret }) });
      return {};
    },
    'rekey.cancel': (_input, session) => {
      core.rekeying.cancel(session);
      return {};
    },
    'rekey.state': () => core.rekeying.state(),
    'lock.settings': (_input, session) => ({ idleMinutes: idleMinutes(signedIn(session).workstation.store) }),
    'lock.set': ({ idleMinutes: minutes }, session) => {
      const { workstation, actor } = signedIn(session);
      workstation.store.tx(() => {
        setIdleMinutes(workstation.store, minutes);
        record(workstation.store, actor, 'lock.set', workstation.store.workstationId, String(minutes));
      }, 'lock:set');
      return {};
    },
  };
}

type OwnWays = Pick<Calls, Extract<keyof Calls, `ways.${string}`>>;
function ownWays(
  core: Core,
  room: () => AccountsRoom,
  confirmed: (
    session: Session,
    secret: string | undefined,
  ) => Promise<{ actor: ReturnType<typeof signedIn>['actor']; accounts: AccountsRoom }>,
  begun: Map<string, Begun>,
): OwnWays {
  return {
    'ways.list': async (_input, session) => {
      const { actor, wayId } = signedIn(session);
      return {
        ways: room().ways(actor.personId ?? '', wayId),
        osKeyStore: (await core.osKeyStore()).available,
        keysMended: core.keysMended,
      };
    },
    'ways.setPassphrase': async ({ secret, passphrase }, session) => {
      const { actor, accounts } = await confirmed(session, secret);
      await accounts.setPassphrase(actor, passphrase);
      return {};
    },
    'ways.addOs': async ({ secret }, session) => {
      const { actor, accounts } = await confirmed(session, secret);
      await accounts.addOs(actor);
      return {};
    },
    'ways.remove': async ({ secret, id }, session) => {
      const { actor, accounts } = await confirmed(session, secret);
      await accounts.remove(actor, id);
      return {};
    },
    'ways.tokens': async () => ({ tokens: await room().tokensThatDecrypt() }),
    'ways.tokenBegin': async (input) => {
      const { actId } = await room().tokenBegin(optional(input));
      begun.clear();
      begun.set(actId, { serial: input.serial, certificateSha256: input.certificateSha256 });
      return { actId };
    },
    'ways.addToken': async ({ secret, actId }, session) => {
      const chosen = begun.get(actId);
      if (!chosen) throw new Failure('token.no_such_act');
      begun.delete(actId);
      const { actor, accounts } = await confirmed(session, secret);
      await accounts.addToken(actor, actId, chosen);
      return {};
    },
    'ways.newRecovery': async ({ secret }, session) => {
      const { actor, accounts } = await confirmed(session, secret);
      return { recoveryCode: accounts.newRecovery(actor) };
    },
    'ways.confirmRecovery': async ({ typed }, session) => {
      await room().confirmRecovery(signedIn(session).actor, typed);
      return {};
    },
  };
}
