/** Where a screen cannot be drawn (its code did not load, or drawing failed): words and a way on, never a blank page. */
import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from '../text/index.ts';
import { EmptyNote } from './feedback.tsx';

interface Props {
  readonly children: ReactNode;
}
interface State {
  readonly failed: boolean;
}
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false };
  static getDerivedStateFromError(): State {
    return { failed: true };
  }
  override componentDidCatch(error: unknown): void {
    console.error(error);
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="sheet scroll-sheet" role="alert">
        <EmptyNote title={t('error.screen')} next={t('error.screenNext')}>
          <Button mt="md" onClick={() => location.reload()}>
            {t('error.reload')}
          </Button>
        </EmptyNote>
      </div>
    );
  }
}
