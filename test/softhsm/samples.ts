/** Keys with self-signed certificates for the test tokens, made by openssl: code that is not ours. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SampleKey {
  readonly keyPem: string;
  readonly certDer: Buffer;
}

/** An RSA key of `bits` with a certificate for `commonName`; the files stay in `dir`. Without `ca` it may sign documents. */
export function sampleKey(dir: string, name: string, bits: number, commonName: string, ca = false): SampleKey {
  const [key, cert] = [join(dir, `${name}.key.pem`), join(dir, `${name}.der`)];
  const subject = `/C=VN/O=UBND xã Ví Dụ/CN=${commonName}`;
  const args = ['req', '-x509', '-utf8', '-newkey', `rsa:${bits}`, '-nodes', '-sha256', '-days', '30', '-subj', subject];
  const constraints = ['-addext', `basicConstraints=critical,CA:${ca ? 'TRUE' : 'FALSE'}`];
  execFileSync('openssl', [...args, ...constraints, '-keyout', key, '-outform', 'DER', '-out', cert], { stdio: 'pipe' });
  return { keyPem: readFileSync(key, 'utf8'), certDer: readFileSync(cert) };
}
