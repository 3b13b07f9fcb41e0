/** One act of signing, or one change of PIN: open it, hand the PIN to the token, end it. A PIN lives in one array, zeroed when sent. */
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { sendPin, sendPins } from '../ports.ts';

export type SigningStage = 'begin' | 'pin' | 'sign';
interface Wanted {
  readonly documentId: string;
  readonly act: 'leader' | 'agency';
  readonly choice: SignerChoice;
  /** The person agreed to the last try of the PIN. */
  readonly finalTryAccepted: boolean;
}

/**
 * @param input the PIN field; it is emptied before anything else happens, the PIN is tried once and never kept. Absent for
 *   a device with a pad of its own
 * @throws Failure of the core, or of the token (`token.pin_incorrect`, …); then nothing was signed
 */
export async function signDocument(
  { documentId: id, act, choice, finalTryAccepted }: Wanted,
  input: HTMLInputElement | null,
  onStage: (stage: SigningStage) => void,
): Promise<void> {
  const pin = new TextEncoder().encode(input?.value ?? '');
  if (input) input.value = '';
  const { serial, certificateSha256 } = choice;
  let actId: string | undefined;
  try {
    onStage('begin');
    actId = (await api['signing.begin']({ id, act, serial, certificateSha256, ...(finalTryAccepted ? { finalTryAccepted } : {}) })).actId;
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

/** What the token says came of it; the old PIN is tried once. */
export async function changePin(
  choice: SignerChoice,
  oldPin: string,
  newPin: string,
  finalTryAccepted: boolean,
): Promise<{ changed: boolean; error?: AppError }> {
  const [old, fresh] = [new TextEncoder().encode(oldPin), new TextEncoder().encode(newPin)];
  try {
    const { actId } = await api['token.pin.begin']({ serial: choice.serial, ...(finalTryAccepted ? { finalTryAccepted } : {}) });
    await sendPins(actId, choice.kind, old, fresh);
    return await api['token.pin.end']({ actId });
  } finally {
    old.fill(0);
    fresh.fill(0);
  }
}
