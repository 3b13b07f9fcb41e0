/** What the page says back: an error that stays until it is read, a quiet note of what was done, an empty place. */
import { Alert, Center, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppError } from '../../domain/errors.ts';
import { errorText, t } from '../text/index.ts';

export function ErrorNote({ error, onClose }: { readonly error: AppError | undefined; readonly onClose?: () => void }) {
  if (error === undefined) return null;
  return (
    <Alert
      role="alert"
      color="red"
      title={t('error.title')}
      variant="light"
      {...(onClose ? { withCloseButton: true, onClose, closeButtonLabel: t('common.dismiss') } : {})}
    >
      {errorText(error)}
    </Alert>
  );
}

export function DoneNote({ text, onClose }: { readonly text: string | undefined; readonly onClose: () => void }) {
  if (text === undefined) return null;
  return (
    <Alert role="status" className="done-note" variant="default" withCloseButton onClose={onClose} closeButtonLabel={t('common.dismiss')}>
      {text}
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
