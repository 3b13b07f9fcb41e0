import { expect, it } from 'vitest';
import { tlsFailure } from './tls.ts';

it.each([
  ['CERT_REVOKED', 'axis.certificate_revoked'],
  ['CERT_HAS_EXPIRED', 'axis.certificate_out_of_time'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'axis.certificate_wrong_name'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'axis.certificate_untrusted'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'axis.client_certificate_refused'],
])('a handshake that ends with %s is told as %s', (code, wanted) => {
  expect(tlsFailure(code)).toBe(wanted);
});
it('what is none of TLS is told by whoever knows more', () => {
  expect(tlsFailure('ECONNRESET')).toBeUndefined();
});
