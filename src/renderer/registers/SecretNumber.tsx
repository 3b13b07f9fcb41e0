/** The next number for a secret document, which is registered in the secret book; nothing else of it is typed here. */
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BookRow } from '../../contract/page/registers.ts';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

export function SecretNumber({ book, onClose }: { readonly book: BookRow; readonly onClose: () => void }) {
  const kinds = book.rule.kinds.length > 0 ? book.rule.kinds : DOCUMENT_KINDS.map(({ name }) => name);
  const [typeName, setTypeName] = useState(kinds[0] ?? 'Công văn');
  const [allowedBy, setAllowedBy] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    const given = await act.run(() => api['registers.secretNumber']({ bookId: book.id, typeName, allowedBy }));
    if (given === undefined) return;
    onClose();
    say(t('registers.secretGiven', { code: given.code }));
  };
  return (
    <FormDialog
      title={t('registers.secretTitle')}
      lead={t('registers.secretLead')}
      submit={t('registers.secretGive')}
      act={act}
      dirty={allowedBy !== ''}
      canSubmit={allowedBy.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label={t('registers.secretKind')}
        searchable
        data={[...new Set(kinds)]}
        value={typeName}
        allowDeselect={false}
        onChange={(next) => next && setTypeName(next)}
      />
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
