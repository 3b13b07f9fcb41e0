/** One page port is one session: who is signed in on it, in which organ they work, and what it holds open. */
import { Failure } from '../../domain/errors.ts';
import type { Actor } from '../context.ts';
import { listOwnOrgans, type OwnOrgan, type Uploads } from '../documents/index.ts';
import type { OrganRows } from '../organs/index.ts';
import type { PetitionFiles } from '../petitions/index.ts';
import { Works } from '../working/index.ts';
import type { Workstation } from '../workstation.ts';
import type { SessionFiles } from './files.ts';

export interface SignedIn {
  readonly actor: Actor;
  readonly workstation: Workstation;
  readonly files: SessionFiles;
  readonly uploads: Uploads;
  /** The way in that opened it. */
  readonly wayId?: string;
  /** Where the person may see some organs alone: which row is whose. */
  readonly rows?: OrganRows;
  /** Files of petitions, which only those named for the case may name. */
  readonly petitions?: PetitionFiles;
  /** The organ they work in now. */
  readonly organId: string;
}
export interface Session {
  signedIn?: SignedIn;
  /** When somebody last acted on it. */
  touchedAt?: number;
}

/** The person and what the session holds; `session.locked` where nobody is signed in. */
export function signedIn(session: Session): SignedIn {
  if (!session.signedIn) throw new Failure('session.locked');
  return session.signedIn;
}

export const mayOrgan = (actor: Actor, organId: string): boolean => actor.organs === undefined || actor.organs.includes(organId);

/** The organs of this workstation that the person works for. */
export const organsOf = (actor: Actor, workstation: Workstation): OwnOrgan[] =>
  listOwnOrgans(workstation.store).filter((organ) => mayOrgan(actor, organ.organId));

/** The organ whose lists, books and drafts the session works on now. */
export function currentOrgan(session: Session): OwnOrgan {
  const { actor, workstation, organId } = signedIn(session);
  const organs = organsOf(actor, workstation);
  const organ = organs.find((o) => o.organId === organId) ?? organs[0];
  if (!organ) throw new Failure('session.other_organ');
  return organ;
}

/** Rows of the organs that the person works for. */
export function ownRows<T>(session: Session, rows: readonly T[]): readonly T[] {
  const { rows: known, actor } = signedIn(session);
  return known === undefined || actor.organs === undefined ? rows : known.withoutOthers(rows, actor.organs);
}

/** What a list is to hold: the current organ's, and nothing is filtered where the workstation serves one organ only. */
export function listedOrgans(session: Session): { organs?: readonly string[] } {
  const { workstation } = signedIn(session);
  return listOwnOrgans(workstation.store).length < 2 ? {} : { organs: [currentOrgan(session).organId] };
}

const works = new WeakMap<Session, Works>();
/** The long work of this session's page. */
export function worksOf(session: Session): Works {
  const held = works.get(session) ?? new Works();
  works.set(session, held);
  return held;
}

/** Ends the session: files closed, uploads that were begun dropped, long work that has written nothing yet stopped. */
export async function signOut(session: Session): Promise<void> {
  worksOf(session).stopAll();
  const held = session.signedIn;
  delete session.signedIn;
  if (held) await Promise.allSettled([held.files.close(), held.uploads.abandon()]);
}
