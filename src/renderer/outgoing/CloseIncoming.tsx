/** The reply was issued: whether what it answers is done with is asked, never taken for granted. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { sayUndoable } from '../desk/undo.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { onPaper, t } from '../text/index.ts';

interface Props {
  readonly replyTo: NonNullable<OutgoingDetail['replyTo']>;
  readonly code: string;
  readonly onClose: () => void;
}
const TOPICS = ['incoming'] as const;

export function CloseIncoming({ replyTo, code, onClose }: Props) {
  const load = useCallback(() => api['incoming.get']({ id: replyTo.id }), [replyTo.id]);
  const { value: doc } = useLoaded(load, TOPICS, replyTo.id);
  const act = useAct();
  const close = async (): Promise<void> => {
    const note = onPaper('draft.closeIncoming.note', { reply: code });
    const answer = await act.run(() => api['incoming.finish']({ ids: [replyTo.id], outcome: 'done', note, undoable: true }));
    const [failed] = answer?.failed ?? [];
    if (failed) act.fail({ code: failed.code });
    else if (answer) {
      void sayUndoable(t('incoming.closed'), replyTo.id, () => undefined);
      onClose();
    }
  };
  // Ended already, or out of use.
  if (doc && !doc.acts.includes('finish')) return null;
  return (
    <Modal
      opened={doc !== undefined}
      onClose={onClose}
      title={t('draft.closeIncoming.title', { code: replyTo.code })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text>{t('draft.closeIncoming.text', { reply: code })}</Text>
      <Text c="dimmed" mt="xs">
        {doc?.subject}
      </Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('draft.closeIncoming.no')}
        </Button>
        <Button loading={act.busy} onClick={() => void close()} data-autofocus>
          {t('draft.closeIncoming.yes')}
        </Button>
      </Group>
    </Modal>
  );
}
