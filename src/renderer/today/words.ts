/** Which clocks are whose, and the short text that is copied into a message to those who have no screen here. Pure. */
import type { DeadlineRow } from '../../contract/page/deadlines.ts';
import type { DeadlineKind } from '../../domain/deadlines.ts';
import type { Role } from '../../domain/roles.ts';
import type { LegalDate } from '../../domain/time.ts';
import { weekdayOf } from '../../domain/workCalendar.ts';
import { momentOnPaper } from '../format.ts';
import { onPaper, t } from '../text/index.ts';

/** The core tells of a petition only to whom is named for it. */
const PETITIONS = ['petitionAccept', 'petitionResolve'] as const;
const OF_ROLE: Readonly<Record<Role, readonly DeadlineKind[]>> = {
  clerk: ['register', 'answer', 'submit', 'handle', 'issue', 'receipt', 'reply', 'deliver', ...PETITIONS],
  leader: ['submit', 'handle', 'reply', 'deliver', ...PETITIONS],
  // The second step of the escalation is theirs.
  office_head: ['submit', 'handle', 'reply', 'deliver', ...PETITIONS],
  officer: ['handle', 'reply', ...PETITIONS],
  administrator: [],
};
/** Whether any clock runs for these roles; the administrator's work has none. */
export const hasClocks = (roles: readonly Role[]): boolean => roles.some((role) => OF_ROLE[role].length > 0);
export const mineOf = (rows: readonly DeadlineRow[], roles: readonly Role[]): DeadlineRow[] =>
  rows.filter((row) => roles.some((role) => OF_ROLE[role].includes(row.kind)));

/** Which clocks are looked at: of one kind, those given to oneself, or all. */
export type Looked = DeadlineKind | 'mine' | 'all';
/**
 * What of their clocks somebody looks at. Who only handles sees first what was given to them by name; who keeps the desk or
 * leads sees all. A part that is empty by now is all again.
 */
export function lookedAt(
  rows: readonly DeadlineRow[],
  me: { readonly name: string; readonly roles: readonly Role[] } | undefined,
  chosen: Looked | undefined,
): { readonly part: Looked; readonly given: readonly DeadlineRow[]; readonly rows: readonly DeadlineRow[] } {
  const given = me?.name ? rows.filter((row) => row.kind === 'handle' && row.who.includes(me.name)) : [];
  const wanted = chosen ?? (me?.roles.every((role) => role === 'officer') ? 'mine' : 'all');
  const found = wanted === 'mine' ? given : rows.filter((row) => row.kind === wanted);
  return found.length > 0 ? { part: wanted, given, rows: found } : { part: 'all', given, rows };
}

export const weekdayWord = (date: LegalDate): string => t(`weekday.${weekdayOf(date) as 1 | 2 | 3 | 4 | 5 | 6 | 7}`);

/** Clocks of somebody else; the others run at this desk, and of a petition nothing is for a message. */
const OF_OTHERS: readonly DeadlineKind[] = ['handle', 'receipt', 'reply'];
/** One paragraph for each person or office, plain text; empty where nobody is to be reminded. */
export function reminderText(rows: readonly DeadlineRow[]): string {
  const byWho = new Map<string, DeadlineRow[]>();
  for (const row of rows.filter(({ kind }) => OF_OTHERS.includes(kind))) byWho.set(row.who, [...(byWho.get(row.who) ?? []), row]);
  return [...byWho]
    .map(([who, theirs]) => {
      const lines = theirs.map((row) =>
        onPaper('today.reminderLine', {
          what: onPaper(`deadline.${row.kind}`),
          document: [row.code, row.subject].filter(Boolean).join(' – '),
          at: momentOnPaper(row.latest),
        }),
      );
      return [onPaper('today.reminderHead', { who }), ...lines].join('\n');
    })
    .join('\n\n');
}
