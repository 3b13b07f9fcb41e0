/** A small authority by openssl: root, intermediate, leaves, lists, responses and a timestamp service; all in one folder. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { children, derNull, oid, readNode, readSignedData, sequence, setOf, tlv } from '../../src/formats/cms/index.ts';
import { edited, open, stream, update } from '../attacks/update.ts';

const config = (at: string): string => `
[ca]
default_ca = own
[own]
dir = .
database = $dir/index-$ENV::CA
serial = $dir/serial-$ENV::CA
crlnumber = $dir/crlnumber-$ENV::CA
certificate = $dir/$ENV::CA.pem
private_key = $dir/$ENV::CA.key
new_certs_dir = $dir
default_md = sha256
default_days = 700
default_crl_days = 30
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
${access(at, 'intermediate')}
[sub]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
${access(at, 'root')}
[stamp]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
${access(at, 'root')}
[tsa]
default_tsa = service
[service]
serial = ./tsa-serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
`;
/** Where issuer, responder and list of a certificate are to be had; nowhere unless the test serves them. */
const access = (at: string, issuer: string): string =>
  at === ''
    ? ''
    : `authorityInfoAccess = OCSP;URI:${at}/ocsp/${issuer},caIssuers;URI:${at}/cer/${issuer}\ncrlDistributionPoints = URI:${at}/crl/${issuer}`;

export interface TestCa {
  readonly dir: string;
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  issue(name: string, commonName: string, options?: { ec?: boolean; extensions?: string }): void;
  revoke(name: string): void;
  crl(of: 'root' | 'intermediate'): Buffer;
  /** A response about a leaf, by its issuer or by whom it does not fit. */
  ocsp(name: string, signer?: string): Buffer;
  /** What the responder of that authority says to a request. */
  answerOcsp(request: Uint8Array, of: 'root' | 'intermediate'): Buffer;
  certificate(of: 'root' | 'intermediate'): Uint8Array;
  /** Token of RFC 3161 over data; by the service or a stranger's of the same make. */
  answer(query: Uint8Array, by?: 'tsa' | 'stranger'): Buffer;
  /** The CMS with a timestamp over its signature value. */
  stampCms(cms: Uint8Array, by?: 'tsa' | 'stranger'): Buffer;
  renameAlgorithm(cms: Uint8Array, from: string, to: string): Buffer;
  withDss(pdf: Uint8Array, material: { crls?: readonly Uint8Array[]; ocsps?: readonly Uint8Array[] }): Promise<Buffer>;
  remove(): void;
}

