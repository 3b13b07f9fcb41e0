/** An outgoing document on paper: signed by hand, printed for the red seal, scanned, issued, its recipients, the archive copy. */
import { Button, Checkbox, NumberInput, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import type { OutgoingPaper, PrintedFile } from '../../contract/page/paper.ts';
import { onAxis, onPaper } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { dateText, momentText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { MakeCopy } from './MakeCopy.tsx';
import { PrintedDialog, today } from './parts.tsx';

const SignDialog = later(() => import('../signing/index.ts'), Waiting);
const TOPICS = ['outgoing', 'paper'] as const;
type Dialog = 'byHand' | 'scan' | 'print' | 'archive' | 'sign' | 'copy';

interface Props {
  readonly doc: OutgoingDetail;
  readonly onDone: () => void;
}
/** More are counted: all of them stand among the recipients above. */
const NAMED = 3;

export function OutgoingPaperSection({ doc, onDone }: Props) {
  const load = useCallback(() => api['paper.ofOutgoing']({ id: doc.id, duplex: false }), [doc.id]);
  const { value: paper, error, reload } = useLoaded(load, TOPICS);
  const [dialog, setDialog] = useState<Dialog>();
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  if (paper === undefined) return error ? <ErrorNote error={error} /> : null;
  const toPaper = doc.recipients.filter(onPaper);
  const paperOnly = doc.recipients.length > 0 && !doc.recipients.some(onAxis);
  const main = doc.files[0];
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    void reload();
    onDone();
  };
  const issue = async (): Promise<void> => {
    const issued = await act.run(() => api['outgoing.issue']({ id: doc.id }));
    if (issued) done(issued.dispatched ? t('pd.doc.issuedBoth', { paper: issued.paper }) : t('pd.doc.issued'));
  };
  const numbered = ['numbered', 'agency_signed', 'issued'].includes(doc.state);
  const needsCopy = paper.byHand && !paperOnly && paper.signedCopy === undefined;
  return (
    <Section title={t('pd.doc.title')}>
      <Facts>
        <Fact name={t('field.signer')}>{paper.byHand ? t('pd.doc.byHandFact', { date: dateText(paper.signedOn) }) : undefined}</Fact>
        <Fact name={t('pd.doc.print')}>
          {paper.printed
            ? t('pd.doc.printed', { copies: paper.printed.copies, sheets: paper.printed.sheets, when: momentText(paper.printed.at) })
            : undefined}
        </Fact>
        <Fact name={t('pd.tab.out')}>
          {toPaper.length > NAMED ? t('pd.doc.toMany', { count: toPaper.length }) : toPaper.map((one) => one.name).join('; ')}
        </Fact>
        <Fact name={t('pd.doc.archive')}>{paper.archive.place ? t('pd.doc.archiveAt', paper.archive) : undefined}</Fact>
      </Facts>
      {paper.signedCopy ? <Text size="sm">{t('pd.doc.signed')}</Text> : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="papers-acts">
        {doc.state === 'draft' ? (
          <For call="paper.signedByHand">
            <Button variant="default" size="compact-md" onClick={() => setDialog('byHand')}>
              {t('pd.doc.byHand')}
            </Button>
          </For>
        ) : null}
        {paper.byHand && doc.state === 'numbered' ? (
          <For call="paper.attachScan">
            <Button variant={paper.scanned ? 'default' : 'filled'} size="compact-md" onClick={() => setDialog('scan')}>
              {t('pd.doc.scan')}
            </Button>
          </For>
        ) : null}
        {paper.byHand && paper.scanned && doc.state === 'numbered' && needsCopy && main ? (
          <For call="signing.performAll">
            <Button size="compact-md" onClick={() => setDialog('sign')}>
              {t('pd.doc.signCopy')}
            </Button>
          </For>
        ) : null}
        {numbered && !paper.byHand ? (
          <For call="paper.printForSeal">
            <Button variant="default" size="compact-md" onClick={() => setDialog('print')}>
              {t('pd.doc.print')}
            </Button>
          </For>
        ) : null}
        {doc.state === 'numbered' && (paperOnly || (paper.byHand && !needsCopy)) ? (
          <For call="outgoing.issue">
            <Button size="compact-md" loading={act.busy} onClick={() => void issue()}>
              {t(paperOnly ? 'pd.doc.issue' : 'pd.doc.issueHand')}
            </Button>
          </For>
        ) : null}
        {numbered ? (
          <>
            <For call="paper.setArchive">
              <Button variant="default" size="compact-md" onClick={() => setDialog('archive')}>
                {t('pd.doc.archive')}
              </Button>
            </For>
            <For call="copies.make">
              <Button variant="default" size="compact-md" onClick={() => setDialog('copy')}>
                {t('cp.make')}
              </Button>
            </For>
          </>
        ) : null}
      </div>
      {dialog === 'byHand' ? <ByHandDialog id={doc.id} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog === 'scan' ? <ScanDialog id={doc.id} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog === 'archive' ? <ArchiveDialog id={doc.id} paper={paper} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog === 'print' ? (
        <PrintDialog
          id={doc.id}
          paper={paper}
          onClose={() => setDialog(undefined)}
          onPrinted={(file) => {
            setDialog(undefined);
            setPrinted(file);
            void reload();
            onDone();
          }}
        />
      ) : null}
      {dialog === 'sign' && main ? (
        <SignDialog documentId={main.id} act="copy" onClose={() => setDialog(undefined)} onSigned={() => done(t('signing.done'))} />
      ) : null}
      {dialog === 'copy' ? (
        <MakeCopy
          of={doc.id}
          files={doc.files.filter((file) => file.detected.includes('pdf'))}
          electronic={!paper.byHand}
          onClose={() => setDialog(undefined)}
          onMade={(made) => {
            done(t('cp.made', { code: made.code }));
            if (made.print) setPrinted(made.print);
          }}
        />
      ) : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </Section>
  );
}

interface Ends {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
function ByHandDialog({ id, onClose, onDone }: Ends) {
  const [signedOn, setSignedOn] = useState<string | undefined>(today());
  const act = useAct();
  const save = async (): Promise<void> => {
    if (signedOn !== undefined && (await act.run(() => api['paper.signedByHand']({ id, signedOn })))) onDone(t('pd.doc.byHandDone'));
  };
  return (
    <FormDialog
      title={t('pd.doc.byHandTitle')}
      lead={t('pd.doc.byHandLead')}
      submit={t('pd.doc.byHand')}
      act={act}
      dirty={false}
      canSubmit={signedOn !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <DateField label={t('pd.doc.byHandDay')} value={signedOn} onDate={setSignedOn} latest="today" />
    </FormDialog>
  );
}
function ScanDialog({ id, onClose, onDone }: Ends) {
  const [files, setFiles] = useState<readonly Uploaded[]>([]);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['paper.attachScan']({ id, uploadIds: files.map((file) => file.uploadId) }))) onDone(t('pd.doc.scanned'));
  };
  return (
    <FormDialog
      title={t('pd.doc.scan')}
      lead={t('pd.doc.scanLead')}
      submit={t('common.save')}
      act={act}
      dirty={files.length > 0}
      canSubmit={files.length > 0}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <FileDrop label={t('paper.scan')} files={files} onFiles={setFiles} />
    </FormDialog>
  );
}
function ArchiveDialog({ id, paper, onClose, onDone }: Ends & { readonly paper: OutgoingPaper }) {
  const [place, setPlace] = useState(paper.archive.place);
  const [holder, setHolder] = useState(paper.archive.holder);
  const [copies, setCopies] = useState(paper.archive.copies);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['paper.setArchive']({ id, place, holder, copies }))) onDone(t('pd.doc.archived'));
  };
  return (
    <FormDialog
      title={t('pd.doc.archiveTitle')}
      submit={t('common.save')}
      act={act}
      dirty={place !== paper.archive.place}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput label={t('pd.doc.place')} maxLength={300} value={place} onChange={(e) => setPlace(e.currentTarget.value)} data-autofocus />
      <TextInput label={t('pd.doc.holder')} maxLength={200} value={holder} onChange={(e) => setHolder(e.currentTarget.value)} />
      <NumberInput label={t('pd.out.copies')} min={1} max={99} value={copies} onChange={(value) => setCopies(Number(value) || 1)} />
    </FormDialog>
  );
}
function PrintDialog(props: {
  readonly id: string;
  readonly paper: OutgoingPaper;
  readonly onClose: () => void;
  readonly onPrinted: (file: PrintedFile) => void;
}) {
  const [duplex, setDuplex] = useState(false);
  const load = useCallback(() => api['paper.ofOutgoing']({ id: props.id, duplex }), [props.id, duplex]);
  const plan = useLoaded(load, TOPICS).value?.plan ?? props.paper.plan;
  const [copies, setCopies] = useState(props.paper.plan.copies);
  const act = useAct();
  const print = async (): Promise<void> => {
    const made = await act.run(() => api['paper.printForSeal']({ id: props.id, copies, duplex }));
    if (made) props.onPrinted(made);
  };
  return (
    <FormDialog
      title={t('pd.doc.printTitle')}
      submit={t('pd.doc.print')}
      act={act}
      dirty={false}
      onSubmit={() => void print()}
      onClose={props.onClose}
    >
      <div className="form-columns">
        <NumberInput
          label={t('pd.doc.copies')}
          min={1}
          max={999}
          value={copies}
          onChange={(value) => setCopies(Number(value) || 1)}
          data-autofocus
        />
        <Checkbox mt="xl" label={t('pd.doc.duplex')} checked={duplex} onChange={(e) => setDuplex(e.currentTarget.checked)} />
      </div>
      <Text>{t('pd.doc.count', { copies, sheets: plan.sheets, total: plan.sheets * copies })}</Text>
      <Text>
        {plan.edgeSeals === 0 ? t('pd.doc.noSeals') : t('pd.doc.seals', { seals: plan.edgeSeals, total: plan.edgeSeals * copies })}
      </Text>
    </FormDialog>
  );
}
