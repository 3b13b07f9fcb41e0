/** Who works at this workstation: added, changed, given a new passphrase, ended. */
import { Button, Checkbox, PasswordInput, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { PersonRow } from '../../contract/page/people.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { PersonForm } from './PersonForm.tsx';
import { passphraseProblem } from './passphrase.ts';
import './people.css';

const TOPICS = [] as const;
type Open = { readonly what: 'add' } | { readonly what: 'change' | 'passphrase' | 'end'; readonly person: PersonRow };

export default function People() {
  const [ended, setEnded] = useState(false);
  const load = useCallback(() => api['people.list']({ ended }), [ended]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [open, setOpen] = useState<Open>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const done = (note: string): void => {
    setOpen(undefined);
    say(note);
    void reload();
  };
  const close = (): void => setOpen(undefined);
  return (
    <>
      <div className="settings-acts">
        <Button onClick={() => setOpen({ what: 'add' })}>{t('people.add')}</Button>
        <Checkbox label={t('people.showEnded')} checked={ended} onChange={(e) => setEnded(e.currentTarget.checked)} />
      </div>
      <table className="people-table">
        <thead>
          <tr>
            <th>{t('people.name')}</th>
            <th>{t('people.roles')}</th>
            <th>{t('people.organs')}</th>
            <th>{t('people.ways')}</th>
            <th aria-label={t('people.change')} />
          </tr>
        </thead>
        <tbody>
          {value.people.map((person) => (
            <Row key={person.id} person={person} onOpen={setOpen} />
          ))}
        </tbody>
      </table>
      {open?.what === 'add' ? <PersonForm onClose={close} onDone={done} /> : null}
      {open?.what === 'change' ? <PersonForm person={open.person} onClose={close} onDone={done} /> : null}
      {open?.what === 'passphrase' ? <PassphraseOf person={open.person} onClose={close} onDone={done} /> : null}
      {open?.what === 'end' ? <EndPerson person={open.person} onClose={close} onDone={done} /> : null}
    </>
  );
}

function Row({ person, onOpen }: { readonly person: PersonRow; readonly onOpen: (open: Open) => void }) {
  const organs = useCore((s) => s.app?.organs);
  const names = person.organs?.map((id) => organs?.find((o) => o.organId === id)?.name ?? id);
  return (
    <tr {...(person.endedAt === undefined ? {} : { 'data-ended': true })}>
      <td>
        <Text fw={600}>
          {person.name} {person.me ? t('people.me') : ''}
        </Text>
        {person.position}
      </td>
      <td>{person.roles.map((role) => t(`role.${role}`)).join(', ')}</td>
      <td>{names?.join(', ') ?? t('people.everyOrgan')}</td>
      <td>
        {person.endedAt !== undefined
          ? t('people.ended', { date: dateText(legalDateOf(person.endedAt)) })
          : person.ways.length === 0
            ? t('people.noWay')
            : person.ways.map((way) => t(`way.${way}`)).join(', ')}
      </td>
      <td>
        {person.endedAt === undefined ? (
          <div className="people-acts">
            <Button variant="subtle" size="compact-md" onClick={() => onOpen({ what: 'change', person })}>
              {t('people.change')}
            </Button>
            {person.me ? null : (
              <>
                <Button variant="subtle" size="compact-md" onClick={() => onOpen({ what: 'passphrase', person })}>
                  {t('people.setPassphrase')}
                </Button>
                <Button variant="subtle" size="compact-md" color="red" onClick={() => onOpen({ what: 'end', person })}>
                  {t('people.end')}
                </Button>
              </>
            )}
          </div>
        ) : null}
      </td>
    </tr>
  );
}

interface DialogProps {
  readonly person: PersonRow;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
function PassphraseOf({ person, onClose, onDone }: DialogProps) {
  const act = useAct();
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const problem = passphraseProblem(first, again);
  const save = async (): Promise<void> => {
    if (await act.run(() => api['people.setPassphrase']({ id: person.id, passphrase: first })))
      onDone(t('people.passphraseSaved', { name: person.name }));
  };
  return (
    <FormDialog
      title={t('people.passphraseTitle', { name: person.name })}
      lead={t('people.passphraseLead')}
      submit={t('common.save')}
      act={act}
      dirty={first !== ''}
      canSubmit={problem === undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <PasswordInput
        label={t('people.passphrase')}
        autoComplete="off"
        value={first}
        onChange={(e) => setFirst(e.currentTarget.value)}
        data-autofocus
      />
      <PasswordInput
        label={t('people.passphraseAgain')}
        autoComplete="off"
        value={again}
        error={again !== '' && first !== again ? t('people.passphraseDiffers') : undefined}
        onChange={(e) => setAgain(e.currentTarget.value)}
      />
    </FormDialog>
  );
}

function EndPerson({ person, onClose, onDone }: DialogProps) {
  const act = useAct();
  const end = async (): Promise<void> => {
    if (await act.run(() => api['people.end']({ id: person.id }))) onDone(t('people.endDone', { name: person.name }));
  };
  return (
    <FormDialog
      title={t('people.endTitle', { name: person.name })}
      submit={t('people.endDo')}
      act={act}
      dirty={false}
      danger
      onSubmit={() => void end()}
      onClose={onClose}
    >
      <Text>{t('people.endLead')}</Text>
    </FormDialog>
  );
}
