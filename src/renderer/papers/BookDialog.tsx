/** How a small book of the desk is made: its year, as pages to bind, a workbook or a Word document. */
import { Checkbox, Group, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { PrintedFile } from '../../contract/page/paper.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const KINDS = ['pdf', 'xlsx', 'docx'] as const;
const PAPERS = ['A4', 'A3'] as const;

interface Props {
  readonly title: string;
  readonly call: 'copies.print' | 'petitions.print';
  readonly years: readonly string[];
  readonly year: string;
  readonly onClose: () => void;
  /** Pages to look at and print. */
  readonly onMade: (file: PrintedFile) => void;
}
export function BookDialog({ title, call, years, year: first, onClose, onMade }: Props) {
  const [year, setYear] = useState(first);
  const [as, setAs] = useState<(typeof KINDS)[number]>('pdf');
  const [paper, setPaper] = useState<'A4' | 'A3'>('A4');
  const [cover, setCover] = useState(false);
  const act = useAct();
  const make = async (): Promise<void> => {
    const done = await act.run(async () => {
      const file = await api[call]({ year, as, paper, cover });
      if (as === 'pdf') return { file };
      const { saved } = await api['files.saveMade']({ fileId: file.fileId });
      return saved ? { saved: file.name } : undefined;
    });
    if (!done) return;
    onClose();
    if ('file' in done) onMade(done.file);
    else say(t('registers.saved', { name: done.saved }));
  };
  return (
    <FormDialog
      title={title}
      submit={t(as === 'pdf' ? 'registers.make' : 'registers.export')}
      act={act}
      dirty={false}
      canSubmit
      onSubmit={() => void make()}
      onClose={onClose}
    >
      <Select
        label={t('registers.period')}
        w={140}
        data={years}
        value={year}
        allowDeselect={false}
        onChange={(one) => setYear(one ?? first)}
      />
      <Radio.Group label={t('registers.as')} value={as} onChange={(value) => setAs(KINDS.find((kind) => kind === value) ?? 'pdf')}>
        <Stack gap={6} mt={6}>
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`registers.as.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group label={t('registers.paper')} value={paper} onChange={(value) => setPaper(value === 'A3' ? 'A3' : 'A4')}>
        <Group gap="lg" mt={6}>
          {PAPERS.map((one) => (
            <Radio key={one} value={one} label={t(`registers.paper.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
      {as === 'xlsx' ? null : <Checkbox label={t('registers.cover')} checked={cover} onChange={(e) => setCover(e.currentTarget.checked)} />}
    </FormDialog>
  );
}
