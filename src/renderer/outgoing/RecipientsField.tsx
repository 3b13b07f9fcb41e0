/** Recipients picked from the directory, one by one or by a saved group; who is not on the axis is named in words. */
import { ActionIcon, Button, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import type { GroupRow } from '../../contract/page/directory.ts';
import type { Recipient } from '../../contract/page/outgoing.ts';
import { CARRIES, carryOf, MEDIA, mediumOf } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { AgencyPicker } from '../directory/AgencyPicker.tsx';
import { DoneNote, ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = ['directory'] as const;
const loadGroups = () => api['directory.groups.list']({});

interface Props {
  readonly value: readonly Recipient[];
  readonly onChange: (value: readonly Recipient[]) => void;
}
const isIn = (list: readonly Recipient[], { organId, name }: Recipient): boolean =>
  list.some((r) => (r.organId ? r.organId === organId : organId === undefined && r.name === name));

/** On the axis or on paper, and how the paper goes. */
function Way({ recipient, onWay }: { readonly recipient: Recipient; readonly onWay: (next: Recipient) => void }) {
  const medium = mediumOf(recipient);
  const choices = recipient.organId === undefined ? (['paper'] as const) : MEDIA;
  return (
    <span className="recipient-way">
      {choices.length > 1 ? (
        <NativeSelect
          size="xs"
          aria-label={t('pd.medium', { name: recipient.name })}
          data={choices.map((one) => ({ value: one, label: t(`pd.medium.${one}`) }))}
          value={medium}
          onChange={(e) => onWay({ ...recipient, medium: MEDIA.find((one) => one === e.currentTarget.value) ?? 'electronic' })}
        />
      ) : null}
      {medium === 'electronic' ? null : (
        <NativeSelect
          size="xs"
          aria-label={t('pd.out.way')}
          data={CARRIES.map((one) => ({ value: one, label: t(`pd.carry.${one}`) }))}
          value={carryOf(recipient)}
          onChange={(e) => onWay({ ...recipient, carry: e.currentTarget.value === 'hand' ? 'hand' : 'post' })}
        />
      )}
    </span>
  );
}

export function RecipientsField({ value, onChange }: Props) {
  const groups = useLoaded(loadGroups, TOPICS).value?.groups ?? [];
  const [note, setNote] = useState<string>();
  const act = useAct();
  const add = (recipients: readonly Recipient[]): number => {
    const fresh = recipients.filter((recipient) => !isIn(value, recipient));
    if (fresh.length > 0) onChange([...value, ...fresh]);
    return fresh.length;
  };
  const addGroup = async (group: GroupRow): Promise<void> => {
    const detail = await act.run(() => api['directory.groups.get']({ id: group.id }));
    if (!detail) return;
    const members = detail.members.filter((member) => member.state === 'member');
    const added = add(members.map(({ organId, name }) => ({ organId, name })));
    const left = detail.members.length - members.length;
    const words = [t('draft.group.added', { added, name: group.name }), ...(left === 0 ? [] : [t('draft.group.left', { count: left })])];
    setNote(words.join(' '));
  };
  return (
    <div className="form-wide">
      <AgencyPicker
        label={t('draft.recipient.search')}
        description={t('draft.recipient.hint')}
        taken={new Set(value.flatMap((r) => r.organId ?? []))}
        onAgency={({ organId, name }) => add([{ organId, name }])}
        onText={(name) => add([{ name }])}
        groups={groups.filter((group) => group.count > 0)}
        onGroup={(group) => void addGroup(group)}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      <DoneNote text={note} onClose={() => setNote(undefined)} />
      {value.length === 0 ? (
        <Text c="dimmed" mt={6}>
          {t('draft.recipient.none')}
        </Text>
      ) : (
        <ul className="recipients" style={{ marginTop: 6 }} aria-label={t('field.recipients')}>
          {value.map((r) => (
            <li key={`${r.organId ?? ''}${r.name}`}>
              <span>{r.name}</span>
              <span className="dim">{r.organId ?? t('draft.recipient.offAxis')}</span>
              <Way recipient={r} onWay={(next) => onChange(value.map((v) => (v === r ? next : v)))} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('draft.recipient.remove', { name: r.name })}
                onClick={() => onChange(value.filter((v) => v !== r))}
              >
                ×
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {value.length > 5 ? (
        <Text c="dimmed" mt={4}>
          {t('draft.recipient.count', { count: value.length })}{' '}
          <Button variant="subtle" size="compact-sm" onClick={() => onChange([])}>
            {t('draft.recipient.removeAll')}
          </Button>
        </Text>
      ) : null}
    </div>
  );
}
