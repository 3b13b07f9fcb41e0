/** What a failed TLS handshake means for the person who must act; from the error's code alone, so pure. */

const UNTRUSTED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_REJECTED',
];
const OUT_OF_TIME: readonly string[] = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * The code of the sentence for a failed handshake, or undefined where the error is none of TLS.
 * In TLS 1.3 a server refuses a missing client certificate only after the client thinks the handshake done (RFC 8446 §4.4.2.4).
 */
export function tlsFailure(code: string): string | undefined {
  if (UNTRUSTED.includes(code)) return 'axis.certificate_untrusted';
  if (OUT_OF_TIME.includes(code)) return 'axis.certificate_out_of_time';
  if (code === 'CERT_REVOKED') return 'axis.certificate_revoked';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'axis.certificate_wrong_name';
  if (/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)|UNSUPPORTED_CERTIFICATE)/.test(code))
    return 'axis.client_certificate_refused';
  if (/^ERR_SSL_.*HANDSHAKE_FAILURE$/.test(code)) return 'axis.client_certificate_refused';
  return undefined;
}
