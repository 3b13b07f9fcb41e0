/** The arrivals of one document: what it may be, what stands under its number, another one that came later. */
import { Alert, Button, Select } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { LikelyRow, PrintedFile } from '../../contract/page/paper.ts';
import { DESK_CHANNELS, type DeskChannel } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { FileDrop } from '../parts/FileDrop.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Likely, ReasonDialog } from './Held.tsx';
import { MakeCopy } from './MakeCopy.tsx';
import { PrintedDialog } from './parts.tsx';

const TOPICS = ['incoming'] as const;
interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
/** Above the document: that it is held, and what it may be. Exact doubles are asked about elsewhere. */
export function ArrivalQuestions({ doc, onDone }: Props) {
  const load = useCallback(() => api['paper.likely']({ id: doc.id, sender: '', number: '', notation: '', subject: '' }), [doc.id]);
  const { value } = useLoaded(load, TOPICS);
  const held = doc.history.findLast((row) => HELD.includes(row.act))?.act === 'incoming.held' && doc.state === 'arrived';
  const act = useAct();
  const known = new Set(doc.duplicates.map((one) => one.id));
  const rows = (value?.rows ?? []).filter((row) => held || row.held || !known.has(row.id)).filter(() => doc.state !== 'merged');
  const join = async (other: LikelyRow): Promise<void> => {
    const joined = await act.run(() => api['paper.join']({ id: doc.id, otherId: other.id }));
    if (!joined) return;
    say(t('pd.joined'));
    if (joined.id === doc.id) onDone();
    else go({ at: 'incoming', id: joined.id });
  };
  if (!held && rows.length === 0) return null;
  return (
    <Alert color="orange" variant="light" role="status">
      {held ? t('pd.heldHere') : t('pd.intake.likely')}
      {rows.slice(0, 2).map((row) => (
        <Likely key={row.id} row={row} busy={act.busy} onJoin={() => void join(row)} />
      ))}
      <ErrorNote error={act.error} onClose={act.clear} />
    </Alert>
  );
}
const HELD = ['incoming.held', 'incoming.released', 'incoming.merged', 'incoming.separated'];

/** Beside the other acts: a further arrival, a copy, taking apart. */
export function ArrivalActs({ doc, onDone }: Props) {
  const [dialog, setDialog] = useState<'attach' | 'separate' | 'copy'>();
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    onDone();
  };
  const registered = doc.arrivalNumber !== undefined;
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const label = async (): Promise<void> => setPrinted(await act.run(() => api['paper.printStampLabels']({ ids: [doc.id], start: 1 })));
  const pdfs = doc.files.filter((file) => file.detected.includes('pdf'));
  return (
    <div className="papers-acts" style={{ marginTop: 8 }}>
      {registered ? (
        <For call="paper.attachArrival">
          <Button variant="default" size="compact-md" onClick={() => setDialog('attach')}>
            {t('pd.attach')}
          </Button>
        </For>
      ) : null}
      {registered ? (
        <For call="paper.printStampLabels">
          <Button variant="default" size="compact-md" loading={act.busy} onClick={() => void label()}>
            {t('pd.stampLabel')}
          </Button>
        </For>
      ) : null}
      {doc.mergedInto ? (
        <For call="paper.separate">
          <Button variant="default" size="compact-md" onClick={() => setDialog('separate')}>
            {t('pd.separate')}
          </Button>
        </For>
      ) : null}
      {registered && pdfs.length > 0 ? (
        <For call="copies.make">
          <Button variant="default" size="compact-md" onClick={() => setDialog('copy')}>
            {t('cp.make')}
          </Button>
        </For>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
      {dialog === 'attach' ? <AttachDialog id={doc.id} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog === 'separate' ? (
        <ReasonDialog
          title={t('pd.separateTitle')}
          lead={t('pd.separateLead')}
          onClose={() => setDialog(undefined)}
          save={(reason) => api['paper.separate']({ id: doc.id, reason })}
          onDone={() => done(t('pd.separated'))}
        />
      ) : null}
      {dialog === 'copy' ? (
        <MakeCopy
          of={doc.id}
          files={pdfs}
          electronic={doc.channel === 'axis' || doc.channel === 'email'}
          onClose={() => setDialog(undefined)}
          onMade={(made) => {
            setDialog(undefined);
            say(t('cp.made', { code: made.code }));
            go({ at: 'papers', tab: 'copies' });
          }}
        />
      ) : null}
    </div>
  );
}

function AttachDialog({
  id,
  onClose,
  onDone,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}) {
  const [channel, setChannel] = useState<DeskChannel>('post');
  const [files, setFiles] = useState<readonly Uploaded[]>([]);
  const act = useAct();
  const save = async (): Promise<void> => {
    if (await act.run(() => api['paper.attachArrival']({ id, channel, uploadIds: files.map((file) => file.uploadId) })))
      onDone(t('pd.attached'));
  };
  return (
    <FormDialog
      title={t('pd.attachTitle')}
      lead={t('pd.attachLead')}
      submit={t('common.save')}
      act={act}
      dirty={files.length > 0}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label={t('field.channel')}
        data={DESK_CHANNELS.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
        value={channel}
        allowDeselect={false}
        onChange={(value) => setChannel(DESK_CHANNELS.find((one) => one === value) ?? 'post')}
      />
      <FileDrop label={t('paper.scan')} files={files} onFiles={setFiles} />
    </FormDialog>
  );
}
