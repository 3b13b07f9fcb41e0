import type { AppError } from './errors.ts';

/** A profile is one world of documents: real work or training; never both, never converted. */
export type Mode = 'real' | 'training';

/** Root arc under which training certificates carry their policy (a UUID-derived OID, ITU-T X.667). */
export const TRAINING_POLICY_OID = '2.25.311786230962441093826452717369101829373';
/** Province group of the invented training organs; no province holds it (Decision 20/2020 ends at H63). */
export const TRAINING_ORGAN_PREFIX = 'H99';

/** Names and addresses of this very machine, after the URL parser made one form of every way to write them. */
function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost') || host === 'localhost.localdomain' || host === 'ip6-localhost') return true;
  if (/^(?:127|0)\.\d+\.\d+\.\d+$/.test(host)) return true;
  // IPv6: ::, ::1, and 127/8 and 0/8 mapped (::ffff:), translated (::ffff:0:) or embedded (::) in it.
  const six = /^\[(.*)\]$/.exec(host)?.[1];
  if (six === undefined) return false;
  if (six === '::' || six === '::1') return true;
  const embedded = /^(?:::(?:ffff:(?:0:)?)?|64:ff9b::)([0-9a-f]{1,4}):[0-9a-f]{1,4}$/.exec(six)?.[1];
  if (embedded === undefined) return false;
  const firstByte = Number.parseInt(embedded, 16) >> 8;
  return firstByte === 127 || (firstByte === 0 && six.startsWith('::ffff:'));
}

/** A code of the training organs, parent first (`H99.242`) or child first (`000.00.15.H99`). */
export const isTrainingOrgan = (organId: string): boolean => {
  const parts = organId.trim().toUpperCase().split('.');
  return parts[0] === TRAINING_ORGAN_PREFIX || parts.at(-1) === TRAINING_ORGAN_PREFIX;
};

/**
 * Why a profile of this mode may not use this connection: real work never talks to this machine or as a training
 * organ, training never as a real one.
 */
export function connectionRefusal(mode: Mode, endpoint: string, organId: string): AppError | undefined {
  let url: URL;
  try {
    url = new URL(endpoint.trim());
  } catch {
    return { code: 'axis.endpoint_invalid' };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { code: 'axis.endpoint_invalid' };
  if (mode === 'training') return isTrainingOrgan(organId) ? undefined : { code: 'axis.real_organ_in_training', params: { organId } };
  if (isTrainingOrgan(organId)) return { code: 'axis.training_organ_in_real', params: { organId } };
  return isLoopback(url.hostname) ? { code: 'axis.loopback_in_real' } : undefined;
}
