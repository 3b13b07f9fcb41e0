/** The way back from a screen that stands under another: first in its head, everywhere the same. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../text/index.ts';
import { Icon } from './icons.tsx';

interface Props {
  readonly onClick: () => void;
  /** Where to; the list where absent. */
  readonly children?: ReactNode;
}
export function BackButton({ onClick, children }: Props) {
  return (
    <Button variant="default" leftSection={<Icon name="back" size={18} />} onClick={onClick}>
      {children ?? t('common.back')}
    </Button>
  );
}
