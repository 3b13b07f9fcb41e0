/** The head of office lets the agency sign against the table of powers: who, and why, are kept. */
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

export function AllowDialog({
  id,
  onClose,
  onAllowed,
  own,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onAllowed: () => void;
  /** The person here heads the office: they allow it themselves. */
  readonly own?: string | undefined;
}) {
  const [reason, setReason] = useState('');
  const [allowedBy, setAllowedBy] = useState(own ?? '');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['signing.allow']({ id, reason, allowedBy }))) onAllowed();
  };
  return (
    <FormDialog
      title={t('signing.allow.title')}
      lead={t('signing.allow.lead')}
      submit={t('signing.allow.do')}
      danger
      act={act}
      dirty={reason !== ''}
      canSubmit={reason.trim() !== '' && allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('signing.allow.by')}
        required
        maxLength={50}
        value={allowedBy}
        readOnly={own !== undefined}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
      <Textarea
        label={t('signing.allow.reason')}
        data-autofocus
        required
        maxLength={500}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </FormDialog>
  );
}
