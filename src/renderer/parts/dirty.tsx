/** Unsaved work: forms say that they hold some; leaving the screen or closing the window asks first. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useId } from 'react';
import { create } from 'zustand';
import { t } from '../text/index.ts';

interface DirtyState {
  readonly forms: ReadonlySet<string>;
  readonly leaving?: (() => void) | undefined;
}
const useDirtyState = create<DirtyState>(() => ({ forms: new Set() }));

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
  if (useDirtyState.getState().forms.size === 0) go();
  else useDirtyState.setState({ leaving: go });
}

export function UnsavedGuard() {
  const { forms, leaving } = useDirtyState();
  useEffect(() => {
    if (forms.size === 0) return;
    // Asked as it is at that moment: the forms may have been given up since they were drawn last.
    const ask = (event: BeforeUnloadEvent): void => {
      if (hasUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [forms]);
  const stay = (): void => useDirtyState.setState({ leaving: undefined });
  const leave = (): void => {
    void giveUpUnsaved();
    leaving?.();
  };
  return (
    <Modal opened={leaving !== undefined} onClose={stay} title={t('dirty.title')} withCloseButton={false} zIndex={400}>
      <Text>{t('dirty.text')}</Text>
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={leave}>
          {t('dirty.leave')}
        </Button>
        <Button onClick={stay} data-autofocus>
          {t('dirty.stay')}
        </Button>
      </Group>
    </Modal>
  );
}
