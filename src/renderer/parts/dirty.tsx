/** Unsaved work, and signing under way: forms say that they hold some; leaving the screen or closing the window asks first. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useId } from 'react';
import { create } from 'zustand';
import { t } from '../text/index.ts';

interface DirtyState {
  readonly forms: ReadonlySet<string>;
  /** Acts under way whose end is told only here. */
  readonly held: ReadonlySet<string>;
  readonly leaving?: (() => void) | undefined;
}
const useDirtyState = create<DirtyState>(() => ({ forms: new Set(), held: new Set() }));

const changed = (set: ReadonlySet<string>, id: string, member: boolean): ReadonlySet<string> =>
  new Set(member ? [...set, id] : [...set].filter((other) => other !== id));
function mark(id: string, dirty: boolean): void {
  useDirtyState.setState((now) => ({ forms: changed(now.forms, id, dirty) }));
}

/** What forms do when they are left on purpose, unsaved; settled when the core knows. */
const left = new Map<string, () => void | Promise<void>>();
/** Marks this form as holding unsaved work while `dirty`; `onLeft`: the person agreed to lose it. */
export function useUnsaved(dirty: boolean, onLeft?: () => void | Promise<void>): void {
  const id = useId();
  useEffect(() => {
    if (onLeft === undefined) return;
    left.set(id, onLeft);
    return () => void left.delete(id);
  }, [id, onLeft]);
  useEffect(() => {
    mark(id, dirty);
    return () => mark(id, false);
  }, [id, dirty]);
}

/** While `busy` signing is under way here: whoever leaves is asked, since its end is told nowhere else. */
export function useHeld(busy: boolean): void {
  const id = useId();
  useEffect(() => {
    if (!busy) return;
    useDirtyState.setState((now) => ({ held: changed(now.held, id, true) }));
    // What was asked meanwhile is answered by its end.
    return () =>
      useDirtyState.setState(({ held, leaving, forms }) => {
        const left = changed(held, id, false);
        return { held: left, leaving: left.size === 0 && forms.size === 0 ? undefined : leaving };
      });
  }, [id, busy]);
}

/** Whether any form holds unsaved work. */
export const hasUnsaved = (): boolean => useDirtyState.getState().forms.size > 0;

/** The person agreed to lose what is unsaved: the forms end, and no window is held back for them any more. */
export async function giveUpUnsaved(): Promise<void> {
  const { forms } = useDirtyState.getState();
  useDirtyState.setState({ forms: new Set(), leaving: undefined });
  await Promise.allSettled([...forms].map((id) => left.get(id)?.()));
}

/** Goes at once where nothing is unsaved, else after the person agreed. */
export function leaveThen(go: () => void): void {
  const { forms, held } = useDirtyState.getState();
  if (forms.size === 0 && held.size === 0) go();
  else useDirtyState.setState({ leaving: go });
}

export function UnsavedGuard() {
  const { forms, held, leaving } = useDirtyState();
  const signing = held.size > 0;
  useEffect(() => {
    if (forms.size === 0 && !signing) return;
    // Asked as it is at that moment: the forms may have been given up since they were drawn last.
    const ask = (event: BeforeUnloadEvent): void => {
      if (hasUnsaved() || useDirtyState.getState().held.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [forms, signing]);
  const stay = (): void => useDirtyState.setState({ leaving: undefined });
  const leave = (): void => {
    void giveUpUnsaved();
    leaving?.();
  };
  return (
    <Modal
      opened={leaving !== undefined}
      onClose={stay}
      title={t(signing ? 'held.title' : 'dirty.title')}
      withCloseButton={false}
      zIndex={400}
    >
      <Text>{t(signing ? 'held.text' : 'dirty.text')}</Text>
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={leave}>
          {t(signing ? 'held.leave' : 'dirty.leave')}
        </Button>
        <Button onClick={stay} data-autofocus>
          {t(signing ? 'held.stay' : 'dirty.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
