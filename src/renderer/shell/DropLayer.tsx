/** Files dropped on the window where no form takes them: a strip says what will happen, then it happens, or it is said why not. */
import { Modal } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { eachFile, type Refused, RefusedFiles } from '../parts/several.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { useDropped } from '../verify/dropped.ts';
import { actOf, DROP_WORDS, type DropAct, decide } from './drop.ts';
import { go, say, useView, type View } from './view.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
const nothing = (): void => undefined;
const OFFICE = /\.(?:docx?|xlsx?|od[ts]|rtf)$/i;

/** Which of several were refused; the others were taken. */
async function take(act: DropAct, files: readonly File[], view: View): Promise<readonly Refused[]> {
  const [first] = files;
  if (first === undefined) return [];
  switch (act) {
    case 'check':
      useDropped.setState({ file: first });
      go({ at: 'verify' });
      return [];
    case 'package': {
      const { uploadId } = await uploadFile(first, nothing);
      await api['folder.takeFile']({ uploadId });
      leaveThen(() => go({ at: 'quarantine' }, t('opened.taken', { name: first.name })));
      return [];
    }
    case 'draft': {
      const uploaded = await uploadFile(first, nothing);
      const upload = OFFICE.test(first.name) ? await api['signing.convert']({ uploadId: uploaded.uploadId }) : uploaded;
      go({ at: 'draft', upload });
      return [];
    }
    case 'paper': {
      let taken = 0;
      const refused = await eachFile(files, async (file) => {
        const { known } = await api['scanning.take']({ uploadId: (await uploadFile(file, nothing)).uploadId });
        if (known !== undefined) throw new Failure('scan.same_upload', { name: file.name, other: known });
        taken++;
      });
      if (taken > 0) go({ at: 'paper' }, t('drop.taken.paper', { count: taken }));
      return refused;
    }
    case 'beside':
    case 'attach': {
      const target = 'id' in view && view.id !== undefined ? view.id : '';
      const refused = await eachFile(files, async (file) => {
        const { uploadId } = await uploadFile(file, nothing);
        await api['files.attach']({ uploadId, ...(act === 'beside' ? { incomingId: target } : { outgoingId: target }) });
      });
      if (refused.length < files.length) say(t(`drop.taken.${act}`, { count: files.length - refused.length }));
      return refused;
    }
    default:
      return [];
  }
}

export function DropLayer() {
  const view = useView((s) => s.view);
  const may = useMay();
  const [over, setOver] = useState<DropAct>();
  const act = useAct();
  const [refused, setRefused] = useState<{ readonly rows: readonly Refused[]; readonly of: number }>();
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
        void run.run(async () => {
          const chosen = decided.files.flatMap((i) => files[i] ?? []);
          const rows = await take(decided.act, chosen, at);
          setRefused(rows.length > 0 ? { rows, of: chosen.length } : undefined);
        });
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
      {refused ? <RefusedFiles refused={refused.rows} of={refused.of} apart onClose={() => setRefused(undefined)} /> : null}
    </>
  );
}
