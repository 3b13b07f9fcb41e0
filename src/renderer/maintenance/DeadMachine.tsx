/** Quản trị: the procedure for the day this machine is dead, printed with what is known now. */
import { Button, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';

export function DeadMachine() {
  const [printed, setPrinted] = useState<{ readonly fileId: string; readonly size: number; readonly name: string }>();
  const act = useAct();
  return (
    <section className="sheet care-part" aria-label={t('deadMachine.title')}>
      <Title order={2}>{t('deadMachine.title')}</Title>
      <Text>{t('deadMachine.lead')}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button
          variant="default"
          leftSection={<Icon name="print" size={18} />}
          loading={act.busy}
          onClick={() => void act.run(async () => setPrinted(await api['support.deadMachine']({})))}
        >
          {t('deadMachine.print')}
        </Button>
      </div>
      {printed ? (
        <div className="dead-machine-view">
          <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
        </div>
      ) : null}
    </section>
  );
}
