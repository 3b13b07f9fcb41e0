/** An outgoing document in short, for the pane beside the list: what it is, who is to have it, its first page. */
import { useCallback } from 'react';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { Fact, Facts, UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { PdfPages } from '../viewer/later.tsx';

const TOPICS = ['outgoing'] as const;
const SHOWN = 12;

export function OutgoingLook({ id }: { readonly id: string }) {
  const load = useCallback(() => api['outgoing.get']({ id }), [id]);
  const { value: doc, error } = useLoaded(load, TOPICS, id);
  if (doc === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const page = doc.files.find((file) => file.detected.includes('pdf'));
  const names = doc.recipients.map((one) => one.name);
  return (
    <>
      <div>
        <UrgencyBadge priority={doc.priority} /> <span className="dim">{t(`outgoing.state.${doc.state}`)}</span>
      </div>
      <p className="subject">{doc.subject}</p>
      <Facts>
        <Fact name={t('field.code')}>{[doc.code || t('outgoing.code.none'), dateText(doc.date)].filter(Boolean).join(', ')}</Fact>
        <Fact name={t('field.signer')}>{[doc.signerPosition, doc.signer].filter(Boolean).join(' ')}</Fact>
        <Fact name={t('field.dueDate')}>{dateText(doc.dueDate)}</Fact>
        <Fact name={t('outgoing.recipients')}>
          {names.length === 0
            ? undefined
            : [...names.slice(0, SHOWN), ...(names.length > SHOWN ? [t('lists.moreNames', { count: names.length - SHOWN })] : [])].join(
                '; ',
              )}
        </Fact>
        <Fact name={t('lists.delivered')}>
          {doc.state === 'issued' ? t('outgoing.recipientsCount', { delivered: doc.delivered, count: doc.recipientCount }) : undefined}
        </Fact>
        <Fact name={t('field.files')}>{doc.files.map((file) => file.name).join('; ')}</Fact>
      </Facts>
      {page === undefined ? null : <PdfPages fileId={page.id} size={page.size} zoom={1} most={1} />}
    </>
  );
}
