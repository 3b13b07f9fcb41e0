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

/** What forms do when they are left on purpose, unsaved. */
const left = new Map<string, () => void>();
/** Marks this form as holding unsaved work while `dirty`; `onLeft`: the person agreed to lose it. */
export function useUnsaved(dirty: boolean, onLeft?: () => void): void {
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

/** Goes at once where nothing is unsaved, else after the person agreed. */
export function leaveThen(go: () => void): void {
  if (useDirtyState.getState().forms.size === 0) go();
  else useDirtyState.setState({ leaving: go });
}

export function UnsavedGuard() {
  const { forms, leaving } = useDirtyState();
  useEffect(() => {
    if (forms.size === 0) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [forms]);
  const stay = (): void => useDirtyState.setState({ leaving: undefined });
  const leave = (): void => {
    for (const id of forms) left.get(id)?.();
    useDirtyState.setState({ forms: new Set(), leaving: undefined });
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
