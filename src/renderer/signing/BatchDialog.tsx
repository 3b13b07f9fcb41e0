/** Many documents, one PIN: progress, stop before the next, what came of each, and the rest signed after a removed token. */
import { Alert, Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { SigningResult, WaitingRow } from '../../contract/page/signing.ts';
import { api } from '../core.ts';
import { errorText, t } from '../text/index.ts';
import type { Desk } from './Batch.tsx';
import { SignPanel } from './SignPanel.tsx';
import { signMany } from './sign.ts';

interface Props {
  readonly desk: Desk;
  readonly rows: readonly WaitingRow[];
  readonly onClose: () => void;
}
export function BatchDialog({ desk, rows, onClose }: Props) {
  /** What came of each document so far; one that failed may be tried again. */
  const [results, setResults] = useState<ReadonlyMap<string, SigningResult>>(new Map());
  const [again, setAgain] = useState(true);
  const [progress, setProgress] = useState<{ done: number; actId: string }>();
  const [stopping, setStopping] = useState(false);
  const [busy, setBusy] = useState(false);
  const left = rows.filter((row) => results.get(row.id)?.fileId === undefined);
  const signed = rows.length - left.length;
  const stop = (): void => {
    if (!progress) return;
    setStopping(true);
    void api['signing.cancel']({ actId: progress.actId }).catch(() => {});
  };
  const [first] = left;
  return (
    <Modal
      opened
      size="xl"
      onClose={() => (busy ? undefined : onClose())}
      title={t(`batch.title.${desk}`, { count: rows.length })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {again && first ? (
        <SignPanel
          id={first.id}
          act={desk}
          submit={t('batch.signNow', { count: left.length })}
          onBusy={setBusy}
          onClose={onClose}
          onDone={() => {
            setAgain(false);
            setProgress(undefined);
            setStopping(false);
          }}
          working={
            <Stack gap={6}>
              <Progress value={(100 * (progress?.done ?? 0)) / left.length} aria-label={t('batch.progress')} />
              <Group justify="space-between">
                <Text role="status">{t('batch.done', { done: progress?.done ?? 0, count: left.length })}</Text>
                <Button variant="default" onClick={stop} disabled={stopping || progress === undefined}>
                  {t(stopping ? 'batch.stopping' : 'batch.stop')}
                </Button>
              </Group>
            </Stack>
          }
          sign={async ({ choice, finalTryAccepted, input, onStage }) => {
            const documents = left.map(({ id, fileId }) => ({ id, fileId }));
            const made = await signMany({ act: desk, choice, finalTryAccepted, documents }, input, onStage, (done, actId) =>
              setProgress({ done, actId }),
            );
            setResults((old) => new Map([...old, ...made.map((result) => [result.id, result] as const)]));
          }}
        />
      ) : (
        <Summary rows={rows} results={results} signed={signed} left={left.length} onAgain={() => setAgain(true)} onClose={onClose} />
      )}
    </Modal>
  );
}

interface SummaryProps {
  readonly rows: readonly WaitingRow[];
  readonly results: ReadonlyMap<string, SigningResult>;
  readonly signed: number;
  readonly left: number;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}
function Summary({ rows, results, signed, left, onAgain, onClose }: SummaryProps) {
  const isDone = (row: WaitingRow): boolean => results.get(row.id)?.fileId !== undefined;
  // Of a hundred documents those that were not signed are what one looks for.
  const sorted = [...rows].sort((a, b) => Number(isDone(a)) - Number(isDone(b)));
  return (
    <Stack gap="sm">
      <Alert color={left === 0 ? 'green' : 'orange'} variant="light" role={left === 0 ? 'status' : 'alert'}>
        {left === 0 ? t('batch.allDone', { count: signed }) : t('batch.someDone', { done: signed, count: rows.length, left })}
      </Alert>
      <ul className="batch-results">
        {sorted.map((row) => {
          const result = results.get(row.id);
          return (
            <li key={row.id}>
              <span>{[row.typeName, row.code, row.subject].filter(Boolean).join(' – ')}</span>
              <span className={result?.fileId ? 'batch-ok' : 'signer-refused'}>
                {result?.fileId ? t('batch.ok') : result?.error ? errorText(result.error) : ''}
              </span>
            </li>
          );
        })}
      </ul>
      <Group justify="flex-end">
        {left > 0 ? (
          <Button variant="default" onClick={onAgain}>
            {t('batch.again', { count: left })}
          </Button>
        ) : null}
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Group>
    </Stack>
  );
}
