/** The page's calls on its look, each person's own, and on the system's habits, which main answers. */
import { lookCalls } from '../../contract/page/look.ts';
import type { Handlers } from '../../contract/wire.ts';
import { DEFAULT_LOOK, type Look } from '../../domain/look.ts';
import type { Store } from '../store/types.ts';
import { type Session, signedIn } from './session.ts';

const setting = (personId: string | undefined): string => `look:${personId ?? ''}`;
/** What is kept and no longer understood counts as never chosen. */
function lookOf(store: Store, personId: string | undefined): Look {
  try {
    const kept: unknown = JSON.parse(store.setting(setting(personId)) ?? '{}');
    const read = lookCalls['look.set'].input.safeParse({ ...DEFAULT_LOOK, ...(kept as object) });
    return read.success ? read.data : DEFAULT_LOOK;
  } catch {
    return DEFAULT_LOOK;
  }
}

export const lookHandlers: Handlers<typeof lookCalls, Session> = {
  'look.get': (_input, session) => {
    const { workstation, actor } = signedIn(session);
    return lookOf(workstation.store, actor.personId);
  },
  'look.set': (look, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.store.tx(() => workstation.store.setSetting(setting(actor.personId), JSON.stringify(look)), 'look:set');
    return look;
  },
  'machine.habits': (_input, session) => signedIn(session).workstation.habits(),
  'machine.setHabits': (habits, session) => signedIn(session).workstation.habits(habits),
};
