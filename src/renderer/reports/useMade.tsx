/** A report made as pages to look at, or as a workbook that is saved at once. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PrintedFile } from '../../contract/page/registers.ts';
import type { AppError } from '../../domain/errors.ts';
import { api, useCore } from '../core.ts';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { runWork } from '../parts/work.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

type Make = (as: 'pdf' | 'xlsx') => Promise<PrintedFile>;
export interface Made {
  readonly printed: PrintedFile | undefined;
  readonly error: AppError | undefined;
  readonly buttons: React.ReactNode;
  close(): void;
  clear(): void;
  /** A workbook that something else makes. */
  save(make: () => Promise<PrintedFile>): void;
}
/** In the bottom line while it is made: the screen may be left. It reads one moment of the books and is not stopped half-way. */
const inSight = <T,>(name: string, make: () => Promise<T>): Promise<T> =>
  runWork(name, (run) => {
    run.progress(undefined, { final: true });
    return make();
  });
export function useMade(make: Make): Made {
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const may = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'leader')) ?? false;
  const save = (work: () => Promise<PrintedFile>): void =>
    void act.run(async () => {
      const file = await inSight(t('reports.export'), work);
      const { saved } = await api['files.saveMade']({ fileId: file.fileId });
      if (saved) say(t('registers.saved', { name: file.name }));
    });
  const buttons = may ? (
    <>
      <Button
        leftSection={<Icon name="print" size={18} />}
        loading={act.busy}
        onClick={() => void act.run(() => inSight(t('reports.print'), () => make('pdf'))).then((file) => file && setPrinted(file))}
      >
        {t('reports.print')}
      </Button>
      <Button variant="default" leftSection={<Icon name="save" size={18} />} loading={act.busy} onClick={() => save(() => make('xlsx'))}>
        {t('reports.export')}
      </Button>
    </>
  ) : null;
  return { printed, error: act.error, buttons, close: () => setPrinted(undefined), clear: act.clear, save };
}
