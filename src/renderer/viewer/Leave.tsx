/** A file leaves the store: one clear warning, then it is saved outside or opened in its own program. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api, useCore } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly file: { readonly id: string; readonly name: string };
  readonly onDone: (text: string) => void;
  /** Saves it in a way of its own; then it is not opened from here. */
  readonly save?: () => Promise<{ readonly saved: boolean }>;
}
export function Leave({ file, onDone, save }: Props) {
  const [asking, setAsking] = useState<'save' | 'open'>();
  const roles = useCore((s) => s.app?.me?.roles);
  const act = useAct();
  const close = (): void => {
    act.clear();
    setAsking(undefined);
  };
  const go = async (): Promise<void> => {
    if (asking === 'save') {
      const done = await act.run(() => save?.() ?? api['files.saveOutside']({ fileId: file.id }));
      if (done?.saved) onDone(t('viewer.saved'));
      if (done) close();
      return;
    }
    if (!(await act.run(() => api['leaving.open']({ fileId: file.id })))) return;
    onDone(t('viewer.opened'));
    close();
  };
  return (
    <>
      <For call="files.saveOutside">
        <Button variant="default" size="compact-md" leftSection={<Icon name="save" size={16} />} onClick={() => setAsking('save')}>
          {t('viewer.saveOutside')}
        </Button>
      </For>
      {save === undefined && roles?.some((role) => role === 'clerk' || role === 'officer') ? (
        <Button variant="default" size="compact-md" onClick={() => setAsking('open')}>
          {t('viewer.openOutside')}
        </Button>
      ) : null}
      <Modal
        opened={asking !== undefined}
        onClose={close}
        title={t(asking === 'open' ? 'viewer.openOutside' : 'viewer.saveOutside')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack gap="sm">
          <Text fw={600}>{file.name}</Text>
          <Text>{t(asking === 'open' ? 'viewer.warnOpen' : 'viewer.warnSave')}</Text>
          <ErrorNote error={act.error} onClose={act.clear} />
          <Group justify="flex-end" className="dialog-foot">
            <Button variant="default" onClick={close} disabled={act.busy}>
              {t('common.cancel')}
            </Button>
            <Button loading={act.busy} onClick={() => void go()}>
              {t(asking === 'open' ? 'viewer.openYes' : 'viewer.saveYes')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
