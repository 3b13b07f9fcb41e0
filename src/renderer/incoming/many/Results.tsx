/** What an act on many came to: what was done, what was refused and why. It stays until it is read. */
import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { ErrorNote } from '../../parts/feedback.tsx';
import { useAct } from '../../parts/useAct.ts';
import { say, UNDO_MS } from '../../shell/view.ts';
import { t } from '../../text/index.ts';

export interface DoneLine {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly failed: boolean;
}
const summary = (lines: readonly DoneLine[]): string => {
  const failed = lines.filter((line) => line.failed).length;
  return failed === 0 ? t('many.allDone', { count: lines.length }) : t('many.someDone', { done: lines.length - failed, failed });
};

/** With the words themselves: an Enter that follows them at once closes the dialogue. */
const focusNow = (button: HTMLButtonElement | null): void => button?.focus();

interface Left {
  readonly title: string;
  readonly lines: readonly DoneLine[];
}
/** What ended while the person did something else: told at once, and to be looked at on the list until it was read. */
const useLeft = create<{ readonly left?: Left | undefined }>(() => ({}));
export function leaveResults(title: string, lines: readonly DoneLine[]): void {
  say(t('many.left', { title, words: summary(lines) }));
  if (lines.some((line) => line.failed)) useLeft.setState({ left: { title, lines } });
}
export function LeftResults() {
  const left = useLeft((s) => s.left);
  const [open, setOpen] = useState(false);
  if (left === undefined) return null;
  const close = (): void => {
    setOpen(false);
    useLeft.setState({ left: undefined });
  };
  return (
    <Alert color="orange" variant="light" role="status" py={6}>
      <Group gap="sm">
        <span>{t('many.left', { title: left.title, words: summary(left.lines) })}</span>
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          {t('many.leftShow')}
        </Button>
      </Group>
      {open ? <ResultsDialog title={left.title} lines={left.lines} onClose={close} /> : null}
    </Alert>
  );
}

export function ResultsDialog({
  title,
  lines,
  onUndo,
  onClose,
}: {
  readonly title: string;
  readonly lines: readonly DoneLine[];
  /** Takes all of it back, for as long as its reports wait here. */
  readonly onUndo?: (() => Promise<void>) | undefined;
  readonly onClose: () => void;
}) {
  const act = useAct();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), UNDO_MS);
    return () => clearTimeout(timer);
  }, []);
  const failed = lines.filter((line) => line.failed);
  return (
    <Modal opened size="58rem" onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text role="status" mb={8}>
        {summary(lines)}
      </Text>
      <div className="many-scroll">
        <table className="many-table" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t('many.document')}</th>
              <th scope="col">{t('many.result')}</th>
            </tr>
          </thead>
          <tbody>
            {[...failed, ...lines.filter((line) => !line.failed)].map((line) => (
              <tr key={line.id}>
                <td>
                  <span className="two-lines">{line.name}</span>
                </td>
                <td className={line.failed ? 'overdue' : ''}>
                  {line.failed ? t('many.refused', { reason: line.words }) : line.words || t('many.done')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group justify="flex-end" mt="md" className="dialog-foot">
        {onUndo && !late ? (
          <Button variant="default" loading={act.busy} onClick={() => void act.run(onUndo)}>
            {t('many.undo')}
          </Button>
        ) : null}
        <Button ref={focusNow} onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}
