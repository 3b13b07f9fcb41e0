/** A dialogue that fills in one act: its error stays inside, unsaved text is asked about. */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../text/index.ts';
import { useUnsaved } from './dirty.tsx';
import { ErrorNote } from './feedback.tsx';
import { KeptAt, KeptNote } from './KeptNote.tsx';
import type { KeptMark } from './keptForm.ts';
import { LongActProgress } from './LongAct.tsx';
import type { Act } from './useAct.ts';
import type { Work } from './work.ts';

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly submit: string;
  readonly act: Act;
  readonly dirty: boolean;
  readonly canSubmit?: boolean;
  /** What came up about it meanwhile, behind the dialogue. */
  readonly warning?: string | undefined;
  readonly danger?: boolean;
  /** The form is kept as it is typed: it says so, and nothing is kept of it once it is cancelled. */
  readonly kept?: KeptMark;
  /** The act as long work, while there is something to tell of it; the dialogue may be left then. */
  readonly work?: Work | undefined;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}
/** The dialogue's own focus comes first. */
const FOCUS_MS = 60;
export function FormDialog(props: Props) {
  const { act, kept } = props;
  const dirty = props.dirty || kept?.changed === true;
  const [asking, setAsking] = useState(false);
  useUnsaved(dirty && !(act.busy && props.work !== undefined), kept?.end);
  const aside = act.busy && props.work !== undefined;
  const close = (): void => {
    if (act.busy && !aside) return;
    if (dirty && !asking && !aside) {
      setAsking(true);
      return;
    }
    if (!aside) void kept?.end();
    props.onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsking(false);
    props.onSubmit();
  };
  const form = useRef<HTMLFormElement>(null);
  // A form that names no first field begins with its first one, not with the button that closes it.
  useEffect(() => {
    const timer = setTimeout(() => {
      const box = form.current;
      if (!box || box.querySelector('[data-autofocus]') || box.contains(document.activeElement)) return;
      box.querySelector<HTMLElement>('input:not(:disabled), textarea:not(:disabled), select:not(:disabled)')?.focus();
    }, FOCUS_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Modal opened onClose={close} title={props.title} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form ref={form} onSubmit={submit}>
        <Stack gap="sm">
          {props.lead === undefined ? null : <Text c="dimmed">{props.lead}</Text>}
          {props.warning === undefined ? null : (
            <Alert color="orange" variant="light" role="alert">
              {props.warning}
            </Alert>
          )}
          {kept ? <KeptNote kept={kept} /> : null}
          <Fragment key={kept?.round ?? 0}>{props.children}</Fragment>
          <LongActProgress work={props.work} />
          <ErrorNote error={act.error} onClose={act.clear} />
          {asking ? (
            <Text role="alert" c="var(--warn-ink)" fw={600}>
              {t('dirty.text')}
            </Text>
          ) : null}
          <Group justify="flex-end" className="dialog-foot">
            {kept ? <KeptAt kept={kept} /> : null}
            <Button variant="default" onClick={close} disabled={act.busy && !aside}>
              {aside ? t('work.aside') : asking ? t('dirty.leave') : t('common.cancel')}
            </Button>
            <Button type="submit" loading={act.busy} disabled={props.canSubmit === false} {...(props.danger ? { color: 'red' } : {})}>
              {props.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
