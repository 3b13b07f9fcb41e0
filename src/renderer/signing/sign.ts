/** One act of signing, or one change of PIN: open it, hand the PIN to the token, end it. A PIN lives in one array, zeroed when sent. */
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import type { SigningAct, SigningResult } from '../../contract/page/signing.ts';
import { type AppError, Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { sendPin, sendPins } from '../ports.ts';

export type SigningStage = 'begin' | 'pin' | 'sign';
interface Signer {
  readonly act: SigningAct;
  readonly choice: SignerChoice;
  /** The person agreed to the last try of the PIN. */
  readonly finalTryAccepted: boolean;
}
interface Wanted extends Signer {
  readonly documentId: string;
  /** Fields that were put elsewhere. */
  readonly places: readonly {
    readonly key: string;
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly reuse?: string;
  }[];
}

/**
 * @param input the PIN field; it is emptied before anything else happens, the PIN is tried once and never kept. Absent for
 *   a device with a pad of its own
 * @throws Failure of the core, or of the token (`token.pin_incorrect`, …); then nothing was signed
 */
export async function signDocument(wanted: Wanted, input: HTMLInputElement | null, onStage: (stage: SigningStage) => void): Promise<void> {
  const { documentId: id, places } = wanted;
  const moved = places.map((place) => ({ id, ...place }));
  await withPin(wanted, { id, ...(moved.length > 0 ? { places: moved } : {}) }, input, onStage, async (actId) => {
    await api['signing.perform']({ actId });
  });
}

export interface Many extends Signer {
  /** Each with the file that was seen. */
  readonly documents: readonly { readonly id: string; readonly fileId: string }[];
}
const LOOK_MS = 400;
/**
 * Several documents on one PIN; `onProgress` says how many are done and with which act it can be stopped.
 * @returns what came of each
 */
export async function signMany(
  wanted: Many,
  input: HTMLInputElement | null,
  onStage: (stage: SigningStage) => void,
  onProgress: (done: number, actId: string) => void,
): Promise<readonly SigningResult[]> {
  const [first, ...others] = wanted.documents;
  if (!first) return [];
  const what = { id: first.id, also: others.map((d) => d.id), seen: wanted.documents.map(({ id, fileId }) => ({ id, fileId })) };
  return withPin(wanted, what, input, onStage, async (actId) => {
    const look = setInterval(() => {
      api['signing.progress']({ actId }).then(
        ({ done }) => onProgress(done, actId),
        () => {},
      );
    }, LOOK_MS);
    onProgress(0, actId);
    try {
      return (await api['signing.performAll']({ actId })).results;
    } finally {
      clearInterval(look);
    }
  });
}

async function withPin<T>(
  { act, choice, finalTryAccepted }: Signer,
  what: Pick<Parameters<(typeof api)['signing.begin']>[0], 'id' | 'also' | 'seen' | 'places'>,
  input: HTMLInputElement | null,
  onStage: (stage: SigningStage) => void,
  work: (actId: string) => Promise<T>,
): Promise<T> {
  const pin = new TextEncoder().encode(input?.value ?? '');
  if (input) input.value = '';
  const { serial, certificateSha256 } = choice;
  let actId: string | undefined;
  try {
    onStage('begin');
    actId = (await api['signing.begin']({ ...what, act, serial, certificateSha256, ...(finalTryAccepted ? { finalTryAccepted } : {}) }))
      .actId;
    onStage('pin');
    const answer = await sendPin(actId, choice.kind, pin);
    if (!answer.ok) throw new Failure(answer.error.code, answer.error.params);
    onStage('sign');
    return await work(actId);
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
