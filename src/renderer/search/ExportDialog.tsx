/** What was found as a file: pages to look at, a Word document, a workbook; with what was searched for. */
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { PrintedDialog } from '../papers/parts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { JobProgress } from '../registers/JobProgress.tsx';
import { type PrintedFile, useJob } from '../registers/useJob.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { useSearch } from './store.ts';

const KINDS = ['pdf', 'docx', 'xlsx'] as const;
type Kind = (typeof KINDS)[number];
/** As many as one list holds. */
const MOST = 5_000;

export default function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { text, filters, total, more } = useSearch();
  const [as, setAs] = useState<Kind>('pdf');
  const [made, setMade] = useState<PrintedFile>();
  const job = useJob();
  const act = useAct();
  const saves = useMay()('files.saveOutside');
  const busy = job.view !== undefined || act.busy;
  const finished = (file: PrintedFile): void => {
    if (as === 'pdf') {
      setMade(file);
      return;
    }
    void act.run(async () => {
      const { saved } = await api['files.saveOutside']({ fileId: file.fileId });
      if (!saved) return;
      onClose();
      say(t('search.exportSaved', { name: file.name }));
    });
  };
  if (made) return <PrintedDialog file={made} onClose={onClose} />;
  const many = more || total > MOST;
  return (
    <Modal opened onClose={() => busy || onClose()} title={t('search.exportTitle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="md">
        <Text c="dimmed">{t(many ? 'search.exportLimit' : 'search.exportLead', { count: numberText(total) })}</Text>
        <Radio.Group label={t('registers.as')} value={as} onChange={(next) => setAs(KINDS.find((kind) => kind === next) ?? 'pdf')}>
          <Stack gap={6} mt={6}>
            {KINDS.filter((kind) => kind === 'pdf' || saves).map((kind) => (
              <Radio key={kind} value={kind} label={t(`registers.as.${kind}`)} disabled={busy} />
            ))}
          </Stack>
        </Radio.Group>
        <JobProgress job={job} />
        <ErrorNote error={job.error ?? act.error} onClose={() => (job.error ? job.clear() : act.clear())} />
        <Group justify="flex-end" className="dialog-foot">
          <Button variant="default" disabled={busy} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} data-autofocus onClick={() => job.begin(() => api['search.export']({ text, filters, as }), finished)}>
            {t(as === 'pdf' ? 'registers.make' : 'registers.export')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
