import { Button, Text, Title } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileRow } from '../../contract/page/incoming.ts';
import type { DocumentLines, VerdictChangeRow } from '../../contract/page/verify.ts';
import type { PdfVerdict } from '../../domain/verdict.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { FileDrop } from '../parts/FileDrop.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { type Uploaded, uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { SignatureList, VerdictBox } from '../viewer/VerdictBox.tsx';
import { shortWords } from '../viewer/verdictWords.ts';
import { VerifyActs } from './acts.tsx';
import { useDropped } from './dropped.ts';
import './verify.css';
import { For } from '../parts/may.tsx';

const TOPICS = ['verify'] as const;

interface Checked {
  readonly file: Uploaded;
  readonly verdict: PdfVerdict;
  readonly reached: boolean;
}
export function VerifyScreen() {
  const [checked, setChecked] = useState<Checked>();
  const act = useAct();
  const check = async (file: Uploaded): Promise<void> => {
    setChecked(undefined);
    const judged = await act.run(() => api['verify.check']({ fileId: file.uploadId }));
    if (judged) setChecked({ file, ...judged });
  };
  const dropped = useDropped((s) => s.file);
  const taken = useRef<File | undefined>(undefined);
  useEffect(() => {
    if (dropped === undefined || taken.current === dropped) return;
    taken.current = dropped;
    useDropped.setState({}, true);
    void act.run(() => uploadFile(dropped, () => undefined)).then((uploaded) => uploaded && check(uploaded));
  });
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('verify.title')}</Title>
      </div>
      <FileDrop
        label={t('verify.drop')}
        hint={t('verify.dropHint')}
        files={[]}
        onFiles={(files) => {
          const last = files.at(-1);
          if (last) void check(last);
        }}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      {act.busy ? <Waiting text={t('verify.checking')} /> : null}
      {checked ? <Result key={checked.file.uploadId} checked={checked} onAgain={() => void check(checked.file)} /> : <Changes />}
    </>
  );
}

function Result({ checked, onAgain }: { readonly checked: Checked; readonly onAgain: () => void }) {
  const { file, verdict, reached } = checked;
  const [report, setReport] = useState<{ fileId: string; size: number; name: string }>();
  const row: FileRow = { id: file.uploadId, name: file.name, size: file.size, detected: 'pdf', verdict };
  const files: FileRow[] = [row, ...(report ? [{ id: report.fileId, name: report.name, size: report.size, detected: 'pdf' }] : [])];
  const signatures = verdict.signatures.length === 0 ? 'none' : 'unknown';
  return (
    <div className="document">
      <div className="document-left sheet">
        <p className="subject">{file.name}</p>
        <Text c="dimmed">
          {t('verify.checked', { at: momentText(verdict.checkedAt) })} {reached ? '' : t('verify.offline')}
        </Text>
        <VerdictBox summary={verdict.summary} signatures={signatures} files={[row]} />
        <VerifyActs fileId={file.uploadId} filed={false} onChecked={onAgain} onReport={setReport} />
        <SignatureList files={[row]} />
      </div>
      <Viewer key={report?.fileId ?? ''} files={report ? [...files].reverse() : files} />
    </div>
  );
}

function Changes() {
  const load = useCallback(() => Promise.all([api['verify.changes']({}), api['verify.state']({})]), []);
  const { value, error } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const [{ changes }, state] = value;
  return (
    <section className="verify-changes sheet" aria-label={t('verify.changes')}>
      <Title order={2}>{t('verify.changes')}</Title>
      <Text c="dimmed">{t('verify.changes.lead')}</Text>
      {changes.length === 0 ? (
        <Text mt="sm">{t('verify.changes.none')}</Text>
      ) : (
        <table className="verify-table">
          <thead>
            <tr>
              <th>{t('verify.change.at')}</th>
              <th>{t('verify.change.document')}</th>
              <th>{t('verify.change.what')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <Change key={change.id} change={change} />
            ))}
          </tbody>
        </table>
      )}
      <Text c="dimmed" mt="md">
        {t('verify.kept', state.kept)} {state.kept.newest === undefined ? '' : t('verify.keptAt', { at: momentText(state.kept.newest) })}{' '}
        {state.waiting > 0 ? t('verify.waiting', { count: state.waiting }) : ''}
      </Text>
      {state.lastFailure ? (
        <Text c="dimmed">{t('verify.lastFailure', { at: momentText(state.lastFailure.at), url: state.lastFailure.url })}</Text>
      ) : null}
    </section>
  );
}

const lineOf = (lines: DocumentLines): string =>
  t(
    shortWords({
      verdict: lines.verdict,
      signatures: lines.signatures,
      signedBy: lines.signedBy ?? 'unknown',
      signerLine: lines.signer,
    }).key,
  );
function openDocument({ incomingId, outgoingId }: VerdictChangeRow): void {
  if (incomingId !== undefined) go({ at: 'incoming', id: incomingId });
  else if (outgoingId !== undefined) go({ at: 'outgoing', id: outgoingId });
}
function Change({ change }: { readonly change: VerdictChangeRow }) {
  const act = useAct();
  return (
    <tr className={change.worse && change.seenAt === undefined ? 'verify-worse' : ''}>
      <td className="figure">{momentText(change.at)}</td>
      <td>
        {change.outgoingId === undefined ? '' : <span className="dim">{t('verify.change.ours')} </span>}
        {change.subject}
      </td>
      <td>
        {lineOf(change.before)} → <b className={change.worse ? 'overdue' : ''}>{lineOf(change.after)}</b>
        <ErrorNote error={act.error} onClose={act.clear} />
      </td>
      <td className="verify-acts">
        <Button size="compact-md" variant="default" onClick={() => openDocument(change)}>
          {t('verify.change.open')}
        </Button>
        {change.seenAt !== undefined && change.seenBy !== undefined ? (
          <span className="dim">{t('verify.change.seen', { by: change.seenBy, at: momentText(change.seenAt) })}</span>
        ) : change.worse ? (
          <For call="verify.seen">
            <Button size="compact-md" loading={act.busy} onClick={() => void act.run(() => api['verify.seen']({ id: change.id }))}>
              {t('verify.change.see')}
            </Button>
          </For>
        ) : null}
      </td>
    </tr>
  );
}
