/** Taking an issued document back, and the documents that revoke, update or replace it. */
import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const LETTERS = [
  [1, 'revoke'],
  [2, 'update'],
  [3, 'replace'],
] as const;

/** Buttons of an issued document; nothing before it is issued. */
export function AmendingActs({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const act = useAct();
  if (doc.state !== 'issued' || doc.deliveries.every((d) => d.organId === undefined)) return null;
  const takeBack = async (): Promise<void> => {
    const done = await act.run(() => api['outgoing.takeBack']({ id: doc.id, reason }));
    if (!done) return;
    setAsking(false);
    say(t('amendment.takeBack.done', done));
    onDone();
  };
  const draft = async (type: 1 | 2 | 3): Promise<void> => {
    const made = await act.run(() => api['outgoing.amend']({ id: doc.id, type }));
    if (made) go({ at: 'draft', id: made.id });
  };
  return (
    <>
      <div className="document-acts">
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('amendment.takeBack')}
        </Button>
        {doc.frozenAt === undefined
          ? LETTERS.map(([type, kind]) => (
              <Button key={kind} variant="default" loading={act.busy} onClick={() => void draft(type)}>
                {t(`amendment.${kind}`)}
              </Button>
            ))
          : null}
      </div>
      <ErrorNote error={asking ? undefined : act.error} onClose={act.clear} />
      {asking ? (
        <FormDialog
          title={t('amendment.takeBack')}
          lead={t('amendment.takeBack.lead')}
          submit={t('amendment.takeBack')}
          danger
          act={act}
          dirty={reason !== ''}
          canSubmit={reason.trim() !== ''}
          onSubmit={() => void takeBack()}
          onClose={() => setAsking(false)}
        >
          <Textarea
            label={t('amendment.refuse.reason')}
            required
            maxLength={500}
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      ) : null}
    </>
  );
}

/** What was asked of each recipient, and what each answered. */
export function AmendmentList({ doc }: { readonly doc: OutgoingDetail }) {
  return (
    <>
      {doc.frozenAt === undefined ? null : (
        <Alert color="orange" variant="light" mb="sm">
          {t('amendment.frozen')}
        </Alert>
      )}
      {doc.amendments.length === 0 ? null : (
        <Section title={t('amendment.title')}>
          <ul className="trail">
            {doc.amendments.map((row) => (
              <li key={row.id}>
                <span className="trail-text">
                  {t('amendment.line', {
                    kind: t(`amendment.kind.${row.kind}`),
                    organ: row.organName,
                    state: t(`amendment.state.${row.state}`),
                  })}
                </span>
                <span className="dim">{row.answer ?? row.reason}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
