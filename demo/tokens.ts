/** The tokens of the demo: SoftHSM over PKCS#11 where its module is found, else the training keys. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { issueCertificate, subjectOf } from '../src/training/keys.ts';
import { OFFICES } from '../src/training/world.ts';
import { createSoftHsmTokens, hasSoftHsm, softHsmModule } from '../test/softhsm/index.ts';

export interface DemoTokens {
  /** `pkcs11:<label>` or `training`. */
  readonly name: string;
  readonly kind: 'pkcs11' | 'training';
  /** Of the PKCS#11 tokens; the training tokens show theirs. */
  readonly pin: string;
  /** For the token process; set before it starts. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes the tokens, once the training world's CA exists in this folder. */
  make(caDir: string): Promise<void>;
}

const PIN = '24681357';
const BITS = { leader: 2048, agency: 3072 } as const;

async function tokenOf(caDir: string, role: keyof typeof BITS) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: BITS[role] });
  const [office] = OFFICES;
  const certDer = await issueCertificate(caDir, {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    subject: subjectOf(office, role),
  });
  return { label: `demo-${role}`, pin: PIN, keyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), certDer };
}

export function prepareTokens(dir: string): DemoTokens {
  if (!hasSoftHsm || softHsmModule === undefined)
    return { name: 'training', kind: 'training', pin: '', env: {}, make: async () => undefined };
  const home = join(dir, 'softhsm');
  return {
    name: 'pkcs11:demo-leader+demo-agency',
    kind: 'pkcs11',
    pin: PIN,
    env: { SOFTHSM2_CONF: join(home, 'softhsm2.conf'), TRAM_PKCS11_MODULES: softHsmModule },
    async make(caDir) {
      createSoftHsmTokens(home, [await tokenOf(caDir, 'leader'), await tokenOf(caDir, 'agency')]);
    },
  };
}
