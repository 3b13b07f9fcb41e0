/** Certificates by openssl for servers on loopback: two authorities, good, expired and wrongly named servers, a client. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CONFIG = `
[ca]
default_ca = own
[own]
database = ./index
serial = ./serial
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1,DNS:localhost
[elsewhere]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:noi-khac.example.vn
[client]
basicConstraints = CA:FALSE
extendedKeyUsage = clientAuth
[req]
distinguished_name = dn
[dn]
`;
export interface TlsKit {
  readonly root: string;
  readonly otherRoot: string;
  readonly good: Pair;
  readonly expired: Pair;
  readonly elsewhere: Pair;
  readonly client: Pair;
  /** PKCS#12 of the client, base64, passphrase `mat-khau`. */
  readonly clientP12: string;
}
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

export function tlsKit(dir: string): TlsKit {
  mkdirSync(dir, { recursive: true });
  const run = (...args: string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' });
  writeFileSync(join(dir, 'conf'), CONFIG);
  writeFileSync(join(dir, 'index'), '');
  writeFileSync(join(dir, 'serial'), '1000\n');
  const text = (name: string): string => readFileSync(join(dir, name), 'utf8');
  const key = (name: string): void => run('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
  for (const name of ['root', 'other']) {
    key(name);
    run(
      'req',
      '-x509',
      '-new',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=Chung thu goc ${name}`,
      '-days',
      '30',
      '-config',
      'conf',
      '-extensions',
      'root',
      '-out',
      `${name}.pem`,
    );
  }
  const issue = (name: string, extensions: string, end?: string): Pair => {
    key(name);
    run('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-config', 'conf', '-out', `${name}.csr`);
    const time = end === undefined ? ['-days', '20'] : ['-startdate', '20200101000000Z', '-enddate', end];
    run(
      'ca',
      '-batch',
      '-notext',
      '-config',
      'conf',
      '-cert',
      'root.pem',
      '-keyfile',
      'root.key',
      '-in',
      `${name}.csr`,
      '-extensions',
      extensions,
      '-out',
      `${name}.pem`,
      ...time,
    );
    return { cert: text(`${name}.pem`), key: text(`${name}.key`) };
  };
  const good = issue('truc', 'server');
  const expired = issue('het-han', 'server', '20200201000000Z');
  const elsewhere = issue('noi-khac', 'elsewhere');
  const client = issue('tram', 'client');
  run('pkcs12', '-export', '-in', 'tram.pem', '-inkey', 'tram.key', '-out', 'tram.p12', '-passout', 'pass:mat-khau');
  return {
    root: text('root.pem'),
    otherRoot: text('other.pem'),
    good,
    expired,
    elsewhere,
    client,
    clientP12: readFileSync(join(dir, 'tram.p12')).toString('base64'),
  };
}
