/** What is asked of the log. */
import type { AuditAsked } from '../../contract/page/audit.ts';

export interface AuditFilter extends Pick<AuditAsked, 'from' | 'to' | 'person' | 'topic' | 'act' | 'text'> {
  readonly object?: { readonly id: string; readonly label: string };
}
/** As the core is asked. */
export const askedOf = ({ object, ...rest }: AuditFilter): Omit<AuditAsked, 'after' | 'limit' | 'workId'> => ({
  ...rest,
  ...(object ? { object: object.id } : {}),
});
export const isFiltered = (filter: AuditFilter): boolean => Object.values(filter).some((one) => one !== undefined);
/** The same with one thing set, or left out. */
export function withFilter<K extends keyof AuditFilter>(filter: AuditFilter, key: K, value: AuditFilter[K] | undefined): AuditFilter {
  const { [key]: _, ...rest } = filter;
  return value === undefined || value === '' ? (rest as AuditFilter) : { ...rest, [key]: value };
}
