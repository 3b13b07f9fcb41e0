/** A token in memory behind the binding's own type, for what no software token can imitate. */
import { constants, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import * as ck from '../../src/token/cryptoki.ts';
import type { PresentToken } from '../../src/token/tokens.ts';

/** The shape of an error of pkcs11js. */
function refusal(code: number): Error {
  return Object.assign(new Error(`CKR ${code}`), { name: 'Pkcs11Error', code });
}

const KEY_HANDLE = Buffer.from('key');
export interface Faults {
  readonly login?: number;
  readonly flagsAfterLogin?: number;
  readonly flags?: number;
  readonly sign?: number;
  readonly signInit?: Readonly<Record<number, number>>;
  readonly mechanisms?: readonly number[];
  readonly attributes?: Readonly<Record<number, Buffer>>;
}

/** Holds the private key `signer`; `faults` say where it misbehaves. */
export class FakeToken {
  readonly pins: (string | undefined)[] = [];
  loggedOut = 0;
  readonly #faults: Faults;
  readonly #signer: KeyObject;
  #mechanism = 0;
  constructor(faults: Faults, signer: KeyObject) {
    this.#faults = faults;
    this.#signer = signer;
  }
  #flags(): number {
    const after = this.pins.length > 0 ? (this.#faults.flagsAfterLogin ?? 0) : 0;
    return ck.CKF_USER_PIN_INITIALIZED | (this.#faults.flags ?? 0) | after;
  }
  binding(): ck.Cryptoki {
    const faults = this.#faults;
    const modulus = Buffer.from(this.#signer.export({ format: 'jwk' }).n ?? '', 'base64url');
    let found = false;
    const shown: Record<number, Buffer> = { [ck.CKA_ID]: Buffer.from('01', 'hex'), [ck.CKA_MODULUS]: modulus, ...faults.attributes };
    return {
      C_GetMechanismList: () => [...(faults.mechanisms ?? [ck.CKM_RSA_PKCS, ck.CKM_SHA256_RSA_PKCS])],
      C_GetTokenInfo: () => ({ flags: this.#flags(), minPinLen: 4, maxPinLen: 16 }),
      C_OpenSession: () => Buffer.from('session'),
      C_CloseSession: () => {},
      C_Login: (_session: Buffer, _user: number, pin?: string) => {
        this.pins.push(pin);
        if (faults.login !== undefined) throw refusal(faults.login);
      },
      C_Logout: () => {
        this.loggedOut++;
      },
      C_FindObjectsInit: () => {
        found = false;
      },
      C_FindObjects: () => {
        const some = found ? [] : [KEY_HANDLE];
        found = true;
        return some;
      },
      C_FindObjectsFinal: () => {},
      C_GetAttributeValue: (_s: Buffer, _o: Buffer, [wanted]: { type: number }[]) => {
        const value = wanted && shown[wanted.type];
        if (value === undefined) throw refusal(0x12);
        return [{ type: wanted?.type, value }];
      },
      C_SignInit: (_s: Buffer, { mechanism }: { mechanism: number }) => {
        const fault = faults.signInit?.[mechanism];
        if (fault !== undefined) throw refusal(fault);
        this.#mechanism = mechanism;
      },
      C_SignAsync: async (_s: Buffer, input: Buffer) => {
        if (faults.sign !== undefined) throw refusal(faults.sign);
        if (this.#mechanism === ck.CKM_SHA256_RSA_PKCS) return sign('sha256', input, this.#signer);
        return privateEncrypt({ key: this.#signer, padding: constants.RSA_PKCS1_PADDING }, input);
      },
    } as unknown as ck.Cryptoki;
  }

  /** As the scan of the tokens would hand it on, with one certificate whose key has the id 01. */
  present(certificateSha256: string, der: Uint8Array, faults: Faults = {}, serial = '1'): PresentToken {
    const protectedPath = ((faults.flags ?? 0) & ck.CKF_PROTECTED_AUTHENTICATION_PATH) !== 0;
    return {
      module: { path: '/x/fake.so', name: 'fake.so', p11: this.binding() },
      slot: Buffer.from('slot'),
      info: { serial, flags: { protectedPath }, certificates: [{ sha256: certificateSha256, keyId: '01', der }] },
    } as unknown as PresentToken;
  }
}
