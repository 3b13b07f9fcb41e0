/** The page's calls on signing devices. */
import type { tokenPageCalls } from '../../contract/page/tokens.ts';
import type { Handlers } from '../../contract/wire.ts';
import { optional } from './optional.ts';
import { type Session, signedIn } from './session.ts';

export const tokenHandlers: Handlers<typeof tokenPageCalls, Session> = {
  'token.plugged': async (_input, session) => ({ tokens: await signedIn(session).workstation.tokens.plugged() }),
  'token.modules.list': async (_input, session) => ({ modules: await signedIn(session).workstation.tokens.modules() }),
  'token.modules.add': async (_input, session) => {
    const { workstation, actor } = signedIn(session);
    const path = await workstation.tokens.addModule(actor);
    return path === undefined ? {} : { path };
  },
  'token.modules.remove': async ({ path }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.tokens.removeModule(actor, path);
    return {};
  },
  'token.restart': async (_input, session) => {
    await signedIn(session).workstation.tokens.restart();
    return {};
  },
  'token.certificates.list': (_input, session) => ({ certificates: signedIn(session).workstation.tokens.certificates() }),
  'token.certificates.import': ({ data }, session) => {
    const { workstation, actor } = signedIn(session);
    return { certificate: workstation.tokens.importCertificate(actor, data) };
  },
  'token.certificates.remove': ({ sha256 }, session) => {
    const { workstation, actor } = signedIn(session);
    workstation.tokens.removeCertificate(actor, sha256);
    return {};
  },
  'token.pin.begin': (input, session) => signedIn(session).workstation.tokens.beginPinChange(optional(input)),
  'token.pin.end': ({ actId }, session) => {
    const { workstation, actor } = signedIn(session);
    return workstation.tokens.endPinChange(actor, actId);
  },
};
