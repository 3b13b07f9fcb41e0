/** One outgoing document: its step bar with one main button, its pages, its recipients' board, its history. */
import { Alert, Title } from '@mantine/core';
import { useCallback } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { MeetingFound, Meetings } from '../desk/Meetings.tsx';
import { Notes } from '../desk/Notes.tsx';
import { Places } from '../dossiers/Places.tsx';
import { Handed } from '../folder/HandOver.tsx';
import { dateText } from '../format.ts';
import { OutgoingPaperSection } from '../papers/OutgoingPaper.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { Chain } from '../parts/Chain.tsx';
import { Fact, Facts, UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { History, Statuses } from '../parts/History.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import { SecrecyQuestion } from '../parts/SecrecyQuestion.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useDeskOf } from '../shell/organ.ts';
import { cameFromSearch, go, goBack } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { useFirstPage } from '../viewer/useFirstPage.ts';
import { SignatureList } from '../viewer/VerdictBox.tsx';
import { OutgoingActs } from './Acts.tsx';
import { AmendingActs, AmendmentList } from './Amendments.tsx';
import { Board } from './Board.tsx';
import { FormCheck } from './FormCheck.tsx';
import { Remarks } from './Remarks.tsx';
import { Steps } from './Steps.tsx';
import './outgoing.css';

const Copies = later(() => import('../signing/Copies.tsx').then((m) => ({ default: m.Copies })));
const Originals = later(() => import('../viewer/Originals.tsx').then((m) => ({ default: m.Originals })));
const TOPICS = ['outgoing', 'exchange'] as const;
/** While its form may still be mended. */
const CHECKED: readonly string[] = ['draft', 'leader_signed', 'numbered'];

export function OutgoingDocument({ id }: { readonly id: string }) {
  const first = useFirstPage();
  const load = useCallback(async () => first(await api['outgoing.get']({ id })), [id, first]);
  const { value: doc, error, reload } = useLoaded(load, TOPICS);
  const away = useDeskOf(doc?.organId);
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={goBack}>{cameFromSearch() ? t('search.back') : t('common.back')}</BackButton>
        <Title order={2}>{doc ? [doc.typeName, doc.code].filter((part) => part).join(' ') : ''}</Title>
      </div>
      <ErrorNote error={error} />
      {doc && !away ? (
        <>
          <Steps state={doc.state} />
          {doc.secrecyAsked.length > 0 ? (
            <SecrecyQuestion
              kind="outgoing"
              id={doc.id}
              asked={doc.secrecyAsked}
              onAnswered={(secret) => (secret ? go({ at: 'outgoing' }) : void reload())}
            />
          ) : null}
          {doc.state === 'cancelled' ? null : <MeetingFound side="outgoing" id={doc.id} />}
          <div className="acts-row">
            <OutgoingActs doc={doc} onDone={() => void reload()} />
            <AmendingActs doc={doc} onDone={() => void reload()} />
          </div>
          <div className="document">
            <div className="document-left sheet">
              <DocumentFacts doc={doc} onDone={() => void reload()} />
            </div>
            <Viewer files={doc.files} />
          </div>
        </>
      ) : error ? null : (
        <Waiting />
      )}
    </>
  );
}

function DocumentFacts({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const { amends, replyTo } = doc;
  return (
    <>
      <div>
        <UrgencyBadge priority={doc.priority} /> <span className="dim">{t(`outgoing.state.${doc.state}`)}</span>
      </div>
      <p className="subject">{doc.subject}</p>
      {doc.problem ? (
        <Alert color="red" variant="light" role="alert" mb="sm">
          {errorText(doc.problem)}
        </Alert>
      ) : null}
      <AmendmentList doc={doc} />
      <Facts>
        <Fact name={t('field.code')}>
          {doc.code || <span className="dim">{doc.numberPending ? t('pending.word') : t('outgoing.code.none')}</span>}
        </Fact>
        <Fact name={t('field.date')}>{dateText(doc.date)}</Fact>
        <Fact name={t('field.competence')}>{doc.competence}</Fact>
        <Fact name={t('field.signerPosition')}>{doc.signerPosition}</Fact>
        <Fact name={t('field.signer')}>{doc.signer}</Fact>
        <Fact name={t('field.dueDate')}>{dateText(doc.dueDate)}</Fact>
        {amends ? (
          <Fact name={t(`amendment.amends.${amends.type}`)}>
            <button type="button" className="link" onClick={() => go({ at: 'outgoing', id: amends.id })}>
              {amends.code}
            </button>
          </Fact>
        ) : null}
        <Fact name={t('outgoing.replyTo')}>
          {replyTo ? (
            <button type="button" className="link" onClick={() => go({ at: 'incoming', id: replyTo.id })}>
              {replyTo.code}
            </button>
          ) : undefined}
        </Fact>
        <Fact name={t('field.copies')}>{doc.code === '' ? undefined : String(doc.issuedAmount).padStart(2, '0')}</Fact>
        <Fact name={t('field.language')}>{doc.language}</Fact>
        <Fact name={t('field.note')}>{doc.note}</Fact>
        <Fact name={t('field.content')}>{doc.content === doc.subject ? undefined : doc.content}</Fact>
        <Fact name={t('field.toPlaces')}>{doc.toPlaces.join('\n')}</Fact>
      </Facts>
      <Remarks doc={doc} onDone={onDone} />
      <Board doc={doc} onDone={onDone} />
      <Places side="outgoing" id={doc.id} able={['numbered', 'agency_signed', 'issued'].includes(doc.state)} onDone={onDone} />
      {CHECKED.includes(doc.state) && doc.files.length > 0 ? (
        <For call="outgoing.formCheck">
          <FormCheck id={doc.id} />
        </For>
      ) : null}
      <Meetings side="outgoing" id={doc.id} />
      {doc.state === 'cancelled' ? null : <OutgoingPaperSection doc={doc} onDone={onDone} />}
      {doc.state === 'issued' ? <Handed id={doc.id} /> : null}
      <SignatureList files={doc.files} />
      {doc.state === 'draft' ? null : (
        <Copies
          id={doc.id}
          direction="outgoing"
          files={doc.files}
          archive={doc.state === 'agency_signed' || doc.state === 'issued'}
          onDone={onDone}
        />
      )}
      <Originals side="outgoing" id={doc.id} />
      <Chain direction="outgoing" id={doc.id} />
      <Notes side="outgoing" id={doc.id} />
      <History rows={doc.history} list="outgoing" id={doc.id} name={doc.code || doc.subject} />
      <Statuses rows={doc.statuses} />
    </>
  );
}
