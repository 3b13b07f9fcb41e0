/**
 * A line that stands above the work until something is done about it: what it is, and the way there. One shape for all of
 * them, so that a screen with three of them still has room for its work.
 */
import type { ReactNode } from 'react';

export type Tone = 'info' | 'good' | 'warn' | 'urgent';
interface Props {
  readonly tone: Tone;
  /** `alert` is read out at once; `status` when the screen reader is free. */
  readonly role?: 'alert' | 'status';
  /** Buttons, at the end of the line. */
  readonly acts?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}
export function Notice({ tone, role, acts, className, children }: Props) {
  const classes = `notice notice-${tone} ${className ?? ''}`;
  return (
    <div className={classes} role={role}>
      <div className="notice-words">{children}</div>
      {acts === undefined ? null : <div className="notice-acts">{acts}</div>}
    </div>
  );
}
