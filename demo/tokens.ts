/** The tokens of the demo: SoftHSM over PKCS#11 where its module is found, else the training keys. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { issueCertificate, subjectOf } from '../src/training/keys.ts';
import { OFFICES } from '../src/training/world.ts';
import { createSoftHsmTokens, softHsmModule } from '../test/softhsm/index.ts';

export interface DemoTokens {
  /** `pkcs11:<label>` or `training`. */
  readonly name: string;
  readonly kind: 'pkcs11' | 'training';
  readonly pin: string;
  /** For the token process; set before it starts. */
  readonly env: Readonly<Record<string, string>>;
  /** Makes the tokens, once the training world's CA exists in this folder. */
  make(caDir: string): Promise<void>;
}

const PIN = '24681357';

function addonBuilt(): boolean {
  try {
    createRequire(import.meta.url)('pkcs11js');
    return true;
  } catch {
    return false;
  }
}

export function prepareTokens(dir: string): DemoTokens {
  const module = softHsmModule();
  if (!module || !existsSync(module) || !addonBuilt())
    return { name: 'training', kind: 'training', pin: '', env: {}, make: async () => undefined };
  const home = join(dir, 'softhsm');
  const [office] = OFFICES;
  return {
    name: 'pkcs11:SoftHSM',
    kind: 'pkcs11',
    pin: PIN,
    env: { SOFTHSM2_CONF: join(home, 'softhsm2.conf'), TRAM_PKCS11_MODULES: module },
    async make(caDir) {
      const tokens = await Promise.all(
        (['leader', 'agency'] as const).map(async (role) => {
          const bits = role === 'leader' ? 2048 : 3072;
          const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
          const certDer = await issueCertificate(caDir, {
            publicKey: publicKey.export({ type: 'spki', format: 'der' }),
            subject: subjectOf(office, role),
          });
          return {
            label: `demo-${role}`,
            pin: PIN,
            keyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
            certDer,
            keyBits: bits,
          };
        }),
      );
      createSoftHsmTokens(home, tokens);
    },
  };
}
