/** How a register is made: as pages to print, as a workbook, as a Word document; its paper, its cover. */
import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { JobProgress } from './JobProgress.tsx';
import { type PrintedFile, useJob } from './useJob.ts';
import type { Shown } from './useLines.ts';

const KINDS = ['pdf', 'xlsx', 'docx'] as const;
type Kind = (typeof KINDS)[number];
const PAPERS = ['A4', 'A3'] as const;

interface Props {
  readonly shown: Shown;
  readonly total: number;
  readonly onClose: () => void;
  readonly onMade: (file: PrintedFile) => void;
}
export function PrintDialog({ shown, total, onClose, onMade }: Props) {
  const [as, setAs] = useState<Kind>('pdf');
  const [paper, setPaper] = useState<'A4' | 'A3'>('A4');
  const [cover, setCover] = useState(false);
  const job = useJob();
  const act = useAct();
  const made = (file: PrintedFile): void => {
    if (as === 'pdf') {
      onClose();
      onMade(file);
      return;
    }
    void act.run(async () => {
      const { saved } = await api['files.saveMade']({ fileId: file.fileId });
      if (!saved) return;
      onClose();
      say(t('registers.saved', { name: file.name }));
    });
  };
  const begin = (): void => job.begin(() => api['registers.begin']({ ...shown, as, paper, cover }), made);
  const busy = job.view !== undefined || act.busy;
  return (
    <Modal
      opened
      onClose={() => busy || onClose()}
      title={t('registers.printTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t('registers.printLead', { count: numberText(total) })}</Text>
        <Radio.Group label={t('registers.as')} value={as} onChange={(value) => setAs(KINDS.find((kind) => kind === value) ?? 'pdf')}>
          <Stack gap={6} mt={6}>
            {KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={t(`registers.as.${kind}`)} disabled={busy} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={t('registers.paper')} value={paper} onChange={(value) => setPaper(value === 'A3' ? 'A3' : 'A4')}>
          <Group gap="lg" mt={6}>
            {PAPERS.map((one) => (
              <Radio key={one} value={one} label={t(`registers.paper.${one}`)} disabled={busy} />
            ))}
          </Group>
        </Radio.Group>
        {as === 'xlsx' ? null : (
          <Checkbox label={t('registers.cover')} checked={cover} disabled={busy} onChange={(e) => setCover(e.currentTarget.checked)} />
        )}
        <JobProgress job={job} />
        <ErrorNote error={job.error ?? act.error} onClose={() => (job.error ? job.clear() : act.clear())} />
        <Group justify="flex-end" className="dialog-foot">
          <Button variant="default" disabled={busy} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={busy} onClick={begin} data-autofocus>
            {t(as === 'pdf' ? 'registers.make' : 'registers.export')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
