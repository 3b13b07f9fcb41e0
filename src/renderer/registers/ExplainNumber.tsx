/** A number that is missing in the book: cancelled with a reason, or used for a document of the secret book. */
import { Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { BookRow } from '../../contract/page/registers.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = ['registers'] as const;
interface Props {
  readonly book: BookRow;
  readonly period: string;
  readonly onClose: () => void;
}
export function ExplainNumber({ book, period, onClose }: Props) {
  const load = useCallback(() => api['registers.year']({ bookId: book.id, period }), [book.id, period]);
  const gaps = useLoaded(load, TOPICS).value?.gaps ?? [];
  const [number, setNumber] = useState<string | null>(null);
  const [secret, setSecret] = useState(false);
  const [reason, setReason] = useState('');
  const [allowedBy, setAllowedBy] = useState('');
  const act = useAct();
  const chosen = number ?? (gaps[0] === undefined ? null : String(gaps[0]));
  const save = async (): Promise<void> => {
    const what = { bookId: book.id, period, number: Number(chosen), reason, allowedBy, secret };
    if (!(await act.run(() => api['registers.explainNumber'](what)))) return;
    if (gaps.length <= 1) onClose();
    else setNumber(null);
  };
  return (
    <FormDialog
      title={t('registers.explainTitle')}
      lead={t('registers.explainLead')}
      submit={t('common.save')}
      act={act}
      dirty={reason !== ''}
      canSubmit={chosen !== null && allowedBy.trim() !== '' && (secret || reason.trim() !== '')}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label={t('registers.missing')}
        w={160}
        data={gaps.slice(0, 500).map(String)}
        value={chosen}
        onChange={setNumber}
        allowDeselect={false}
      />
      <Radio.Group
        label={t('registers.explainAs')}
        value={secret ? 'secret' : 'cancelled'}
        onChange={(value) => setSecret(value === 'secret')}
      >
        <Stack gap={6} mt={6}>
          <Radio value="cancelled" label={t('registers.explainCancelled')} />
          <Radio value="secret" label={t('registers.secret')} />
        </Stack>
      </Radio.Group>
      {secret ? null : (
        <Textarea
          label={t('registers.reason')}
          required
          maxLength={500}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('registers.allowedBy')}
        required
        maxLength={50}
        value={allowedBy}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
