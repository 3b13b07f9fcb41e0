/** The page's calls on signing. */
import type { signingCalls } from '../../contract/page/signing.ts';
import type { Handlers } from '../../contract/wire.ts';
import { Failure } from '../../domain/errors.ts';
import { mayAct } from '../../domain/roles.ts';
import type { Actor } from '../context.ts';
import { outgoingById } from '../documents/outgoing.ts';
import {
  agencyCertificates,
  blocksFor,
  copiesOf,
  listBodies,
  listImages,
  listPowers,
  pictureOf,
  removeBody,
  removeImage,
  removePower,
  saveBody,
  saveImage,
  saveJoint,
  savePower,
  saveSettings,
  settingsFor,
  signingOf,
  unbindAgencyCertificate,
} from '../signing/index.ts';
import { currentFiles } from '../signing/targets.ts';
import type { Store } from '../store/types.ts';
import { optional } from './optional.ts';
import { currentOrgan, listedOrgans, mayOrgan, organsOf, type Session, signedIn } from './session.ts';

const organs = (session: Session) => {
  const { actor, workstation } = signedIn(session);
  return organsOf(actor, workstation).map(({ organId, name }) => ({ organId, name }));
};
/** A code of an organ is no id of a row: what the door does for those is done here. */
function checkOrgan(actor: Actor, organId: string): void {
  if (!mayOrgan(actor, organId)) throw new Failure('session.other_organ');
}
/** Somebody's signature (an initial apart) is already on the file. */
const signedAlready = (store: Store, id: string): boolean => currentFiles(store, id).main?.stage === 'leader_signed';

export const signingHandlers: Handlers<typeof signingCalls, Session> = {
  'signing.choices': ({ id, act }, session) => signedIn(session).workstation.signing.choices({ id, act }),
  'signing.preview': ({ id, act }, session) => signedIn(session).workstation.signing.preview({ id, act }),
  'signing.begin': (input, session) => {
    const { workstation, actor } = signedIn(session);
    if (!mayAct(actor.roles, input.act)) throw new Failure('session.not_allowed');
    return workstation.signing.begin(optional(input), actor);
  },
  'signing.perform': ({ actId }, session) => {
    const { workstation, actor } = signedIn(session);
    return workstation.signing.perform({ actId }, actor);
  },
  'signing.performAll': async ({ actId }, session) => {
    const { workstation, actor } = signedIn(session);
    return { results: await workstation.signing.performAll({ actId }, actor, (id) => workstation.changed('outgoing', id)) };
  },
  'signing.progress': ({ actId }, session) => signedIn(session).workstation.signing.progress({ actId }),
  'signing.cancel': async ({ actId }, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.signing.cancel({ actId }, actor);
    return {};
  },
  'signing.waiting': (_input, session) => signedIn(session).workstation.signing.waiting(listedOrgans(session).organs),
  'signing.allow': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    await workstation.signing.allow(input, actor);
    workstation.changed('outgoing', input.id);
    return {};
  },
  'signing.powers.list': (_input, session) => {
    const { store } = signedIn(session).workstation;
    return { powers: listPowers(store), bodies: listBodies(store), organs: organs(session) };
  },
  'signing.powers.save': ({ id, ...power }, session) => {
    const { workstation, actor } = signedIn(session);
    checkOrgan(actor, power.organId);
    return { id: savePower(workstation.store, actor, optional(power), id) };
  },
  'signing.powers.remove': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    removePower(workstation.store, actor, id);
    return {};
  },
  'signing.agencyCertificates.list': (_input, session) => {
    const known = organs(session);
    const mine = (organId: string): boolean => known.some((organ) => organ.organId === organId);
    const certificates = agencyCertificates(signedIn(session).workstation.store).filter((row) => mine(row.organId));
    return { certificates, organs: known };
  },
  'signing.agencyCertificates.devices': (_input, session) => signedIn(session).workstation.signing.agencyDevices(),
  'signing.agencyCertificates.bind': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    checkOrgan(actor, input.organId);
    await workstation.signing.bindAgency(input, actor);
    return {};
  },
  'signing.agencyCertificates.unbind': ({ sha256 }, session) => {
    const { workstation, actor } = signedIn(session);
    const row = agencyCertificates(workstation.store).find((one) => one.sha256 === sha256);
    if (row) checkOrgan(actor, row.organId);
    unbindAgencyCertificate(workstation.store, actor, sha256);
    return {};
  },
  'signing.bodies.save': (input, session) => {
    const { workstation, actor } = signedIn(session);
    checkOrgan(actor, input.organId);
    return { id: saveBody(workstation.store, actor, optional(input)) };
  },
  'signing.bodies.remove': ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    removeBody(workstation.store, actor, id);
    return {};
  },
  'signing.blocks': ({ typeName, bodyId }, session) => {
    const { workstation } = signedIn(session);
    return { blocks: blocksFor(workstation.store, currentOrgan(session).organId, typeName, bodyId) };
  },
  'signing.joint.get': ({ id }, session) => {
    const { store } = signedIn(session).workstation;
    const { bodyId, profile, ownProfile, parties } = signingOf(store, outgoingById(store, id));
    const others = parties
      .slice(1)
      .map(({ agency, name, competence, signerPosition }) => ({ agency, name, competence, position: signerPosition }));
    return { profile, ownProfile, others, signed: signedAlready(store, id), ...(bodyId === undefined ? {} : { bodyId }) };
  },
  'signing.joint.save': ({ id, ...input }, session) => {
    const { workstation, actor } = signedIn(session);
    const { store } = workstation;
    saveJoint(store, actor, outgoingById(store, id), optional(input), signedAlready(store, id));
    workstation.changed('outgoing', id);
    return {};
  },
  'signing.images.list': (_input, session) => {
    const { store } = signedIn(session).workstation;
    return { images: listImages(store), organs: organs(session) };
  },
  'signing.images.read': ({ kind, owner }, session) => pictureOf(signedIn(session).workstation.store, kind, owner),
  'signing.images.save': async (input, session) => {
    const { workstation, actor } = signedIn(session);
    if (input.kind === 'seal') checkOrgan(actor, input.owner);
    await saveImage(workstation.store, actor, optional(input));
    return {};
  },
  'signing.images.remove': ({ kind, owner }, session) => {
    const { workstation, actor } = signedIn(session);
    if (kind === 'seal') checkOrgan(actor, owner);
    removeImage(workstation.store, actor, kind, owner);
    return {};
  },
  'signing.settings.get': async (_input, session) => {
    const { workstation } = signedIn(session);
    return settingsFor(workstation.store, await workstation.converter());
  },
  'signing.settings.save': (input, session) => {
    const { workstation, actor } = signedIn(session);
    saveSettings(workstation.store, actor, workstation.mode, input);
    return {};
  },
  'signing.copies': ({ id }, session) => ({ copies: copiesOf(signedIn(session).workstation.store, id) }),
  'signing.archiveCopy': async ({ id }, session) => {
    const { workstation, actor } = signedIn(session);
    const fileId = await workstation.signing.archiveCopy(id, actor);
    workstation.changed('outgoing', id);
    return { fileId };
  },
  'signing.convert': ({ uploadId }, session) => {
    const { workstation, uploads } = signedIn(session);
    return workstation.convertOffice(uploadId, uploads);
  },
};
