/** What came from the scanner and waits to be registered; where it comes from; what is being made of papers registered before. */
import { Alert, Button, Checkbox, FileButton, Group, Progress, Text } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { ScanGroup, ScanTray } from '../../contract/page/scanning.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { eachFile, type Refused, RefusedFiles } from '../parts/several.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { go, say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { usePicture } from './pictures.ts';

interface Props {
  readonly tray: ScanTray;
  readonly chosen: string | undefined;
  /** Papers that go with the chosen one as its attachments. */
  readonly attached: readonly string[];
  readonly onChoose: (id: string) => void;
  readonly onAttached: (ids: readonly string[]) => void;
}
const ACCEPT = 'application/pdf,image/tiff,image/jpeg,image/png,.pdf,.tif,.tiff,.jpg,.jpeg,.png';

export function Tray({ tray, chosen, attached, onChoose, onAttached }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const at = tray.groups.findIndex((g) => g.id === chosen);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = tray.groups[at + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-group="${next.id}"]`)?.focus();
  };
  return (
    <section className="scan-tray sheet" aria-label={t('scan.tray')}>
      <Folder tray={tray} />
      <Drop />
      {tray.groups.length === 0 ? (
        <Text c="dimmed" p="sm">
          {tray.folder ? t('scan.empty') : t('scan.emptyNoFolder')}
        </Text>
      ) : (
        <ul className="scan-groups" ref={list} aria-label={t('scan.papers', { count: tray.groups.length })}>
          {tray.groups.map((group) => (
            <Paper
              key={group.id}
              group={group}
              chosen={group.id === chosen}
              attached={attached.includes(group.id)}
              alone={tray.groups.length === 1}
              onKey={onKey}
              onChoose={() => onChoose(group.id)}
              onAttach={(yes) => onAttached(yes ? [...attached, group.id] : attached.filter((id) => id !== group.id))}
            />
          ))}
        </ul>
      )}
      <Making tray={tray} />
      {tray.reading.active && tray.reading.waiting > 0 ? (
        <Text size="sm" c="dimmed" px="sm" pb="xs" role="status">
          {t('scan.reading', { count: tray.reading.waiting })}
        </Text>
      ) : null}
    </section>
  );
}

interface PaperProps {
  readonly group: ScanGroup;
  readonly chosen: boolean;
  readonly attached: boolean;
  readonly alone: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onChoose: () => void;
  readonly onAttach: (yes: boolean) => void;
}
function Paper({ group, chosen, attached, alone, onKey, onChoose, onAttach }: PaperProps) {
  const { url } = usePicture(group.whole ? undefined : group.firstPageId, group.version, 120);
  const notes = [
    ...(group.splits > 0 ? [t('scan.note.splits', { count: group.splits + 1 })] : []),
    ...group.quality.map((q) => t(`scan.note.${q}`)),
    ...(group.looked < group.pages ? [t('scan.note.looking', { done: group.looked, count: group.pages })] : []),
  ];
  return (
    <li className={`scan-group ${chosen ? 'scan-group-chosen' : ''}`}>
      <button
        type="button"
        className="scan-group-open"
        data-group={group.id}
        aria-current={chosen}
        onClick={onChoose}
        onKeyDown={onKey}
        title={group.name}
      >
        <span className="scan-thumb-small">{url ? <img src={url} alt="" /> : null}</span>
        <span className="scan-group-words">
          <span className="scan-group-name">{group.name}</span>
          <span className="scan-group-facts">
            {t(group.files > 1 ? 'scan.factsFiles' : 'scan.facts', { pages: group.pages, files: group.files })}
          </span>
          {notes.map((note) => (
            <span key={note} className="scan-group-note">
              {note}
            </span>
          ))}
        </span>
      </button>
      {chosen || alone ? null : (
        <Checkbox className="scan-attach" label={t('scan.attach')} checked={attached} onChange={(e) => onAttach(e.currentTarget.checked)} />
      )}
    </li>
  );
}

/** The folder in words: what it does now, what stays in it and why. */
function Folder({ tray: { folder } }: { readonly tray: ScanTray }) {
  const act = useAct();
  if (!folder) {
    return (
      <div className="scan-folder">
        <Text size="sm">{t('scan.folder.none')}</Text>
        <Button mt={6} size="xs" variant="default" onClick={() => go({ at: 'settings', section: 'scanner' })}>
          {t('scan.folder.set')}
        </Button>
      </div>
    );
  }
  return (
    <div className="scan-folder">
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Text size="sm" className="scan-folder-path" title={folder.path}>
          {folder.state === 'watching' ? t('scan.folder.watching') : t(`scan.folder.${folder.state}`)}
        </Text>
        <Button size="compact-xs" variant="subtle" loading={act.busy} onClick={() => void act.run(() => api['scanning.lookNow']({}))}>
          {t('scan.folder.look')}
        </Button>
      </Group>
      {folder.state === 'gone' || folder.state === 'slow' ? (
        <Alert color="orange" p="xs" mt={4} role="alert">
          {t('scan.folder.goneText', { path: folder.path })}
        </Alert>
      ) : null}
      {folder.waiting.length > 0 ? (
        <Text size="xs" c="dimmed">
          {t('scan.folder.waiting', { count: folder.waiting.length, name: folder.waiting[0] ?? '' })}
        </Text>
      ) : null}
      {folder.notices.length > 0 ? (
        <details className="scan-notices">
          <summary>{t('scan.folder.notices', { count: folder.notices.length })}</summary>
          <ul>
            {folder.notices.map((notice) => (
              <li key={notice.name}>{errorText(notice.error)}</li>
            ))}
          </ul>
        </details>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
    </div>
  );
}

function Drop() {
  const act = useAct();
  const [refused, setRefused] = useState<{ readonly rows: readonly Refused[]; readonly of: number }>();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; part: number }>();
  const take = async (files: readonly File[]): Promise<void> => {
    setRefused(undefined);
    await act.run(async () => {
      const rows = await eachFile(files, async (file) => {
        setSending({ name: file.name, part: 0 });
        const sent = await uploadFile(file, (bytes) => setSending({ name: file.name, part: file.size ? bytes / file.size : 1 }));
        const { known } = await api['scanning.take']({ uploadId: sent.uploadId });
        if (known !== undefined) say(errorText({ code: 'scan.same_upload', params: { name: file.name, other: known } }));
        else if (sent.repaired) say(t('scan.mended', { name: file.name }));
      });
      setRefused({ rows, of: files.length });
    });
    setSending(undefined);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a place to drop files beside the button that chooses them
    <div
      className={`scan-drop ${over ? 'file-drop-over' : ''}`}
      role="group"
      aria-label={t('scan.drop')}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <FileButton accept={ACCEPT} multiple onChange={(files) => void take(files)} inputProps={{ 'aria-label': t('scan.drop') }}>
        {(props) => (
          <Button {...props} size="xs" variant="default" loading={sending !== undefined}>
            {t('scan.choose')}
          </Button>
        )}
      </FileButton>
      <Text size="xs" c="dimmed">
        {t('scan.orDrop')}
      </Text>
      {sending ? <Progress mt={4} value={sending.part * 100} aria-label={t('paper.uploading', { name: sending.name })} /> : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {refused ? <RefusedFiles refused={refused.rows} of={refused.of} onClose={() => setRefused(undefined)} /> : null}
    </div>
  );
}

/** Files of papers registered before, on their way. */
function Making({ tray }: { readonly tray: ScanTray }) {
  const act = useAct();
  if (tray.making.length === 0) return null;
  return (
    <div className="scan-making">
      <Text size="sm" fw={600}>
        {t('scan.making')}
      </Text>
      {tray.making.slice(0, 6).map((job) => (
        <div key={job.id}>
          <button
            type="button"
            className="scan-making-title"
            onClick={() =>
              go(job.petitionId ? { at: 'papers', tab: 'petitions', id: job.petitionId } : { at: 'incoming', id: job.incomingId })
            }
          >
            {job.title}
          </button>
          {job.problem ? <Text size="xs">{errorText(job.problem)}</Text> : null}
          <Group gap={6} wrap="nowrap">
            <Progress
              flex={1}
              value={job.total === 0 ? 0 : (100 * job.done) / job.total}
              aria-label={t('scan.makingPages', { done: job.done, total: job.total })}
            />
            <Text size="xs">{t('scan.makingPages', { done: job.done, total: job.total })}</Text>
            {job.state === 'making' ? (
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => void act.run(() => api['scanning.stopMaking']({ groupId: job.id }))}
              >
                {t('scan.stop')}
              </Button>
            ) : null}
            {job.state === 'stopped' || job.state === 'failed' ? (
              <Button size="compact-xs" variant="subtle" onClick={() => void act.run(() => api['scanning.makeAgain']({ groupId: job.id }))}>
                {t('scan.again')}
              </Button>
            ) : null}
          </Group>
        </div>
      ))}
      <ErrorNote error={act.error} onClose={act.clear} />
    </div>
  );
}
