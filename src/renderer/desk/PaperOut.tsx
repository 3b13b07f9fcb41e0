/** What is printed of an arrival: the processing slip, a copy with the ĐẾN stamp. */
import { Button, Menu, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { PrintedFile } from '../../contract/page/transfers.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { Printed } from './Printed.tsx';

const PLACES = ['found', 'left', 'right'] as const;

export function PaperOut({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: () => void }) {
  const [printed, setPrinted] = useState<PrintedFile>();
  const [stamping, setStamping] = useState(false);
  const act = useAct();
  const pdfs = doc.files.filter((file) => file.detected.includes('pdf'));
  const slip = (): void => void act.run(async () => setPrinted(await api['incoming.processingSlip']({ ids: [doc.id] })));
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="print" size={18} />} loading={act.busy}>
            {t('paperOut.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={slip}>{t('paperOut.slip')}</Menu.Item>
          <For call="incoming.stampedCopy">
            <Menu.Item disabled={pdfs.length === 0 || doc.arrivalNumber === undefined} onClick={() => setStamping(true)}>
              {t('paperOut.stamped')}
            </Menu.Item>
          </For>
        </Menu.Dropdown>
      </Menu>
      {act.error ? (
        <div style={{ order: 9, flexBasis: '100%' }}>
          <ErrorNote error={act.error} onClose={act.clear} />
        </div>
      ) : null}
      {stamping ? (
        <StampDialog
          id={doc.id}
          files={pdfs}
          onClose={() => setStamping(false)}
          onMade={(file) => {
            setStamping(false);
            setPrinted(file);
            onDone();
          }}
        />
      ) : null}
      {printed ? <Printed file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

interface StampProps {
  readonly id: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
  readonly onMade: (file: PrintedFile) => void;
}
function StampDialog({ id, files, onClose, onMade }: StampProps) {
  const [place, setPlace] = useState<(typeof PLACES)[number]>('found');
  const [fileId, setFileId] = useState(files[0]?.id ?? '');
  const act = useAct();
  const make = async (): Promise<void> => {
    const made = await act.run(() => api['incoming.stampedCopy']({ id, fileId, place }));
    if (made) onMade(made);
  };
  return (
    <FormDialog
      title={t('paperOut.stamped')}
      lead={t('paperOut.stamped.lead')}
      submit={t('paperOut.stamped.do')}
      act={act}
      dirty={false}
      canSubmit={fileId !== ''}
      onSubmit={() => void make()}
      onClose={onClose}
    >
      {files.length > 1 ? (
        <Select
          label={t('paperOut.stamped.file')}
          data={files.map((file) => ({ value: file.id, label: file.name }))}
          value={fileId}
          allowDeselect={false}
          onChange={(next) => next && setFileId(next)}
        />
      ) : null}
      <Radio.Group
        label={t('paperOut.stamped.place')}
        value={place}
        onChange={(next) => setPlace(PLACES.find((one) => one === next) ?? 'found')}
      >
        <Stack gap={6} mt={6}>
          {PLACES.map((one) => (
            <Radio key={one} value={one} label={t(`paperOut.stamped.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
