/** For whom an act is entered, where somebody without a screen here did it (record keeping, 4). */
import { NativeSelect } from '@mantine/core';
import type { PersonRow } from '../../contract/page/people.ts';
import type { Role } from '../../domain/roles.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { t } from '../text/index.ts';
import { DateField } from './DateField.tsx';
import { useLoaded } from './useLoaded.ts';

export interface Behalf {
  readonly personId: string;
  readonly slipDate?: string | undefined;
}
export const behalfInput = (behalf: Behalf | undefined): { onBehalf?: { personId: string; slipDate?: string } } =>
  behalf === undefined
    ? {}
    : { onBehalf: { personId: behalf.personId, ...(behalf.slipDate === undefined ? {} : { slipDate: behalf.slipDate }) } };

const TOPICS = [] as const;
const load = () => api['people.list']({ ended: false });
const may = (person: PersonRow, roles: readonly Role[]): boolean => !person.me && person.roles.some((role) => roles.includes(role));

interface Props {
  readonly roles: readonly Role[];
  readonly value: Behalf | undefined;
  readonly onValue: (value: Behalf | undefined) => void;
}
/** Nothing where nobody is there to be entered for, or who is signed in is no clerk. */
export function BehalfField({ roles, value, onValue }: Props) {
  const clerk = useCore((s) => s.app?.me?.roles.includes('clerk') ?? false);
  const people = useLoaded(load, TOPICS).value?.people.filter((person) => may(person, roles)) ?? [];
  if (!clerk || people.length === 0) return null;
  return (
    <div className="form-columns">
      <NativeSelect
        label={t('behalf.label')}
        value={value?.personId ?? ''}
        onChange={(e) => {
          const personId = e.currentTarget.value;
          onValue(personId === '' ? undefined : { personId, slipDate: value?.slipDate ?? legalDateOf(Date.now()) });
        }}
        data={[
          { value: '', label: t('behalf.nobody') },
          ...people.map(({ id, name, position }) => ({ value: id, label: position === '' ? name : `${name} – ${position}` })),
        ]}
      />
      {value ? (
        <DateField
          label={t('behalf.slip')}
          latest="today"
          value={value.slipDate}
          onDate={(slipDate) => onValue({ personId: value.personId, slipDate })}
        />
      ) : null}
    </div>
  );
}
