/** Words that may be a mark of secrecy: a person says whether they are; saying yes destroys the document after one more look. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { SecrecyAsked } from '../../contract/page/secrecy.ts';
import { api } from '../core.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { FormDialog } from './FormDialog.tsx';
import { ErrorNote } from './feedback.tsx';
import { For } from './may.tsx';
import { useAct } from './useAct.ts';

interface Props {
  readonly kind: 'upload' | 'incoming' | 'outgoing' | 'scan';
  readonly id: string;
  readonly asked: readonly SecrecyAsked[];
  readonly onAnswered: (secret: boolean) => void;
}
export function SecrecyQuestion({ kind, id, asked, onAnswered }: Props) {
  const [confirming, setConfirming] = useState(false);
  const act = useAct();
  const answer = async (secret: boolean): Promise<void> => {
    if (
      !(await act.run<object>(() =>
        kind === 'scan' ? api['scanning.answerSecrecy']({ groupId: id, secret }) : api['secrecy.answer']({ kind, id, secret }),
      ))
    )
      return;
    setConfirming(false);
    say(secret ? errorText({ code: 'documents.secret' }) : t('secrecy.not'));
    onAnswered(secret);
  };
  return (
    <Alert color="orange" role="alert" title={t('secrecy.title')}>
      {asked.map((one) => (
        <Text key={`${one.page} ${one.words}`}>{t('secrecy.found', { page: one.page, words: one.words })}</Text>
      ))}
      <Text mb="xs">{t('secrecy.lead')}</Text>
      <For call={kind === 'scan' ? 'scanning.answerSecrecy' : 'secrecy.answer'}>
        <Group gap="sm">
          <Button loading={act.busy} onClick={() => void answer(false)}>
            {t('secrecy.no')}
          </Button>
          <Button variant="default" onClick={() => setConfirming(true)}>
            {t('secrecy.yes')}
          </Button>
        </Group>
      </For>
      {confirming ? null : <ErrorNote error={act.error} onClose={act.clear} />}
      {confirming ? (
        <FormDialog
          title={t('secrecy.yes')}
          lead={t('secrecy.confirm.lead')}
          submit={t('secrecy.confirm')}
          danger
          act={act}
          dirty={false}
          onSubmit={() => void answer(true)}
          onClose={() => setConfirming(false)}
        >
          {null}
        </FormDialog>
      ) : null}
    </Alert>
  );
}
