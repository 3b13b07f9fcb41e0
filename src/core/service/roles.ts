/** The guard of the pages' door, by the table of roles that the page knows too (`contract/page/roles.ts`). */
import type { PageCalls } from '../../contract/page/index.ts';
import { mayCall, NEEDS } from '../../contract/page/roles.ts';
import type { AppError } from '../../domain/errors.ts';
import type { Role } from '../../domain/roles.ts';

/** Calls that a page makes only because a person did something; reading goes on by itself. */
export const isAct = (call: keyof PageCalls): boolean =>
  call === 'session.touch' || (NEEDS[call] !== 'any' && NEEDS[call] !== 'open' && !POLLED.includes(call));
/** The page asks these again and again by itself while a signing dialogue is open. */
const POLLED: readonly (keyof PageCalls)[] = [
  'token.plugged',
  'signing.choices',
  'signing.progress',
  'signing.preview',
  'drafts.kept',
  'drafts.list',
];

/** Why a call may not be made: nobody signed in, or not this role; undefined when it may. */
export function refusal(call: keyof PageCalls, roles: readonly Role[] | undefined): AppError | undefined {
  if (NEEDS[call] === 'open') return undefined;
  if (roles === undefined) return { code: 'session.locked' };
  return mayCall(call, roles) ? undefined : { code: 'session.not_allowed' };
}
