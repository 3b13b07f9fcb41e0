/** A paper of the scanner's tray that is a petition: into the book of petitions, and out of everybody's sight. */
import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { PetitionForm } from './Petitions.tsx';

export function AsPetition({ groupId, pages }: { readonly groupId: string; readonly pages: number }) {
  const act = useAct();
  const may = useMay();
  const [next, setNext] = useState<number>();
  if (!may('petitions.register')) return null;
  const open = async (): Promise<void> => setNext(await act.run(async () => (await api['petitions.list']({ show: 'open' })).next));
  return (
    <>
      <Tooltip label={t('pt.fromTrayWhy')} openDelay={400}>
        <Button size="compact-sm" variant="default" loading={act.busy} onClick={() => void open()}>
          {t('pt.fromTray')}
        </Button>
      </Tooltip>
      <ErrorNote error={act.error} onClose={act.clear} />
      {next === undefined ? null : <PetitionForm next={next} scan={{ id: groupId, pages }} onClose={() => setNext(undefined)} />}
    </>
  );
}
