/** The pane beside a list: a document in short, without leaving the list. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../text/index.ts';

interface Props {
  readonly onClose: () => void;
  readonly onMove: (by: 1 | -1) => void;
  readonly onOpen?: () => void;
  readonly first: boolean;
  readonly last: boolean;
  readonly children: ReactNode;
}
export function QuickLook({ onClose, onMove, onOpen, first, last, children }: Props) {
  return (
    <aside className="look sheet" aria-label={t('lists.look')}>
      <div className="look-bar">
        <Button size="compact-sm" disabled={onOpen === undefined} onClick={onOpen}>
          {t('lists.look.open')}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={first}
          onClick={() => onMove(-1)}
          title={t('lists.look.previous')}
          aria-label={t('lists.look.previous')}
        >
          ↑
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={last}
          onClick={() => onMove(1)}
          title={t('lists.look.next')}
          aria-label={t('lists.look.next')}
        >
          ↓
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose} title={t('lists.look.closeKey')}>
          {t('common.close')}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="look-body" aria-label={t('lists.look.content')} tabIndex={0}>
        {children}
      </section>
    </aside>
  );
}
