/** The devices at hand, looked at again every two seconds while nothing is under way: plugging and unplugging show by themselves. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SignerChoice } from '../../contract/page/outgoing.ts';
import type { SigningAct } from '../../contract/page/signing.ts';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';

const POLL_MS = 2_000;
const NO_TOPICS = [] as const;

export const keyOf = (choice: SignerChoice): string => `${choice.serial} ${choice.certificateSha256}`;
/** May be chosen; what it needs first (a change of PIN) is then offered. */
export const isOpen = (choice: SignerChoice): boolean => choice.refused === undefined && !choice.pinLocked;
export const canSignWith = (choice: SignerChoice): boolean => isOpen(choice) && choice.pinToBeChanged !== true;
const rank = (choice: SignerChoice): number =>
  (canSignWith(choice) ? 8 : 0) + (isOpen(choice) ? 4 : 0) + (choice.advice ? 0 : 2) + (canSignWith(choice) && choice.lastUsed ? 1 : 0);

export function useSigners(documentId: string, act: SigningAct, polling: boolean) {
  const load = useCallback(() => api['signing.choices']({ id: documentId, act }), [documentId, act]);
  const { value, error, reload } = useLoaded(load, NO_TOPICS);
  const [picked, setPicked] = useState<string>();
  const asking = useRef(false);
  useEffect(() => {
    if (!polling) return;
    const timer = setInterval(() => {
      // A slow device is not asked twice at once.
      if (asking.current || document.hidden) return;
      asking.current = true;
      void reload().finally(() => {
        asking.current = false;
      });
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [polling, reload]);
  // What can be used stands first; the rest say why they cannot.
  const choices = [...(value?.choices ?? [])].sort((a, b) => rank(b) - rank(a));
  const choice = choices.find((c) => keyOf(c) === picked) ?? choices.find(isOpen);
  return {
    choices,
    choice,
    notes: value?.notes ?? [],
    searching: value === undefined && error === undefined,
    error,
    reload,
    pick: setPicked,
  };
}
