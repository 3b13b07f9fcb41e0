/** The shown list, or what is ticked of it, on paper or as a workbook. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { For } from '../parts/may.tsx';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { chosenColumns, type LedgerColumn } from './columns.ts';
import type { Ledger } from './ledger.ts';

interface Printed {
  readonly fileId: string;
  readonly size: number;
  readonly name: string;
  readonly left: number;
}
export function ListPaper<Row extends { readonly id: string }, State extends string>(props: {
  readonly list: Ledger<Row, State>;
  readonly columns: readonly LedgerColumn<Row>[];
}) {
  const { list } = props;
  const total = list.use((s) => s.total);
  const [printed, setPrinted] = useState<Printed>();
  const act = useLongAct();
  const shown = () => {
    const { order, view, ticked } = list.use.getState();
    const columns = chosenColumns(props.columns, view).map(({ key, title }) => ({ key, title }));
    return { list: list.list, filter: list.filter(), order, columns, ...(ticked.size === 0 ? {} : { ids: [...ticked] }) };
  };
  const print = async (): Promise<void> =>
    setPrinted(await act.runLong(t('work.listPrint'), (workId) => api['lists.print']({ ...shown(), workId })));
  const save = async (): Promise<void> => {
    const file = await act.runLong(t('work.listExport'), (workId) => api['lists.export']({ ...shown(), workId }));
    if (file === undefined) return;
    const done = await act.run(() => api['files.saveMade']({ fileId: file.fileId }));
    if (done?.saved) say(file.left > 0 ? t('lists.exportedPart', { left: file.left }) : t('lists.exported'));
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="print" size={16} />}
        disabled={total === 0}
        loading={act.busy}
        onClick={() => void print()}
      >
        {t('lists.print')}
      </Button>
      <For call="files.saveMade">
        <Button variant="default" size="compact-sm" disabled={total === 0} loading={act.busy} onClick={() => void save()}>
          {t('lists.export')}
        </Button>
      </For>
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error} onClose={act.clear} />
      {printed === undefined ? null : (
        <Modal
          opened
          size="90vw"
          onClose={() => setPrinted(undefined)}
          title={t('lists.printed')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <div className="list-print">
            <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
          </div>
        </Modal>
      )}
    </>
  );
}
