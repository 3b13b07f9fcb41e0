/** Taking an issued document back, and the documents that revoke, update or replace it. */
import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { mayAsk } from '../../domain/amendments.ts';
import { api } from '../core.ts';
import { shortMoment } from '../format.ts';
import { amendmentWord } from '../parts/codeWords.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useWords } from '../parts/useWords.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const LETTERS = [
  [1, 'revoke'],
  [2, 'update'],
  [3, 'replace'],
] as const;

/** Is there anyone left to ask: a recipient who was not asked yet, or who refused? */
const mayTakeBack = (doc: OutgoingDetail): boolean =>
  doc.deliveries.some(
    (d) =>
      d.organId !== undefined &&
      mayAsk(
        doc.amendments
          .filter((a) => a.originalId === doc.id && a.organName === d.name && (a.kind === 'take_back' || a.kind === 'revoke'))
          .map((a) => a.state),
      ),
  );

/** Buttons of an issued document; nothing before it is issued. */
export function AmendingActs({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const may = useMay();
  if (doc.state !== 'issued' || doc.deliveries.every((d) => d.organId === undefined)) return null;
  const draft = async (type: 1 | 2 | 3): Promise<void> => {
    const made = await act.run(() => api['outgoing.amend']({ id: doc.id, type }));
    if (made) go({ at: 'draft', id: made.id });
  };
  return (
    <>
      <div className="document-acts">
        {mayTakeBack(doc) && may('outgoing.takeBack') ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t('amendment.takeBack')}
          </Button>
        ) : null}
        {doc.frozenAt === undefined && may('outgoing.amend')
          ? LETTERS.map(([type, kind]) => (
              <Button key={kind} variant="default" loading={act.busy} onClick={() => void draft(type)}>
                {t(`amendment.${kind}`)}
              </Button>
            ))
          : null}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      {asking ? (
        <TakeBackDialog
          id={doc.id}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onDone();
          }}
        />
      ) : null}
    </>
  );
}

const REASON: Shape<{ readonly reason: string }> = { reason: text(500) };
function TakeBackDialog({ id, onClose, onDone }: { readonly id: string; readonly onClose: () => void; readonly onDone: () => void }) {
  const kept = useKeptForm({ form: 'takeBack', of: id }, REASON, () => ({ reason: '' }));
  const { reason } = kept.value;
  const act = useAct();
  const takeBack = async (): Promise<void> => {
    const done = await act.run(() => api['outgoing.takeBack']({ id, reason }));
    if (!done) return;
    void kept.end();
    say(
      t(
        done.asked === 0
          ? 'amendment.takeBack.doneWithdrawn'
          : done.withdrawn === 0
            ? 'amendment.takeBack.doneAsked'
            : 'amendment.takeBack.done',
        done,
      ),
    );
    onDone();
  };
  return (
    <FormDialog
      title={t('amendment.takeBack')}
      lead={`${t('amendment.takeBack.lead')} ${t('amendment.takeBack.lead2')}`}
      submit={t('amendment.takeBack')}
      danger
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => void takeBack()}
      onClose={onClose}
    >
      <Textarea
        label={t('amendment.takeBack.reason')}
        required
        maxLength={500}
        value={reason}
        onChange={(e) => kept.set({ reason: e.currentTarget.value })}
        data-autofocus
      />
    </FormDialog>
  );
}

/** What was asked of each recipient, and what each answered. */
export function AmendmentList({ doc }: { readonly doc: OutgoingDetail }) {
  const words = useWords();
  const now = Date.now();
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
                    kind: amendmentWord(words, row.kind),
                    organ: row.organName,
                    state: t(`amendment.state.${row.state}`),
                  })}
                </span>
                <span className="dim">
                  {t('amendment.asks.reason', { reason: row.reason })} · {shortMoment(row.askedAt, now)}
                </span>
                {row.answer === undefined ? null : (
                  <span className="dim">
                    {t('amendment.answer', { answer: row.answer })}
                    {row.answeredAt === undefined ? '' : ` · ${shortMoment(row.answeredAt, now)}`}
                  </span>
                )}
                <LetterLink id={row.letterId === doc.id ? undefined : row.letterId} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
function LetterLink({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return null;
  return (
    <button type="button" className="link board-link" onClick={() => go({ at: 'outgoing', id })}>
      {t('amendment.openLetter')}
    </button>
  );
}
