/** Name-and-value lines of a document, and the small marks that stand in lists. */
import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Priority } from '../../domain/edxml.ts';
import { urgencyWord } from './codeWords.ts';
import { useWords } from './useWords.ts';

export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}
/** Nothing is shown where there is nothing to say. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === '' || children === null || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
/** A row that must not be overlooked: a red edge for khẩn, the whole row tinted from thượng khẩn on. */
export const urgencyClass = (priority: Priority): string =>
  priority === 0 ? '' : priority >= 2 ? 'ledger-urgent ledger-urgent-most' : 'ledger-urgent';
export function UrgencyBadge({ priority }: { readonly priority: Priority }) {
  const words = useWords();
  if (priority === 0) return null;
  return (
    <Badge color="red" variant={priority >= 2 ? 'filled' : 'outline'} radius="sm" className="urgency">
      {urgencyWord(words, priority)}
    </Badge>
  );
}
