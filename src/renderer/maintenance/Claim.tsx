/** Before all steps, where the store comes from another machine: the right to give numbers is taken over, or it went on. */
import { Button, FileInput, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReconcileView } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly claim: NonNullable<ReconcileView['claim']>;
  readonly ticket: boolean;
  readonly may: boolean;
  readonly reload: () => Promise<void>;
}
export function Claim({ claim, ticket, may, reload }: Props) {
  if (claim.kind === 'refused') {
    return (
      <section className="sheet care-part" aria-label={t('claim.title')}>
        <h2>{t('claim.title')}</h2>
        <p className="care-warn" role="alert">
          {t('claim.refused')}
        </p>
        <Text>{t('claim.refusedNext')}</Text>
        <ByFile ticket={false} may={may} reload={reload} />
      </section>
    );
  }
  return (
    <section className="sheet care-part" aria-label={t('claim.title')}>
      <h2>{t('claim.title')}</h2>
      <Text>{t('claim.lead')}</Text>
      <ByFile ticket={ticket} may={may} reload={reload} />
      {claim.by === 'ticket_or_declaration' && !ticket ? <ByWord may={may} reload={reload} /> : null}
    </section>
  );
}

function ByFile({ ticket, may, reload }: Pick<Props, 'ticket' | 'may' | 'reload'>) {
  const act = useAct();
  const [file, setFile] = useState<File | null>(null);
  const claim = async (): Promise<void> => {
    await act.run(async () => api['reconcile.claim'](file ? { ticket: (await file.text()).slice(0, 4_000) } : {}));
    await reload();
  };
  return (
    <div>
      <h3>{t('claim.byFile')}</h3>
      {ticket ? (
        <Text>{t('claim.fileCame')}</Text>
      ) : (
        <FileInput maw={460} label={t('claim.file')} value={file} onChange={setFile} accept=".json" disabled={!may} />
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button
          variant={ticket ? 'filled' : 'default'}
          disabled={!may || (!ticket && file === null)}
          loading={act.busy}
          onClick={() => void claim()}
        >
          {t('claim.take')}
        </Button>
      </div>
    </div>
  );
}

function ByWord({ may, reload }: Pick<Props, 'may' | 'reload'>) {
  const act = useAct();
  const [reason, setReason] = useState('');
  const [allowedBy, setAllowedBy] = useState('');
  const declare = async (): Promise<void> => {
    await act.run(() => api['reconcile.declare']({ reason: reason.trim(), allowedBy: allowedBy.trim() }));
    await reload();
  };
  return (
    <div>
      <h3>{t('claim.byWord')}</h3>
      <Text>{t('claim.byWordLead')}</Text>
      <Textarea
        maw={640}
        label={t('claim.reason')}
        autosize
        minRows={1}
        maxLength={500}
        value={reason}
        disabled={!may}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
      <TextInput
        maw={460}
        label={t('claim.allowedBy')}
        maxLength={200}
        value={allowedBy}
        disabled={!may}
        onChange={(e) => setAllowedBy(e.currentTarget.value)}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button
          variant="default"
          disabled={!may || reason.trim() === '' || allowedBy.trim() === ''}
          loading={act.busy}
          onClick={() => void declare()}
        >
          {t('claim.declare')}
        </Button>
      </div>
    </div>
  );
}
