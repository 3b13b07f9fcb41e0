/** Several files at once: one that is refused keeps none of the others out, and each that is refused is said by its name. */
import { Alert, Button, Group, List, Modal } from '@mantine/core';
import type { AppError } from '../../domain/errors.ts';
import { errorOf } from '../core.ts';
import { errorText, t } from '../text/index.ts';

export interface Refused {
  readonly name: string;
  readonly error: AppError;
}
/** Runs the act over the files, one after another; those that were refused, in order. */
export async function eachFile(files: readonly File[], act: (file: File) => Promise<void>): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  for (const file of files) {
    try {
      await act(file);
    } catch (thrown) {
      const error = errorOf(thrown);
      refused.push({ name: file.name, error: { ...error, params: { name: file.name, ...error.params } } });
    }
  }
  return refused;
}
/** Nobody reads a hundred lines: the rest is counted. */
const MOST_SAID = 8;
const sentence = ({ name, error }: Refused): string => {
  const text = errorText(error);
  return text.includes(name) ? text : `“${name}”: ${text}`;
};

interface Props {
  readonly refused: readonly Refused[];
  /** Of how many; where none was refused nothing is said. */
  readonly of: number;
  /** Said apart from the screen even where it is one. */
  readonly apart?: boolean;
  readonly onClose: () => void;
}
/** One is said where it was sent; several need room to be read. */
export function RefusedFiles({ refused, of, apart, onClose }: Props) {
  const [first] = refused;
  if (first === undefined) return null;
  if (refused.length === 1 && apart !== true)
    return (
      <Alert
        role="alert"
        color="red"
        variant="light"
        title={titleOf(1, of)}
        withCloseButton
        onClose={onClose}
        closeButtonLabel={t('common.dismiss')}
      >
        {sentence(first)}
      </Alert>
    );
  return (
    <Modal opened size="lg" onClose={onClose} title={titleOf(refused.length, of)} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Alert role="alert" color="red" variant="light">
        <List size="sm" spacing="xs">
          {refused.slice(0, MOST_SAID).map((one, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list stands still
            <List.Item key={n}>{sentence(one)}</List.Item>
          ))}
          {refused.length > MOST_SAID ? <List.Item>{t('files.refusedMore', { count: refused.length - MOST_SAID })}</List.Item> : null}
        </List>
      </Alert>
      <Group justify="flex-end" mt="md" className="dialog-foot">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}
const titleOf = (count: number, of: number): string =>
  of === 1 ? t('error.title') : t(count === of ? 'files.refusedAll' : 'files.refused', { count, of });
