/** What the page says back: an error that stays until it is read, a quiet note of what was done, an empty place. */
import { Alert, Button, Center, Loader, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { api, errorOf } from '../core.ts';
import { errorText, t } from '../text/index.ts';

export function ErrorNote({ error, onClose }: { readonly error: AppError | undefined; readonly onClose?: () => void }) {
  const [answered, setAnswered] = useState<AppError>();
  if (error === undefined) return null;
  const closing = onClose ? { withCloseButton: true, onClose, closeButtonLabel: t('common.dismiss') } : {};
  // What was asked is answered: nothing is wrong any more, and the act is to be done again.
  if (answered === error)
    return (
      <Alert role="status" color="teal" variant="light" {...closing}>
        {t('registers.sureDone', { period: error.params?.period ?? '' })}
      </Alert>
    );
  return (
    <Alert role="alert" color="red" title={t('error.title')} variant="light" {...closing}>
      <span data-code={error.code}>{errorText(error)}</span>
      <ErrorAnswer error={error} onAnswered={() => setAnswered(error)} />
    </Alert>
  );
}

/** What a person may answer to an error that asks: that the machine's date is right. */
function ErrorAnswer({ error, onAnswered }: { readonly error: AppError; readonly onAnswered: () => void }) {
  const [failed, setFailed] = useState<AppError>();
  if (error.code !== 'registers.period_unsure' && error.code !== 'registers.period_behind') return null;
  const { bookId = '', period = '' } = error.params ?? {};
  const answer = (): void =>
    void api['registers.sure']({ bookId: String(bookId), period: String(period) }).then(onAnswered, (thrown: unknown) =>
      setFailed(errorOf(thrown)),
    );
  return (
    <div>
      <Button mt="xs" variant="default" onClick={answer}>
        {t('registers.sure', { period })}
      </Button>
      {failed === undefined ? null : <Text mt="xs">{errorText(failed)}</Text>}
    </div>
  );
}

interface DoneProps {
  readonly text: string | undefined;
  readonly onClose: () => void;
  /** Takes back what the note tells of; resolves with what is said then. */
  readonly undo?: () => Promise<string>;
  /** Which note this is: the same words said again are another one, and nothing of it was taken back. */
  readonly turn?: number;
}
export function DoneNote({ text, onClose, undo, turn = 0 }: DoneProps) {
  const [undone, setUndone] = useState<{ readonly of: number; readonly text?: string; readonly error?: AppError }>();
  const [busy, setBusy] = useState(false);
  if (text === undefined || text === '') return null;
  const now = undone?.of === turn ? undone : undefined;
  const run = (): void => {
    setBusy(true);
    undo?.()
      .then(
        (said) => setUndone({ of: turn, text: said }),
        (thrown: unknown) => setUndone({ of: turn, error: errorOf(thrown) }),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Alert role="status" className="done-note" variant="default" withCloseButton onClose={onClose} closeButtonLabel={t('common.dismiss')}>
      {now?.error ? errorText(now.error) : (now?.text ?? text)}
      {undo && !now ? (
        <Button variant="default" size="compact-sm" ml="md" loading={busy} onClick={run}>
          {t('undo.act')}
        </Button>
      ) : null}
    </Alert>
  );
}

/** What is shown was typed before the screen was locked. */
export function KeptNote() {
  return <output className="kept-note">{t('kept.note')}</output>;
}

export function EmptyNote({ title, next, children }: { readonly title: string; readonly next?: string; readonly children?: ReactNode }) {
  return (
    <Center className="empty-note">
      <div>
        <Text fw={600}>{title}</Text>
        {next === undefined ? null : <Text c="dimmed">{next}</Text>}
        {children}
      </div>
    </Center>
  );
}

export function Waiting({ text }: { readonly text?: string }) {
  return (
    <Center className="empty-note" role="status">
      <Loader size="sm" mr="sm" />
      <Text>{text ?? t('common.loading')}</Text>
    </Center>
  );
}
