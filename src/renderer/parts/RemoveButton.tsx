/** “Bỏ” that asks first: what it is about and what follows of it. Esc and “Thôi” leave everything as it is. */
import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { t } from '../text/index.ts';

interface Props {
  /** What stands on the button, here and in the question. */
  readonly words: string;
  /** The same with the name of what goes: for who does not see the row it stands in, and as the question's title. */
  readonly named: string;
  /** What is so afterwards. */
  readonly question: string;
  readonly size?: ButtonProps['size'];
  readonly busy?: boolean;
  readonly onSure: () => void;
}
export function RemoveButton({ words, named, question, size, busy, onSure }: Props) {
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        aria-label={named}
        loading={busy ?? false}
        onClick={() => setAsking(true)}
        {...(size === undefined ? {} : { size })}
      >
        {words}
      </Button>
      <Modal opened={asking} onClose={close} title={named} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <Text>{question}</Text>
        <Group justify="flex-end" mt="md" className="dialog-foot">
          <Button variant="default" onClick={close} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              close();
              onSure();
            }}
          >
            {words}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
