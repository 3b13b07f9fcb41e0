/** The same document once more to one recipient, after the clerk confirmed it. */
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

/** What still waits goes by itself, and what was recalled goes no more. */
export const mayBeSentAgain = (doc: OutgoingDetail, state: string): boolean =>
  doc.state === 'issued' && doc.frozenAt === undefined && state !== 'waiting' && state !== 'withdrawn';

interface Props {
  readonly id: string;
  readonly organId: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
export function SendAgain({ id, organId, name, onClose, onDone }: Props) {
  const act = useAct();
  const send = async (): Promise<void> => {
    if (!(await act.run(() => api['outgoing.sendAgain']({ id, organId })))) return;
    onClose();
    say(t('amendment.sendAgain.done', { name }));
    onDone();
  };
  return (
    <FormDialog
      title={t('amendment.sendAgain.to', { name })}
      lead={t('amendment.sendAgain.lead')}
      submit={t('amendment.sendAgain')}
      act={act}
      dirty={false}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
