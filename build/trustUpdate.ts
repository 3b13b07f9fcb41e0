/**
 * For the release's owner: `node build/run.mjs build/trustUpdate.ts keys FOLDER` makes a key pair (the public half goes into
 * `resources/trust/update-keys.json`); `… sign KEY.pem KEY-ID BUNDLE.json OUT` signs a trust bundle as an update file.
 */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundle, signedText, UPDATE_FORMAT } from '../src/core/verify/bundle.ts';

const [what, ...rest] = process.argv.slice(2);
if (what === 'keys' && rest[0] !== undefined) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(rest[0], 'trust-update.key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  console.log(JSON.stringify({ id: 'release-1', spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }));
} else if (what === 'sign' && rest.length === 4) {
  const [keyPath = '', key = '', bundlePath = '', out = ''] = rest;
  const payload = readFileSync(bundlePath);
  const { version } = readBundle(payload.toString('utf8'));
  const value = sign(null, signedText(payload), createPrivateKey(readFileSync(keyPath))).toString('base64');
  writeFileSync(out, JSON.stringify({ format: UPDATE_FORMAT, payload: payload.toString('base64'), signatures: [{ key, value }] }));
  console.log(`${out}: bundle ${version}`);
} else {
  console.error('usage: trustUpdate.ts keys FOLDER | trustUpdate.ts sign KEY.pem KEY-ID BUNDLE.json OUT');
  process.exitCode = 2;
}
