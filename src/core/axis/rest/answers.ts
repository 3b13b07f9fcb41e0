/** A gateway's error table, and what each code means for what waits here. */
import { TransportError } from '../failure.ts';

export interface GatewayOutcome {
  readonly success: boolean;
  /** '' where none was said. */
  readonly code: string;
  readonly description: string;
}
const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
const CODE_FIELDS = ['code', 'errorCode', 'ErrorCode', 'error_code', 'resultCode', 'status'] as const;
const TEXT_FIELDS = ['message', 'errorDesc', 'ErrorDesc', 'error_desc', 'description', 'desc'] as const;

/** What an answer says of its call: `success`, or a code of the table; undefined where it says neither. */
export function outcomeOf(field: (name: string) => unknown): GatewayOutcome | undefined {
  const success = field('success');
  const code = CODE_FIELDS.map((name) => scalar(field(name))).find((v) => v !== undefined && /^\d{1,4}$/.test(v));
  if (typeof success !== 'boolean' && code === undefined) return undefined;
  const description = TEXT_FIELDS.map((name) => scalar(field(name))).find((v) => v !== undefined && v !== '') ?? '';
  // Where both are said they must agree; 200 beside success is HTTP's word, not the table's.
  const good = code === undefined || code === '0' || (code === '200' && success === true);
  return { success: success !== false && good, code: code ?? '', description: description.replace(/\p{Cc}+/gu, ' ').slice(0, 300) };
}

/** The clerk's sentence for each refusal of the package itself. */
const REFUSED: Readonly<Record<string, string>> = {
  '10': 'axis.gateway_bad_file',
  '18': 'axis.gateway_no_recipient',
  '19': 'axis.gateway_sender_unknown',
  '21': 'axis.gateway_file_failed',
  '22': 'axis.gateway_bad_edxml',
  '23': 'axis.gateway_recipient_locked',
  '40': 'axis.gateway_bad_edxml',
};

/** The failure that an answer means, or undefined where it is a success. */
export function gatewayRefusal(
  outcome: GatewayOutcome,
  httpStatus: number,
  sending: boolean,
  credentialCodes: readonly string[],
): TransportError | undefined {
  if (outcome.success) return undefined;
  const params = { axisCode: outcome.code === '' ? String(httpStatus) : outcome.code, description: outcome.description };
  if (credentialCodes.includes(outcome.code) || httpStatus === 401 || httpStatus === 403)
    return new TransportError('credential_refused', 'axis.credential_refused', params);
  // 20: the gateway's own trouble. Whether it kept an upload is not said.
  if (outcome.code === '20' || httpStatus >= 500)
    return new TransportError(sending ? 'unknown_outcome' : 'axis_error', 'axis.fault', { ...params, status: outcome.code || httpStatus });
  return new TransportError('refused', REFUSED[outcome.code] ?? 'axis.refused', params);
}
