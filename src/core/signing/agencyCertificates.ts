/**
 * Whose seal a device carries. An administrator records the certificates of an organ once, from the device itself; from then
 * on no other seals for it, and none of them for another organ. Until then the certificate's registered code decides where it
 * has one, else its name, which must be the organ's own and not merely like it. No override stands over this: whoever may
 * record the certificate is the administrator.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AgencyCertificateRow } from '../../contract/page/signing.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { type CertificateFacts, readCertificate } from '../../formats/cms/index.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { listOwnOrgans } from '../documents/organs.ts';
import type { Store } from '../store/types.ts';
import { isSameOrgan, organName } from '../verify/signedBy.ts';

const KEY = 'signing.agency_certificates';
const MAX_KEPT = 60;
const kept = z.strictObject({
  organId: z.string(),
  sha256: z.string(),
  /** Hex SHA-256 of the public key: a certificate that was renewed over the same key is the same agency's. */
  key: z.string(),
  name: z.string(),
  issuer: z.string(),
  notAfter: z.number(),
  at: z.number(),
  by: z.string(),
});
type Kept = z.infer<typeof kept>;

function read(store: Store): Kept[] {
  const text = store.setting(KEY);
  return text === undefined ? [] : z.array(kept).parse(JSON.parse(text));
}
const keyOf = (facts: CertificateFacts): string => createHash('sha256').update(facts.publicKey).digest('hex');
const nameOf = ({ subject }: CertificateFacts): string => subject.commonName ?? subject.organization ?? '';

export function agencyCertificates(store: Store): AgencyCertificateRow[] {
  const organs = listOwnOrgans(store);
  return read(store).map(({ key: _key, ...row }) => ({
    ...row,
    organName: organs.find(({ organId }) => organId === row.organId)?.name ?? row.organId,
  }));
}

/**
 * From now on this certificate seals for this organ, and only such ones do.
 * @throws Failure `signing.agency_certificate_other` where it is another organ's, `signing.certificate_of_ca`,
 * `signing.leader_certificate_for_agency` for a person's, `session.other_organ` for an organ that is not served here
 */
export function bindAgencyCertificate(store: Store, actor: Actor, organId: string, der: Uint8Array): void {
  const facts = readCertificate(der);
  if (facts.isCa) throw new Failure('signing.certificate_of_ca');
  if (facts.holder === 'person') throw new Failure('signing.leader_certificate_for_agency');
  if (!listOwnOrgans(store).some((organ) => organ.organId === organId)) throw new Failure('session.other_organ');
  store.tx(() => {
    const all = read(store);
    const other = all.find((one) => one.organId !== organId && (one.sha256 === facts.sha256 || one.key === keyOf(facts)));
    if (other) throw new Failure('signing.agency_certificate_other', { name: organNameOf(store, other.organId) });
    const others = all.filter((one) => one.sha256 !== facts.sha256);
    if (others.length >= MAX_KEPT) throw new Failure('signing.agency_certificates_many', { most: MAX_KEPT });
    const issuer = facts.issuer.commonName ?? facts.issuer.organization ?? '';
    const row = { organId, sha256: facts.sha256, key: keyOf(facts), name: nameOf(facts), issuer, notAfter: facts.notAfter };
    store.setSetting(KEY, JSON.stringify([...others, { ...row, at: store.now(), by: actor.name }]));
    record(store, actor, 'signing.agency_certificate', organId, `${row.name} ${row.sha256}`);
  }, 'signing:agency');
}
/** @throws Failure `signing.agency_certificate_gone` */
export function unbindAgencyCertificate(store: Store, actor: Actor, sha256: string): void {
  store.tx(() => {
    const all = read(store);
    const row = all.find((one) => one.sha256 === sha256);
    if (!row) throw new Failure('signing.agency_certificate_gone');
    store.setSetting(KEY, JSON.stringify(all.filter((one) => one !== row)));
    record(store, actor, 'signing.agency_certificate_removed', row.organId, `${row.name} ${row.sha256}`);
  }, 'signing:agency');
}
const organNameOf = (store: Store, organId: string): string =>
  listOwnOrgans(store).find((organ) => organ.organId === organId)?.name ?? organId;

/** The organ served here that goes by this name, for the other agencies of a joint document. */
export function organNamed(store: Store, agency: string): string | undefined {
  const wanted = organName(agency);
  return listOwnOrgans(store).find((organ) => isSameOrgan(organName(organ.name), wanted))?.organId;
}

/** A code of organs (Decision 20/2020/QĐ-TTg) as subjects may carry it: alone, or behind a word for what it is. */
const CODE = /^(?:[A-Z]{2,6}[:-])?([A-Z]\d{2}(?:\.\d{1,3}){0,3})$/i;

/**
 * Why this certificate does not seal for this agency, or undefined.
 * @param organId the agency as an organ served here; absent for an agency elsewhere, known by its name alone
 */
export function agencyCertificateRefusal(
  store: Store,
  agency: { readonly organId?: string; readonly name: string },
  certificate: Pick<CertificateFacts, 'sha256' | 'publicKey' | 'subject' | 'identifiers'>,
): AppError | undefined {
  const told = certificate.subject.commonName ?? certificate.subject.organization ?? '';
  const all = read(store);
  const key = createHash('sha256').update(certificate.publicKey).digest('hex');
  const bound = all.find((one) => one.sha256 === certificate.sha256 || one.key === key);
  if (bound && bound.organId !== agency.organId)
    return { code: 'signing.power_agency_other', params: { name: agency.name, other: organNameOf(store, bound.organId) } };
  if (bound) return undefined;
  if (agency.organId !== undefined && all.some((one) => one.organId === agency.organId))
    return { code: 'signing.power_agency_unrecorded', params: { name: agency.name, certificate: told } };
  const codes = certificate.identifiers.flatMap((text) => CODE.exec(text.trim())?.[1]?.toUpperCase() ?? []);
  const differs: AppError = { code: 'signing.power_agency', params: { name: agency.name, certificate: told } };
  if (agency.organId !== undefined && codes.length > 0) return codes.includes(agency.organId.toUpperCase()) ? undefined : differs;
  return isSameOrgan(organName(told), organName(agency.name)) ? undefined : differs;
}
