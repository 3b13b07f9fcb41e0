/** One incoming document: what it is, what its signatures say, what was done; its pages beside. */
import { Alert, Button, Text, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { PrintedFile } from '../../contract/page/transfers.ts';
import type { AppError } from '../../domain/errors.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api } from '../core.ts';
import { MeetingFound, Meetings } from '../desk/Meetings.tsx';
import { Notes } from '../desk/Notes.tsx';
import { Printed } from '../desk/Printed.tsx';
import { ReminderCount, RemindLink, useReminders } from '../desk/Remind.tsx';
import { Transfers } from '../desk/Transfers.tsx';
import { Places } from '../dossiers/Places.tsx';
import { dateText, momentText, numberText } from '../format.ts';
import { ArrivalActs, ArrivalQuestions } from '../papers/Arrivals.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { Chain } from '../parts/Chain.tsx';
import { Fact, Facts, Section, UrgencyBadge } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { History, Statuses } from '../parts/History.tsx';
import { later } from '../parts/later.tsx';
import { For, useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { ScannedFrom } from '../scanning/OfDocument.tsx';
import { Banners } from '../shell/Banners.tsx';
import { useDeskOf } from '../shell/organ.ts';
import { cameFromSearch, go, goBack } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { VerifyActs } from '../verify/acts.tsx';
import { Viewer } from '../viewer/later.tsx';
import { useFirstPage } from '../viewer/useFirstPage.ts';
import { SignatureList, VerdictBox } from '../viewer/VerdictBox.tsx';
import { IncomingActs } from './Acts.tsx';
import { IncomingAmendments } from './Amendments.tsx';
import { DocumentQuestions, OtherCopies } from './Questions.tsx';

const Copies = later(() => import('../signing/Copies.tsx').then((m) => ({ default: m.Copies })));
const Originals = later(() => import('../viewer/Originals.tsx').then((m) => ({ default: m.Originals })));
const DocumentProposals = later(() => import('../reading/DocumentProposals.tsx').then((m) => ({ default: m.DocumentProposals })));
const TOPICS = ['incoming', 'exchange'] as const;
/** Out of use: nothing more is done around it. */
const CLOSED: readonly string[] = ['returned', 'withdrawn', 'recalled', 'merged'];

export function IncomingDocument({ id }: { readonly id: string }) {
  const first = useFirstPage();
  const load = useCallback(async () => first(await api['incoming.get']({ id })), [id, first]);
  const { value: doc, error, reload } = useLoaded(load, TOPICS, id);
  const away = useDeskOf(doc?.organId);
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={goBack}>{cameFromSearch() ? t('search.back') : t('common.back')}</BackButton>
        <Title order={2}>{doc ? documentName(doc) : ''}</Title>
      </div>
      <ErrorNote error={error} />
      {doc && !away ? (
        <>
          <Banners most={2}>
            <DocumentQuestions doc={doc} onDone={() => void reload()} />
            <IncomingAmendments doc={doc} open onDone={() => void reload()} />
            {CLOSED.includes(doc.state) ? null : <MeetingFound side="incoming" id={doc.id} />}
            <ArrivalQuestions doc={doc} onDone={() => void reload()} />
          </Banners>
          <IncomingActs doc={doc} onDone={() => void reload()} />
          <IncomingAmendments doc={doc} onDone={() => void reload()} />
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

function DocumentChecks({ doc }: { readonly doc: IncomingDetail }) {
  const main = doc.files.find((file) => file.verdict);
  const answered = doc.history.findLast(({ act }) => act === 'incoming.answered');
  const lacking = doc.verdict === 'unsigned' || (doc.verdict === 'intact' && doc.signatures === 'one');
  return (
    <>
      {lacking && doc.channel === 'axis' && !CLOSED.includes(doc.state) ? (
        <For call="outgoing.saveDraft">
          <Button variant="default" size="compact-md" mt={8} onClick={() => go({ at: 'draft', replyToId: doc.id, asksSigned: true })}>
            {t('verdict.askSigned')}
          </Button>
          {answered ? (
            <Text size="sm" c="dimmed" mt={6}>
              {t('verdict.askSignedAnswered', { code: String(answered.params?.code ?? ''), date: dateText(legalDateOf(answered.at)) })}
            </Text>
          ) : null}
        </For>
      ) : null}
      {main ? <VerifyActs fileId={main.id} filed /> : null}
    </>
  );
}

const documentName = (doc: IncomingDetail): string => [doc.typeName, doc.code].filter((part) => part).join(' ') || doc.subject;

/** What the package's own signature says, and who it says signed; never more than was checked. */
function packageWords(doc: IncomingDetail): string {
  const { packageSignature, packageSigner } = doc;
  const weak = packageSignature === 'verified' && packageSigner?.weak === true;
  const words = weak
    ? t('incoming.packageSignature.verifiedWeak', { algorithm: packageSigner.algorithm })
    : t(`incoming.packageSignature.${packageSignature}`);
  return packageSigner?.subject === undefined ? words : `${words} (${packageSigner.subject})`;
}

function DocumentFacts({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: () => void }) {
  return (
    <>
      <div>
        <UrgencyBadge priority={doc.priority} /> <span className="dim">{t(`incoming.state.${doc.state}`)}</span>
      </div>
      <p className="subject">{doc.subject}</p>
      <VerdictBox
        summary={doc.verdict}
        signatures={doc.signatures}
        files={doc.files}
        {...(doc.channel === 'axis' ? { signedBy: doc.signedBy, sender: doc.sender } : {})}
      />
      <DocumentChecks doc={doc} />
      <Warnings list={doc.warnings} />
      <For call="reading.ofDocument">
        <DocumentProposals doc={doc} onDone={onDone} />
      </For>
      <Facts>
        <Fact name={t('field.arrivalNumber')}>
          {doc.arrivalNumber === undefined ? (
            <span className="dim">{doc.numberPending ? t('pending.word') : t('incoming.number.none')}</span>
          ) : (
            <b>
              {numberText(doc.arrivalNumber)}, {dateText(doc.arrivalDate)}
            </b>
          )}
        </Fact>
        <Fact name={t('field.sender')}>{doc.sender}</Fact>
        <Fact name={t('field.organId')}>{doc.senderOrganId}</Fact>
        <Fact name={t('field.code')}>{doc.code}</Fact>
        <Fact name={t('field.date')}>{dateText(doc.date)}</Fact>
        <Fact name={t('field.type')}>{doc.typeName}</Fact>
        <Fact name={t('field.signer')}>{doc.signer}</Fact>
        <Fact name={t('field.deadline')}>
          {doc.dueDate === undefined ? undefined : (
            <span className={doc.dueDate < legalDateOf(Date.now()) && doc.acts.includes('finish') ? 'overdue' : ''}>
              {dateText(doc.dueDate)}
            </span>
          )}
        </Fact>
        <Fact name={t('field.channel')}>{t(`channel.${doc.channel}`)}</Fact>
        <Fact name={t('field.arrivedAt')}>{momentText(doc.arrivedAt)}</Fact>
        <Fact name={t('field.content')}>{doc.content === doc.subject ? undefined : doc.content}</Fact>
        <Fact name={t('field.language')}>{doc.language}</Fact>
        <Fact name={t('field.note')}>{doc.note}</Fact>
        <Fact name={t('field.toPlaces')}>{doc.toPlaces.join('; ')}</Fact>
        <Fact name={t('field.package')}>{doc.packageSignature === 'none' ? undefined : packageWords(doc)}</Fact>
        <Fact name={t('field.paperFollows')}>{doc.paperFollows ? t('common.yesWord') : undefined}</Fact>
      </Facts>
      <OtherCopies doc={doc} />
      <Instruction doc={doc} onDone={onDone} />
      <ScannedFrom id={doc.id} />
      <Originals side="incoming" id={doc.id} />
      <Places
        side="incoming"
        id={doc.id}
        able={doc.state !== 'arrived' && (!CLOSED.includes(doc.state) || doc.state === 'recalled')}
        onDone={onDone}
      />
      <Meetings side="incoming" id={doc.id} />
      <Transfers id={doc.id} />
      <ArrivalActs doc={doc} onDone={onDone} />
      <SignatureList files={doc.files} />
      <Copies id={doc.id} direction="incoming" files={doc.files} onDone={onDone} />
      <Chain direction="incoming" id={doc.id} />
      <Notes side="incoming" id={doc.id} />
      <History rows={doc.history} list="incoming" id={doc.id} name={documentName(doc)} />
      <Statuses rows={doc.statuses} />
    </>
  );
}

function Warnings({ list }: { readonly list: readonly AppError[] }) {
  return list.map((warning) => (
    <Alert key={`${warning.code} ${JSON.stringify(warning.params)}`} color="orange" variant="light" mb="sm">
      {errorText(warning)}
    </Alert>
  ));
}
function Instruction({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: () => void }) {
  const { instruction } = doc;
  const reminders = useReminders('incoming', doc.id);
  const [scan, setScan] = useState<PrintedFile>();
  const act = useAct();
  const may = useMay();
  if (!instruction) return null;
  const open = doc.acts.includes('finish') && may('reminders.make');
  const by = { leader: instruction.leader, date: dateText(instruction.slipDate), by: instruction.enteredBy ?? '' };
  const { scanId } = instruction;
  const handlers = [instruction.lead, ...instruction.coHandlers];
  const show = async (fileId: string): Promise<void> => {
    const info = await act.run(() => api['files.info']({ fileId }));
    if (info) setScan({ fileId, name: info.name, size: info.size });
  };
  return (
    <Section title={t('instruct.shown')}>
      <div className="quote">{instruction.text}</div>
      <div className="dim">
        {t(
          instruction.how === 'self'
            ? 'instruct.bySelf'
            : instruction.how === 'slip' && instruction.enteredBy
              ? 'instruct.bySlip'
              : 'instruct.by',
          by,
        )}
      </div>
      {scanId === undefined ? null : (
        <button type="button" className="link" onClick={() => void show(scanId)}>
          {t('instruct.scanShow')}
        </button>
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
      {scan ? <Printed file={scan} onClose={() => setScan(undefined)} /> : null}
      <Facts>
        <Fact name={t('instruct.handler')}>{instruction.lead}</Fact>
        <Fact name={t('instruct.coHandlers')}>{instruction.coHandlers.join('; ')}</Fact>
        <Fact name={t('field.deadline')}>{dateText(instruction.dueDate)}</Fact>
      </Facts>
      {handlers.map((who) => (
        <div key={who} className="desk-line">
          {open || reminders.some((row) => row.who === who) ? <span className="dim">{who}</span> : null}
          {open ? <RemindLink side="incoming" id={doc.id} who={who} onDone={onDone} /> : null}
          <ReminderCount rows={reminders} of={{ who }} />
        </div>
      ))}
    </Section>
  );
}
