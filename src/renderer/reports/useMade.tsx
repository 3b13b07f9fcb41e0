/** A report made as pages to look at, or as a workbook that is saved at once. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PrintedFile } from '../../contract/page/registers.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, useCore } from '../core.ts';
import { Icon } from '../parts/icons.tsx';
import { useLongAct } from '../parts/LongAct.tsx';
import type { Work } from '../parts/work.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

type Make = (as: 'pdf' | 'xlsx', workId: string) => Promise<PrintedFile>;
export interface Made {
  readonly printed: PrintedFile | undefined;
  readonly error: AppError | undefined;
  readonly buttons: React.ReactNode;
  /** How far it is, once there is something to tell. */
  readonly work: Work | undefined;
  close(): void;
  clear(): void;
  /** A workbook that something else makes. */
  save(make: (workId: string) => Promise<PrintedFile>): void;
}
export function useMade(make: Make): Made {
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useLongAct();
  const may = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'leader')) ?? false;
  const save = (work: (workId: string) => Promise<PrintedFile>): void =>
    void act.runLong(t('reports.export'), work).then(
      (file) =>
        file &&
        act.run(async () => {
          const { saved } = await api['files.saveMade']({ fileId: file.fileId });
          if (saved) say(t('registers.saved', { name: file.name }));
        }),
    );
  const buttons = may ? (
    <>
      <Button
        leftSection={<Icon name="print" size={18} />}
        loading={act.busy}
        onClick={() => void act.runLong(t('reports.print'), (workId) => make('pdf', workId)).then((file) => file && setPrinted(file))}
      >
        {t('reports.print')}
      </Button>
      <Button
        variant="default"
        leftSection={<Icon name="save" size={18} />}
        loading={act.busy}
        onClick={() => save((workId) => make('xlsx', workId))}
      >
        {t('reports.export')}
      </Button>
    </>
  ) : null;
  const error = act.error?.code === 'work.stopped' ? undefined : act.error;
  return { printed, error, buttons, work: act.work, close: () => setPrinted(undefined), clear: act.clear, save };
}
