/** The page's calls on how our packages are signed. */
import type { packageCalls } from '../../contract/page/packages.ts';
import type { Handlers } from '../../contract/wire.ts';
import { packageSigning, setPackageSigning } from '../documents/index.ts';
import { type Session, signedIn } from './session.ts';

export const packageHandlers: Handlers<typeof packageCalls, Session> = {
  'packages.signing': (_input, session) => packageSigning(signedIn(session).workstation.store),
  'packages.setSigning': (input, session) => {
    const { workstation, actor } = signedIn(session);
    setPackageSigning(workstation.store, actor, input);
    return packageSigning(workstation.store);
  },
};