/** @param address under which the test serves `/ocsp`, `/cer` and `/crl` */
export function makeCa(address = ''): TestCa {
  const dir = mkdtempSync(join(tmpdir(), 'tvt-ca-'));
  const at = (name: string): string => join(dir, name);
  const ssl = (args: readonly string[], ca = 'root'): void =>
    void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe', env: { ...process.env, CA: ca } });
  const der = (name: string): Uint8Array => new Uint8Array(new X509Certificate(readFileSync(at(`${name}.pem`))).raw);
  writeFileSync(at('ca.cnf'), config(address));
  writeFileSync(at('tsa-serial'), '01\n');
  for (const ca of ['root', 'intermediate', 'other']) {
    writeFileSync(at(`index-${ca}`), '');
    writeFileSync(at(`serial-${ca}`), '1000\n');
    writeFileSync(at(`crlnumber-${ca}`), '01\n');
  }
  const selfSigned = (name: string, subject: string): void =>
    ssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '3650',
      '-utf8',
      '-subj',
      subject,
      '-addext',
      'keyUsage=critical,keyCertSign,cRLSign',
    ]);
  const make = (name: string, subject: string, ca: string, extensions: string, ec = false): void => {
    const algorithm = ec ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', 'rsa:2048'];
    ssl(['req', ...algorithm, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject, '-utf8']);
    ssl(
      ['ca', '-batch', '-notext', '-utf8', '-config', 'ca.cnf', '-in', `${name}.csr`, '-out', `${name}.pem`, '-extensions', extensions],
      ca,
    );
  };
  selfSigned('root', '/CN=Gốc/O=Ví Dụ');
  selfSigned('other', '/CN=Gốc khác/O=Ví Dụ');
  make('intermediate', '/CN=Trung gian/O=Ví Dụ', 'root', 'sub');
  make('tsa', '/CN=Dấu thời gian/O=Ví Dụ', 'root', 'stamp');
  make('stranger', '/CN=Dấu thời gian lạ/O=Ví Dụ', 'other', 'stamp');
  const token = (data: Uint8Array, by: string): Buffer => {
    writeFileSync(at('ts.data'), data);
    ssl(['ts', '-query', '-data', 'ts.data', '-sha256', '-cert', '-out', 'ts.query']);
    ssl([
      'ts',
      '-reply',
      '-config',
      'ca.cnf',
      '-section',
      'service',
      '-queryfile',
      'ts.query',
      '-signer',
      `${by}.pem`,
      '-inkey',
      `${by}.key`,
      '-token_out',
      '-out',
      'ts.token',
    ]);
    return readFileSync(at('ts.token'));
  };
  return {
    dir,
    root: der('root'),
    intermediate: der('intermediate'),
    issue: (name, commonName, options = {}) =>
      make(name, `/CN=${commonName}/O=Ví Dụ`, 'intermediate', options.extensions ?? 'leaf', options.ec),
    revoke: (name) => ssl(['ca', '-config', 'ca.cnf', '-revoke', `${name}.pem`], 'intermediate'),
    crl(of) {
      ssl(['ca', '-config', 'ca.cnf', '-gencrl', '-out', 'list.pem'], of);
      ssl(['crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der']);
      return readFileSync(at('list.der'));
    },
    ocsp(name, signer = 'intermediate') {
      ssl(['ocsp', '-issuer', 'intermediate.pem', '-cert', `${name}.pem`, '-reqout', 'ocsp.req']);
      ssl([
        'ocsp',
        '-index',
        'index-intermediate',
        '-CA',
        'intermediate.pem',
        '-rsigner',
        `${signer}.pem`,
        '-rkey',
        `${signer}.key`,
        '-reqin',
        'ocsp.req',
        '-respout',
        'ocsp.resp',
        '-ndays',
        '7',
      ]);
      return readFileSync(at('ocsp.resp'));
    },
    answerOcsp(request, of) {
      writeFileSync(at('asked.req'), request);
      const [responder, list] = [
        ['-rsigner', `${of}.pem`, '-rkey', `${of}.key`],
        ['-index', `index-${of}`, '-CA', `${of}.pem`],
      ];
      ssl(['ocsp', ...list, ...responder, '-reqin', 'asked.req', '-respout', 'asked.resp', '-ndays', '7']);
      return readFileSync(at('asked.resp'));
    },
    certificate: der,
    answer(query, by = 'tsa') {
      writeFileSync(at('query'), query);
      ssl([
        'ts',
        '-reply',
        '-config',
        'ca.cnf',
        '-section',
        'service',
        '-queryfile',
        'query',
        '-signer',
        `${by}.pem`,
        '-inkey',
        `${by}.key`,
        '-out',
        'reply',
      ]);
      return readFileSync(at('reply'));
    },
    stampCms(cms, by = 'tsa') {
      const [info] = readSignedData(cms).signers;
      const stamp = token(info?.signature ?? new Uint8Array(0), by);
      const attribute = tlv(0xa1, sequence(oid('1.2.840.113549.1.9.16.2.14'), setOf(stamp)));
      return respell(cms, (parts) => Buffer.concat([...parts.map((p) => p.whole), attribute]));
    },
    renameAlgorithm(cms, from, to) {
      const named = sequence(oid(from));
      return respell(cms, (parts) => Buffer.concat(parts.map((p) => (named.equals(p.whole) ? sequence(oid(to), derNull()) : p.whole))));
    },
    async withDss(pdf, { crls = [], ocsps = [] }) {
      const doc = open(pdf);
      const { ref } = doc.catalog();
      let next = doc.nextNumber();
      const dss = next++;
      const objects: Record<number, string> = {};
      const put = (bytes: Uint8Array): string => {
        objects[next] = stream(Buffer.from(bytes).toString('latin1'));
        return `${next++} 0 R`;
      };
      objects[dss] = `<</Type /DSS /CRLs [${crls.map(put).join(' ')}] /OCSPs [${ocsps.map(put).join(' ')}]>>`;
      return update(pdf, { [ref.num]: edited(pdf, ref.num, { DSS: `${dss} 0 R` }), ...objects });
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A CMS whose one signer info is put together anew from its parts. */
function respell(cms: Uint8Array, change: (parts: ReturnType<typeof children>) => Uint8Array): Buffer {
  const [type, wrapped] = children(readNode(cms));
  const body = children(readNode(wrapped?.content ?? new Uint8Array(0)));
  const infos = body.at(-1);
  const [info] = infos ? children(infos) : [];
  if (!type || !infos || !info) throw new Error('no signer');
  const made = sequence(change(children(info)));
  return sequence(type.whole, tlv(0xa0, sequence(...body.slice(0, -1).map((p) => p.whole), tlv(0x31, made))));
}
