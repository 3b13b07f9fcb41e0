/** What an axis answer must look like, and what a failed one means. An answer that is not the expected JSON is an error. */
import { TransportError } from '../failure.ts';
import type { Answer } from '../http/exchange.ts';
import type { TransportFailure } from '../types.ts';

/** The three fields of every answer, as text. */
export interface Outcome {
  readonly status: string;
  readonly errorCode: string;
  readonly errorDesc: string;
}
const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** The envelope, or undefined where it is none. */
export function outcomeOf(field: (name: string) => unknown): Outcome | undefined {
  const status = scalar(field('status'));
  const errorCode = scalar(field('ErrorCode'));
  return status === undefined || errorCode === undefined ? undefined : { status, errorCode, errorDesc: scalar(field('ErrorDesc')) ?? '' };
}
export const succeeded = (o: Outcome): boolean => o.errorCode === '0' && o.status.toUpperCase() !== 'FAIL';

/** Axis text shown to a person: one line, no more than a sentence or two. */
const clipped = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 300);

/** A FAIL in proper form: our credential, the axis's own trouble (5xx), or the package itself. */
export function refusal(outcome: Outcome, httpStatus: number, credentialCodes: readonly string[]): TransportError {
  const params = { axisCode: clipped(outcome.errorCode), description: clipped(outcome.errorDesc) };
  if (credentialCodes.includes(outcome.errorCode)) return new TransportError('credential_refused', 'axis.credential_refused', params);
  return httpStatus >= 500
    ? new TransportError('axis_error', 'axis.fault', { ...params, status: httpStatus })
    : new TransportError('refused', 'axis.refused', params);
}

/** A page instead of an answer: of a network that wants a sign-in first (RFC 8952), or a redirect to one. */
const isPortal = ({ status, contentType }: Pick<Answer, 'status' | 'contentType'>): boolean =>
  status === 511 || (status >= 300 && status < 400) || (status >= 200 && status < 300 && /html/.test(contentType));

/**
 * An answer that is not the expected JSON.
 * @param sending an upload: a 5xx, or a 2xx that cannot be read, may have stored it; a 4xx, or a portal's redirect, has not
 */
export function unusable(answer: Pick<Answer, 'status' | 'contentType'>, sending: boolean, cause?: unknown): TransportError {
  const { status } = answer;
  if (status === 401 || status === 403)
    return new TransportError('credential_refused', 'axis.credential_refused', { axisCode: String(status), description: '' });
  if (sending && status === 413) return new TransportError('refused', 'axis.too_large');
  const failure: TransportFailure = sending && !(status >= 300 && status < 500) ? 'unknown_outcome' : 'axis_error';
  const code = isPortal(answer) ? 'axis.captive_portal' : status >= 500 ? 'axis.fault' : 'axis.not_the_axis';
  return new TransportError(failure, code, { status }, { cause });
}

/** Reads a whole JSON object of at most `limit` bytes. */
export async function readObject(answer: Answer, limit: number, sending: boolean): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer.body()) {
    size += part.length;
    if (size > limit) throw new TransportError(sending ? 'unknown_outcome' : 'axis_error', 'axis.answer_too_large', { limit });
    parts.push(part);
  }
  try {
    const value: unknown = JSON.parse(
      Buffer.concat(parts)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw unusable(answer, sending, error);
  }
  throw unusable(answer, sending);
}

/** `data` as an array of objects, each read by `read`; one unusable item makes the whole answer an error. */
export function items<T>(value: unknown, read: (text: (name: string) => string) => T | undefined): T[] {
  const bad = (): TransportError => new TransportError('axis_error', 'axis.not_the_axis', { status: 200 });
  if (!Array.isArray(value)) throw bad();
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw bad();
    const got = read((name) => scalar((item as Record<string, unknown>)[name])?.trim() ?? '');
    if (got === undefined) throw bad();
    return got;
  });
}
