/** Files dropped on the window where no form takes them: a strip says what will happen, then it happens, or it is said why not. */
import { Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../core.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { useDropped } from '../verify/dropped.ts';
import { actOf, DROP_WORDS, type DropAct, decide } from './drop.ts';
import { go, say, useView, type View } from './view.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
const nothing = (): void => undefined;
const OFFICE = /\.(?:docx?|xlsx?|od[ts]|rtf)$/i;

async function take(act: DropAct, files: readonly File[], view: View): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  switch (act) {
    case 'check':
      useDropped.setState({ file: first });
      return go({ at: 'verify' });
    case 'package': {
      const { uploadId } = await uploadFile(first, nothing);
      await api['folder.takeFile']({ uploadId });
      return leaveThen(() => go({ at: 'quarantine' }, t('opened.taken', { name: first.name })));
    }
    case 'draft': {
      const uploaded = await uploadFile(first, nothing);
      const upload = OFFICE.test(first.name) ? await api['signing.convert']({ uploadId: uploaded.uploadId }) : uploaded;
      return go({ at: 'draft', upload });
    }
    case 'paper':
      for (const file of files) await api['scanning.take']({ uploadId: (await uploadFile(file, nothing)).uploadId });
      return go({ at: 'paper' }, t('drop.taken.paper', { count: files.length }));
    case 'beside':
    case 'attach': {
      const target = 'id' in view && view.id !== undefined ? view.id : '';
      for (const file of files) {
        const { uploadId } = await uploadFile(file, nothing);
        await api['files.attach']({ uploadId, ...(act === 'beside' ? { incomingId: target } : { outgoingId: target }) });
      }
      return say(t(`drop.taken.${act}`, { count: files.length }));
    }
  }
}

export function DropLayer() {
  const view = useView((s) => s.view);
  const may = useMay();
  const [over, setOver] = useState<DropAct>();
  const act = useAct();
  const now = useRef({ view, may, act });
  now.current = { view, may, act };
  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      clearTimeout(leaving);
      // A form that takes files says so itself.
      const taken = event.defaultPrevented;
      event.preventDefault();
      setOver(taken ? undefined : actOf(now.current.view, now.current.may));
    };
    const onLeave = (): void => {
      clearTimeout(leaving);
      leaving = setTimeout(() => setOver(undefined), 120);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(undefined);
      if (event.defaultPrevented || !hasFiles(event)) return;
      event.preventDefault();
      const { view: at, may: can, act: run } = now.current;
      const files = [...(event.dataTransfer?.files ?? [])];
      const decided = decide(actOf(at, can), files, can);
      if ('refused' in decided) run.fail({ code: decided.refused });
      else
        void run.run(() =>
          take(
            decided.act,
            decided.files.flatMap((i) => files[i] ?? []),
            at,
          ),
        );
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      clearTimeout(leaving);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return (
    <>
      {over === undefined ? null : (
        <div className="drop-strip" role="status">
          {t(DROP_WORDS[over])}
        </div>
      )}
      {act.error ? (
        <Modal opened onClose={act.clear} title={t('drop.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
          <ErrorNote error={act.error} />
        </Modal>
      ) : null}
    </>
  );
}
