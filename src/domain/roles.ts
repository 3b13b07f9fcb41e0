/** Roles of people at a workstation; one person may hold several. The core enforces them, not cryptography. */
import type { CopyKind } from './signatureKinds.ts';

export const ROLES = ['clerk', 'leader', 'office_head', 'officer', 'administrator'] as const;
/** văn thư · lãnh đạo · người đứng đầu văn phòng · chuyên viên · quản trị */
export type Role = (typeof ROLES)[number];

/** Who may be named for a petition and so read it: whoever works on documents, not who only looks after the machine. */
export const PETITION_ROLES: readonly Role[] = ['clerk', 'leader', 'office_head', 'officer'];
export const mayReadPetitions = (roles: readonly Role[]): boolean => roles.some((role) => PETITION_ROLES.includes(role));

/**
 * Whose act of signing it is: the agency's token is the clerk's to use, in person, for documents and copies (Decree 30/2020,
 * art. 32); an officer puts an initial on what they drafted.
 */
export function mayAct(roles: readonly Role[], act: 'leader' | 'agency' | 'initial' | CopyKind): boolean {
  if (roles.includes('clerk')) return true;
  if (act === 'initial') return roles.includes('leader') || roles.includes('officer');
  return act === 'leader' && roles.includes('leader');
}
