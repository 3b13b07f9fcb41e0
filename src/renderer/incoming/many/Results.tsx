/** What an act on many came to: what was done, what was refused and why. It stays until it is read. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { t } from '../../text/index.ts';

export interface DoneLine {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly failed: boolean;
}
export function ResultsDialog({
  title,
  lines,
  onClose,
}: {
  readonly title: string;
  readonly lines: readonly DoneLine[];
  readonly onClose: () => void;
}) {
  const failed = lines.filter((line) => line.failed);
  const done = lines.length - failed.length;
  return (
    <Modal opened size="58rem" onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text role="status" mb={8}>
        {failed.length === 0 ? t('many.allDone', { count: done }) : t('many.someDone', { done, failed: failed.length })}
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
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}
