/** One act of signing: open it, hand the PIN to the token, sign. The PIN lives in one array, zeroed when sent. */
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { sendPin } from '../ports.ts';

export type SigningStage = 'begin' | 'pin' | 'sign';

/**
 * @param input the PIN field; it is emptied before anything else happens, the PIN is tried once and never kept
 * @throws Failure of the core, or of the token (`token.pin_incorrect`, …); then nothing was signed
 */
export async function signDocument(
  documentId: string,
  act: 'leader' | 'agency',
  choice: SignerChoice,
  input: HTMLInputElement,
  onStage: (stage: SigningStage) => void,
): Promise<void> {
  const pin = new TextEncoder().encode(input.value);
  input.value = '';
  let actId: string | undefined;
  try {
    onStage('begin');
    actId = (await api['signing.begin']({ id: documentId, act, serial: choice.serial, certificateSha256: choice.certificateSha256 })).actId;
    onStage('pin');
    const answer = await sendPin(actId, choice.kind, pin);
    if (!answer.ok) throw new Failure(answer.error.code, answer.error.params);
    onStage('sign');
    await api['signing.perform']({ actId });
  } catch (thrown) {
    if (actId !== undefined) await api['signing.cancel']({ actId }).catch(() => {});
    throw thrown;
  } finally {
    pin.fill(0);
  }
}
