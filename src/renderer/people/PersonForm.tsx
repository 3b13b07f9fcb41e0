/** A new person, or what is said of one. */
import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PersonRow } from '../../contract/page/people.ts';
import { ROLES, type Role } from '../../domain/roles.ts';
import { api, useCore } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { passphraseProblem } from './passphrase.ts';

interface Props {
  readonly person?: PersonRow;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
export function PersonForm({ person, onClose, onDone }: Props) {
  const act = useAct();
  const all = useCore((s) => s.app?.organs) ?? [];
  const [name, setName] = useState(person?.name ?? '');
  const [position, setPosition] = useState(person?.position ?? '');
  const [roles, setRoles] = useState<string[]>([...(person?.roles ?? ['clerk'])]);
  const [every, setEvery] = useState(person?.organs === undefined);
  const [organs, setOrgans] = useState<string[]>([...(person?.organs ?? [])]);
  const [own, setOwn] = useState(true);
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const withSecret = person === undefined && own;
  const problem = passphraseProblem(first, again);
  const [left, setLeft] = useState(false);
  const begun = [person?.position ?? '', [...(person?.roles ?? ['clerk'])].sort().join(), (person?.organs ?? []).join()];
  const changed = [position, [...roles].sort().join(), every ? '' : organs.join()].some((now, i) => now !== begun[i]);
  const ready = name.trim() !== '' && roles.length > 0 && (every || organs.length > 0);
  const save = async (): Promise<void> => {
    const chosen = ROLES.filter((role): role is Role => roles.includes(role));
    const input = {
      ...(person ? { id: person.id } : {}),
      name,
      position,
      roles: chosen,
      ...(every ? {} : { organs }),
      ...(withSecret ? { passphrase: first } : {}),
    };
    if (await act.run(() => api['people.save'](input))) onDone(t('people.saved', { name }));
  };
  return (
    <FormDialog
      title={person ? t('people.changeTitle') : t('people.addTitle')}
      submit={t('common.save')}
      act={act}
      dirty={name !== (person?.name ?? '') || changed || first !== ''}
      canSubmit={ready && (!withSecret || problem === undefined)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('people.name')}
        required
        maxLength={50}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        data-autofocus
      />
      <TextInput label={t('people.position')} maxLength={100} value={position} onChange={(e) => setPosition(e.currentTarget.value)} />
      <Checkbox.Group label={t('people.roles')} required value={roles} onChange={setRoles}>
        <div className="settings-acts">
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      {all.length > 1 ? (
        <>
          <Checkbox label={t('people.everyOrgan')} checked={every} onChange={(e) => setEvery(e.currentTarget.checked)} />
          {every ? null : (
            <Checkbox.Group label={t('people.organs')} value={organs} onChange={setOrgans}>
              {all.map(({ organId, name: organ }) => (
                <Checkbox key={organId} mt={6} value={organId} label={organ} />
              ))}
            </Checkbox.Group>
          )}
        </>
      ) : null}
      {person ? null : (
        <>
          <Checkbox
            label={t('people.own')}
            description={t('people.ownLead')}
            checked={own}
            onChange={(e) => setOwn(e.currentTarget.checked)}
          />
          {own ? (
            <div className="form-columns">
              <PasswordInput
                label={t('people.passphrase')}
                autoComplete="off"
                value={first}
                onBlur={() => setLeft(true)}
                error={left && first !== '' && problem === 'short' ? t('setup.passphraseShort') : undefined}
                onChange={(e) => setFirst(e.currentTarget.value)}
              />
              <PasswordInput
                label={t('people.passphraseAgain')}
                autoComplete="off"
                value={again}
                error={again !== '' && first !== again ? t('people.passphraseDiffers') : undefined}
                onChange={(e) => setAgain(e.currentTarget.value)}
              />
            </div>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
