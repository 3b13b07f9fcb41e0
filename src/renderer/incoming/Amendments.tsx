/** What the sender wants changed: the old document beside the new one, and the clerk's answer. */
import { Alert, Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AmendmentRow, IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
export function IncomingAmendments({ doc, onDone }: Props) {
  return doc.amendments.map((row) => <Request key={row.id} row={row} docId={doc.id} onDone={onDone} />);
}

function Request({ row, docId, onDone }: { readonly row: AmendmentRow; readonly docId: string; readonly onDone: () => void }) {
  const [refusing, setRefusing] = useState(false);
  const [text, setText] = useState('');
  const act = useAct();
  const answer = async (agree: boolean): Promise<void> => {
    if (!(await act.run(() => api['incoming.answerRecall']({ amendmentId: row.id, agree, text })))) return;
    setRefusing(false);
    say(t('amendment.answered'));
    onDone();
  };
  const { originalId, letterId } = row;
  const kind = t(`amendment.kind.${row.kind}`);
  return (
    <Alert color="orange" variant="light" role="alert" mb="sm">
      {row.state === 'open'
        ? t('amendment.asks', { organ: row.organName, kind, reason: row.reason })
        : t('amendment.line', { organ: row.organName, kind, state: t(`amendment.state.${row.state}`) })}
      {originalId === undefined ? <p>{t('amendment.orphan')}</p> : null}
      <Group gap="xs" mt="xs">
        {row.state === 'open' && originalId !== undefined ? (
          <>
            <Button loading={act.busy} onClick={() => void answer(true)}>
              {t('amendment.agree')}
            </Button>
            <Button variant="default" onClick={() => setRefusing(true)}>
              {t('amendment.refuse')}
            </Button>
          </>
        ) : null}
        {originalId !== undefined && originalId !== docId ? (
          <Button variant="subtle" onClick={() => go({ at: 'incoming', id: originalId })}>
            {t('amendment.openOriginal')}
          </Button>
        ) : null}
        {letterId !== undefined && letterId !== docId ? (
          <Button variant="subtle" onClick={() => go({ at: 'incoming', id: letterId })}>
            {t('amendment.openLetter')}
          </Button>
        ) : null}
      </Group>
      <ErrorNote error={refusing ? undefined : act.error} onClose={act.clear} />
      {refusing ? (
        <FormDialog
          title={t('amendment.refuse.title')}
          submit={t('amendment.refuse')}
          act={act}
          dirty={text !== ''}
          canSubmit={text.trim() !== ''}
          onSubmit={() => void answer(false)}
          onClose={() => setRefusing(false)}
        >
          <Textarea
            label={t('amendment.refuse.reason')}
            required
            maxLength={1000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      ) : null}
    </Alert>
  );
}
