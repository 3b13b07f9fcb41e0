/** One group being made or changed: by a rule of place, or picked one by one. */
import { ActionIcon, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { DirectoryState, GroupDetail, GroupRule } from '../../contract/page/directory.ts';
import { provinceOf } from '../../domain/organCodes.ts';
import { api, useCore } from '../core.ts';
import { numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { flag, identity, oneOf, rowsOf, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { AgencyPicker } from './AgencyPicker.tsx';

const TOPICS = ['directory'] as const;
const NAMED = 4;
interface Member {
  readonly organId: string;
  readonly name: string;
}
interface Props {
  readonly provinces: DirectoryState['provinces'];
  readonly group?: GroupDetail;
  readonly onSaved: (id: string) => void;
  readonly onClose: () => void;
}
interface Group extends GroupRule {
  readonly name: string;
  readonly byRule: boolean;
  readonly members: readonly Member[];
}
const GROUP: Shape<Group> = {
  name: text(100),
  byRule: flag,
  within: identity,
  only: oneOf('communes', 'all'),
  members: rowsOf<Member>(1000, { organId: text(35), name: text(500) }),
};
export function GroupForm({ provinces, group, onSaved, onClose }: Props) {
  const own = useCore((s) => provinceOf(s.app?.office?.organId ?? ''));
  const kept = useKeptForm<Group>({ form: 'group', ...(group === undefined ? {} : { of: group.id }) }, GROUP, () => ({
    name: group?.name ?? '',
    byRule: group === undefined || group.rule !== undefined,
    within: group?.rule?.within ?? own ?? provinces[0]?.code ?? '',
    only: group?.rule?.only ?? 'communes',
    members: (group?.members ?? []).filter((m) => m.state !== 'gone').map(({ organId, name }) => ({ organId, name })),
  }));
  const { name, byRule, within, only, members } = kept.value;
  const rule = useMemo((): GroupRule => ({ within, only }), [within, only]);
  const [touched, setTouched] = useState(false);
  const set = (change: Partial<Group>): void => {
    setTouched(true);
    kept.set(change);
  };
  const act = useAct();
  const save = async (): Promise<void> => {
    const how = byRule ? { rule } : { members: members.map((member) => member.organId) };
    const saved = await act.run(() => api['directory.groups.save']({ name, ...how, ...(group === undefined ? {} : { id: group.id }) }));
    if (!saved) return;
    void kept.end();
    onSaved(saved.id);
  };
  return (
    <FormDialog
      title={t('groups.form.title')}
      submit={t('common.save')}
      act={act}
      dirty={touched}
      kept={kept}
      canSubmit={name.trim() !== '' && (byRule ? rule.within !== '' : members.length > 0)}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('groups.form.name')}
        description={t('groups.form.nameHint')}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <Radio.Group label={t('groups.form.how')} value={byRule ? 'rule' : 'hand'} onChange={(how) => set({ byRule: how === 'rule' })}>
        <Stack gap={6} mt={4}>
          <Radio value="rule" label={t('groups.form.rule')} />
          <Radio value="hand" label={t('groups.form.hand')} />
        </Stack>
      </Radio.Group>
      {byRule ? (
        <RuleFields provinces={provinces} rule={rule} onRule={set} />
      ) : (
        <HandFields members={members} onMembers={(next) => set({ members: next })} />
      )}
    </FormDialog>
  );
}

interface RuleProps {
  readonly provinces: DirectoryState['provinces'];
  readonly rule: GroupRule;
  readonly onRule: (rule: GroupRule) => void;
}
function RuleFields({ provinces, rule, onRule }: RuleProps) {
  const load = useCallback(
    () => (rule.within === '' ? Promise.resolve({ count: 0, rows: [] }) : api['directory.groups.preview']({ rule })),
    [rule],
  );
  const { value } = useLoaded(load, TOPICS);
  const chosen = provinces.find((p) => p.code === rule.within);
  return (
    <>
      <Select
        label={t('groups.form.within')}
        searchable
        allowDeselect={false}
        data={provinces.map((p) => ({ value: p.code, label: `${p.name} (${p.code})` }))}
        value={rule.within}
        onChange={(within) => onRule({ ...rule, within: within ?? '' })}
        {...(chosen?.inferred ? { description: t('groups.form.withinHint') } : {})}
      />
      <Select
        label={t('groups.form.only')}
        allowDeselect={false}
        data={[
          { value: 'communes', label: t('groups.form.communes') },
          { value: 'all', label: t('groups.form.all') },
        ]}
        value={rule.only}
        onChange={(only) => onRule({ ...rule, only: only === 'all' ? 'all' : 'communes' })}
      />
      {value === undefined ? null : (
        <Text c="dimmed">
          {value.count === 0
            ? t('groups.form.previewNone')
            : t('groups.form.preview', {
                count: numberText(value.count),
                names: value.rows
                  .slice(0, NAMED)
                  .map((row) => row.name)
                  .join('; '),
              })}
        </Text>
      )}
    </>
  );
}

function HandFields({
  members,
  onMembers,
}: {
  readonly members: readonly Member[];
  readonly onMembers: (members: readonly Member[]) => void;
}) {
  return (
    <>
      <AgencyPicker
        label={t('groups.form.add')}
        description={t('directory.findHint')}
        taken={new Set(members.map((member) => member.organId))}
        onAgency={({ organId, name }) => onMembers([...members, { organId, name }])}
      />
      {members.length === 0 ? null : (
        <ul className="recipients directory-picked" aria-label={t('groups.form.hand')}>
          {members.map((member) => (
            <li key={member.organId}>
              <span>{member.name}</span>
              <span className="dim">{member.organId}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('draft.recipient.remove', { name: member.name })}
                onClick={() => onMembers(members.filter((other) => other !== member))}
              >
                ×
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
