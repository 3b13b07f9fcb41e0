/** Copies of a document with a mark or signature of their own: made here, seen here, the document's own files untouched. */
import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { CopyRow } from '../../contract/page/signing.ts';
import { COPY_KINDS, type CopyKind, SIGNATURE_KINDS } from '../../domain/signatureKinds.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { SignDialog } from './SignDialog.tsx';
import './signing.css';
import { For } from '../parts/may.tsx';

const TOPICS = ['incoming', 'outgoing'] as const;
interface Props {
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly files: readonly { readonly id: string; readonly name: string; readonly detected: string }[];
  /** Signed by the agency: the archive's own copy may be made. */
  readonly archive?: boolean;
  readonly onDone: () => void;
}
export function Copies({ id, direction, files, archive, onDone }: Props) {
  const load = useCallback(() => api['signing.copies']({ id }), [id]);
  const { value, error, reload } = useLoaded(load, TOPICS, id);
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<CopyRow>();
  const act = useAct();
  const pdfs = files.filter((file) => file.detected.includes('pdf'));
  const finished = (): void => {
    setMaking(false);
    say(t('copies.done'));
    void reload();
    onDone();
  };
  const archived = (): void => void act.run(() => api['signing.archiveCopy']({ id })).then((done) => (done ? finished() : undefined));
  return (
    <Section title={t('copies.title')}>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <ul className="copies">
        {value?.copies.map((copy) => (
          <li key={copy.id}>
            <button type="button" className="link" onClick={() => setShown(copy)}>
              {copy.name}
            </button>
            <div className="dim">{t('copies.by', { by: copy.by, at: momentText(copy.at) })}</div>
          </li>
        ))}
      </ul>
      <Group gap={8}>
        <For call="signing.performAll">
          <Button variant="default" size="compact-md" disabled={pdfs.length === 0} onClick={() => setMaking(true)}>
            {t('copies.make')}
          </Button>
        </For>
        {archive ? (
          <For call="signing.archiveCopy">
            <Button variant="default" size="compact-md" loading={act.busy} onClick={archived}>
              {t('copies.archive')}
            </Button>
          </For>
        ) : null}
      </Group>
      {making ? <MakeCopy direction={direction} files={pdfs} onClose={() => setMaking(false)} onSigned={finished} /> : null}
      {shown ? (
        <Modal
          opened
          size={1000}
          onClose={() => setShown(undefined)}
          title={shown.name}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <div className="copy-view">
            <Viewer files={[{ id: shown.fileId, name: shown.name, size: shown.size, detected: 'pdf' }]} />
          </div>
        </Modal>
      ) : null}
    </Section>
  );
}

function MakeCopy({
  direction,
  files,
  onClose,
  onSigned,
}: Pick<Props, 'direction' | 'files'> & { onClose: () => void; onSigned: () => void }) {
  const kinds = COPY_KINDS.filter((kind) => direction === 'incoming' || kind !== 'incoming');
  const [kind, setKind] = useState<CopyKind>(kinds[0] ?? 'copy');
  const [fileId, setFileId] = useState(files[0]?.id ?? '');
  const [signing, setSigning] = useState(false);
  const act = useAct();
  // What the decree does not let be made is said before the device is looked for.
  const next = (): void => void act.run(() => api['signing.preview']({ id: fileId, act: kind })).then((found) => found && setSigning(true));
  if (signing) return <SignDialog documentId={fileId} act={kind} onClose={onClose} onSigned={onSigned} />;
  return (
    <Modal opened onClose={onClose} title={t('copies.make')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text c="dimmed">{t('copies.lead')}</Text>
      <Select
        mt="sm"
        label={t('copies.kind')}
        value={kind}
        allowDeselect={false}
        onChange={(one) => one && setKind(one as CopyKind)}
        data={kinds.map((one) => ({ value: one, label: SIGNATURE_KINDS[one].name }))}
      />
      <Select
        mt="sm"
        label={t('copies.file')}
        value={fileId}
        allowDeselect={false}
        onChange={(one) => one && setFileId(one)}
        data={files.map((file) => ({ value: file.id, label: file.name }))}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button onClick={next} loading={act.busy} disabled={fileId === ''}>
          {t('copies.next')}
        </Button>
      </Group>
    </Modal>
  );
}
