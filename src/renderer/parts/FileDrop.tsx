/** Chosen or dropped PDF files go into the store at once, with progress; a refused one says why and stays out. */
import { ActionIcon, Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { api } from '../core.ts';
import { sizeText } from '../format.ts';
import { t } from '../text/index.ts';
import { ErrorNote } from './feedback.tsx';
import { SecrecyQuestion } from './SecrecyQuestion.tsx';
import { eachFile, type Refused, RefusedFiles } from './several.tsx';
import { type Uploaded, uploadFile } from './upload.ts';
import { useAct } from './useAct.ts';

interface Props {
  readonly label: string;
  readonly files: readonly Uploaded[];
  readonly onFiles: (files: readonly Uploaded[]) => void;
  readonly hint?: string;
  /** For a document and what goes with it: an office file becomes a PDF as the first, and stays as it is behind it. */
  readonly office?: boolean;
  /** Files that were dropped beside it, on the form it stands in; each list is taken once. */
  readonly dropped?: readonly File[] | undefined;
  /** One of them was a state secret: nothing of it may stay, nor what was typed from it. */
  readonly onSecret?: () => void;
}
const OFFICE = /\.(?:docx?|xlsx?|od[ts]|rtf)$/i;
const OFFICE_TYPES = '.doc,.docx,.xls,.xlsx,.odt,.ods,.rtf';

export function FileDrop({ label, files, onFiles, hint, office, dropped, onSecret }: Props) {
  const act = useAct();
  const [refused, setRefused] = useState<{ readonly rows: readonly Refused[]; readonly of: number }>();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; part: number }>();
  const take = async (chosen: readonly File[]): Promise<void> => {
    let all = files;
    setRefused(undefined);
    await act.run(async () => {
      const rows = await eachFile(chosen, async (file) => {
        setSending({ name: file.name, part: 0 });
        const done = await uploadFile(file, (sent) => setSending({ name: file.name, part: file.size ? sent / file.size : 1 }));
        // The first is the document itself; a table that goes with it is sent as it is, unless somebody wants it otherwise.
        all = [...all, office && all.length === 0 && OFFICE.test(file.name) ? await convert(done) : done];
        onFiles(all);
      });
      if (rows.some((row) => row.error.code === 'documents.secret')) onSecret?.();
      setRefused({ rows, of: chosen.length });
    });
    setSending(undefined);
  };
  const convert = (from: Uploaded): Promise<Uploaded> => {
    setSending({ name: t('draft.converting', { name: from.name }), part: 1 });
    return api['signing.convert']({ uploadId: from.uploadId });
  };
  const convertOne = async (file: Uploaded): Promise<void> => {
    const pdf = await act.run(() => convert(file));
    setSending(undefined);
    if (pdf) onFiles(files.map((one) => (one === file ? pdf : one)));
  };
  const takeNow = useRef(take);
  takeNow.current = take;
  useEffect(() => {
    if (dropped && dropped.length > 0) void takeNow.current(dropped);
  }, [dropped]);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/useSemanticElements: a place to drop files beside the button that chooses them */}
      <div
        className={`file-drop ${over ? 'file-drop-over' : ''}`}
        role="group"
        aria-label={label}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Group gap="sm">
          <Text fw={600}>{label}</Text>
          <Text c="dimmed">{t(office ? 'draft.drop' : 'paper.drop')}</Text>
          <FileButton
            {...(office && files.length > 0 ? {} : { accept: office ? `application/pdf,.pdf,${OFFICE_TYPES}` : 'application/pdf,.pdf' })}
            multiple
            onChange={(chosen) => void take(chosen)}
            inputProps={{ 'aria-label': label }}
          >
            {(props) => (
              <Button {...props} variant="default" size="sm" loading={sending !== undefined}>
                {t(office ? 'draft.choose' : 'paper.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
        {hint === undefined ? null : (
          <Text c="dimmed" size="sm">
            {hint}
          </Text>
        )}
        {files.map((file) => (
          <Group key={file.uploadId} gap="xs" mt={4}>
            <Text>
              {file.pages === undefined
                ? t('paper.fileReady', { name: file.name, size: sizeText(file.size) })
                : t('paper.filePages', { name: file.name, pages: file.pages, size: sizeText(file.size) })}
            </Text>
            {office && file !== files[0] ? <Text c="dimmed">{t('draft.attached')}</Text> : null}
            {office && file !== files[0] && OFFICE.test(file.name) ? (
              <button
                type="button"
                className="link"
                aria-label={t('draft.toPdf.of', { name: file.name })}
                onClick={() => void convertOne(file)}
              >
                {t('draft.toPdf')}
              </button>
            ) : null}
            {file.repaired ? <Text c="var(--warn-ink)">{t('draft.repaired')}</Text> : null}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('paper.remove', { name: file.name })}
              onClick={() => onFiles(files.filter((f) => f !== file))}
            >
              ×
            </ActionIcon>
          </Group>
        ))}
        {sending === undefined ? null : (
          <div role="status">
            <Text size="sm">{t('paper.uploading', { name: sending.name })}</Text>
            <Progress value={sending.part * 100} aria-label={t('paper.uploading', { name: sending.name })} />
          </div>
        )}
      </div>
      {files.map((file) =>
        file.secrecyAsked ? (
          <SecrecyQuestion
            key={file.uploadId}
            kind="upload"
            id={file.uploadId}
            asked={file.secrecyAsked}
            onAnswered={(secret) => {
              if (secret) onSecret?.();
              onFiles(secret ? files.filter((f) => f !== file) : files.map((f) => (f === file ? { ...f, secrecyAsked: undefined } : f)));
            }}
          />
        ) : null,
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
      {refused ? <RefusedFiles refused={refused.rows} of={refused.of} onClose={() => setRefused(undefined)} /> : null}
    </Stack>
  );
}
