/** One page port is one session: who is signed in on it, and what it holds open. */
import { Failure } from '../../domain/errors.ts';
import type { Actor } from '../context.ts';
import type { Uploads } from '../documents/index.ts';
import type { Workstation } from '../workstation.ts';
import type { SessionFiles } from './files.ts';

export interface SignedIn {
  readonly actor: Actor;
  readonly workstation: Workstation;
  readonly files: SessionFiles;
  readonly uploads: Uploads;
}
export interface Session {
  signedIn?: SignedIn;
}

/** The person and what the session holds; `session.locked` where nobody is signed in. */
export function signedIn(session: Session): SignedIn {
  if (!session.signedIn) throw new Failure('session.locked');
  return session.signedIn;
}

/** Ends the session: files closed, uploads that were begun dropped. */
export async function signOut(session: Session): Promise<void> {
  const held = session.signedIn;
  delete session.signedIn;
  if (held) await Promise.allSettled([held.files.close(), held.uploads.abandon()]);
}
