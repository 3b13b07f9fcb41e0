/** Files opened by double click: a package goes to what waits for a person; of a PDF it is asked what it is for. */
import { Button, Group, Modal, Progress, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Failure } from '../../domain/errors.ts';
import { api, useCore } from '../core.ts';
import { sizeText } from '../format.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { useDropped } from '../verify/dropped.ts';
import { answered, type OpenedFile, tellMain, useTold } from './talk.ts';
import { go, say } from './view.ts';

export function Opened() {
  const ready = useCore((s) => s.app?.phase === 'ready');
  const { files, to } = useTold();
  useEffect(() => {
    tellMain({ say: 'ready', ready });
    return () => tellMain({ say: 'ready', ready: false });
  }, [ready]);
  useEffect(() => {
    if (!ready || to === undefined) return;
    useTold.setState({ to: undefined });
    go({ at: to });
  }, [ready, to]);
  const [first] = files;
  return ready && first ? <One key={first.name} opened={first} /> : null;
}

function One({ opened }: { readonly opened: OpenedFile }) {
  const { name, file } = opened;
  const act = useAct();
  const may = useMay();
  const pdf = /\.pdf$/i.test(name);
  const close = (): void => answered(name);
  const begun = useRef(false);
  const { run } = act;
  useEffect(() => {
    if (!file || pdf || begun.current) return;
    begun.current = true;
    void run(async () => {
      const { uploadId } = await uploadFile(file, () => undefined);
      await api['folder.takeFile']({ uploadId });
      answered(name);
      leaveThen(() => go({ at: 'quarantine' }, t('opened.taken', { name })));
    });
  }, [file, pdf, name, run]);
  const check = (): void => {
    close();
    if (!file) return;
    useDropped.setState({ file });
    go({ at: 'verify' });
  };
  const draft = (): void =>
    void run(async () => {
      if (!file) return;
      const { uploadId, size } = await uploadFile(file, () => undefined);
      close();
      go({ at: 'draft', upload: { uploadId, name, size } });
      say(undefined);
    });
  const paper = (): void =>
    void run(async () => {
      if (!file) return;
      const { uploadId } = await uploadFile(file, () => undefined);
      const { known } = await api['scanning.take']({ uploadId });
      if (known !== undefined) throw new Failure('scan.same_upload', { name, other: known });
      close();
      leaveThen(() => go({ at: 'paper' }, t('drop.taken.paper', { count: 1 })));
    });
  return (
    <Modal opened size="lg" onClose={close} title={t('opened.title', { name })} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <ErrorNote error={opened.error ?? act.error} />
      {opened.error || act.error ? null : file === undefined || !pdf ? (
        <div role="status">
          <Text>{t(file === undefined ? 'opened.reading' : 'opened.taking', { name })}</Text>
          <Progress mt="xs" value={opened.part * 100} aria-label={t('opened.reading', { name })} />
        </div>
      ) : (
        <Text>{t('opened.pdfLead', { size: sizeText(file.size) })}</Text>
      )}
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={close} disabled={act.busy}>
          {t(opened.error || act.error ? 'common.close' : 'common.cancel')}
        </Button>
        {pdf && file && may('scanning.take', 'upload.begin') ? (
          <Button variant="default" loading={act.busy} onClick={paper}>
            {t('opened.paper')}
          </Button>
        ) : null}
        {pdf && file && may('outgoing.saveDraft', 'upload.begin') ? (
          <Button variant="default" loading={act.busy} onClick={draft}>
            {t('opened.draft')}
          </Button>
        ) : null}
        {pdf && file ? (
          <Button onClick={check} disabled={act.busy} data-autofocus>
            {t('opened.check')}
          </Button>
        ) : null}
      </Group>
    </Modal>
  );
}
