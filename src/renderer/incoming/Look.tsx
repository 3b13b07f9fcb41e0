/** An incoming document in short, for the pane beside the list: what it is, its verdict, its first page. */
import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { Fact, Facts, UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { PdfPages } from '../viewer/later.tsx';
import { verdictWords } from '../viewer/verdictWords.ts';
import { incomingList } from './store.ts';

const TOPICS = ['incoming'] as const;

export function IncomingLook({ id }: { readonly id: string }) {
  const load = useCallback(() => api['incoming.get']({ id }), [id]);
  const { value: doc, error } = useLoaded(load, TOPICS, id);
  const unread = incomingList.use((s) => s.rows.get(s.active)?.unread === true);
  if (doc === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const words = verdictWords(doc.verdict, doc.signatures, doc.files);
  const page = doc.files.find((file) => file.detected.includes('pdf'));
  const { instruction } = doc;
  return (
    <>
      <div>
        <UrgencyBadge priority={doc.priority} /> <span className="dim">{t(`incoming.state.${doc.state}`)}</span>
        {unread ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => void api['lists.setOpened']({ list: 'incoming', ids: [id], opened: true }).catch(console.error)}
          >
            {t('lists.markRead')}
          </Button>
        ) : null}
      </div>
      <p className="subject">{doc.subject}</p>
      <div className={`look-verdict look-verdict-${doc.signedBy === 'differs' ? 'bad' : words.tone}`}>{t(words.key)}</div>
      <Facts>
        <Fact name={t('field.arrivalNumber')}>
          {doc.arrivalNumber === undefined ? undefined : `${numberText(doc.arrivalNumber)}, ${dateText(doc.arrivalDate)}`}
        </Fact>
        <Fact name={t('field.sender')}>{doc.sender}</Fact>
        <Fact name={t('field.code')}>{[doc.code, dateText(doc.date)].filter(Boolean).join(', ')}</Fact>
        <Fact name={t('field.signer')}>{doc.signer}</Fact>
        <Fact name={t('field.deadline')}>{dateText(instruction?.dueDate ?? doc.dueDate)}</Fact>
        <Fact name={t('instruct.handler')}>{instruction?.lead}</Fact>
        <Fact name={t('instruct.coHandlers')}>{instruction?.coHandlers.join('; ')}</Fact>
        <Fact name={t('instruct.text')}>{instruction?.text}</Fact>
        <Fact name={t('field.files')}>{doc.files.map((file) => file.name).join('; ')}</Fact>
      </Facts>
      {page === undefined ? null : <PdfPages fileId={page.id} size={page.size} zoom={1} most={1} />}
    </>
  );
}
