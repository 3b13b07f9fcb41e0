/** Groups of recipients: each with its members as they stand now, and what a person has to look at. */
import { Alert, Button, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { DirectoryState, GroupDetail, GroupRow } from '../../contract/page/directory.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { GroupForm } from './GroupForm.tsx';

const TOPICS = ['directory'] as const;
const loadGroups = () => api['directory.groups.list']({});
type Provinces = DirectoryState['provinces'];

export function Groups({ provinces }: { readonly provinces: Provinces }) {
  const { value, error } = useLoaded(loadGroups, TOPICS);
  const [openId, setOpenId] = useState<string>();
  const [editing, setEditing] = useState<GroupDetail | 'new'>();
  const groups = value?.groups ?? [];
  const open = groups.find((group) => group.id === openId) ?? groups[0];
  return (
    <>
      <div className="document-acts">
        <For call="directory.groups.save">
          <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setEditing('new')}>
            {t('groups.new')}
          </Button>
        </For>
      </div>
      <ErrorNote error={error} />
      {value === undefined && error === undefined ? <Waiting /> : null}
      {value && open === undefined ? (
        <div className="sheet scroll-sheet">
          <EmptyNote title={t('groups.empty')} next={t('groups.emptyNext')} />
        </div>
      ) : null}
      {open ? (
        <div className="directory-groups">
          <nav className="sheet scroll-sheet" aria-label={t('groups.list')}>
            {groups.map((group) => (
              <GroupButton key={group.id} group={group} current={group.id === open.id} onOpen={() => setOpenId(group.id)} />
            ))}
          </nav>
          <Group key={open.id} id={open.id} provinces={provinces} onEdit={setEditing} />
        </div>
      ) : null}
      {editing ? (
        <GroupForm
          provinces={provinces}
          {...(editing === 'new' ? {} : { group: editing })}
          onClose={() => setEditing(undefined)}
          onSaved={(id) => {
            setOpenId(id);
            setEditing(undefined);
            say(t('groups.saved'));
          }}
        />
      ) : null}
    </>
  );
}

function GroupButton({ group, current, onOpen }: { readonly group: GroupRow; readonly current: boolean; readonly onOpen: () => void }) {
  return (
    <button type="button" className="menu-item directory-group" aria-current={current ? 'true' : undefined} onClick={onOpen}>
      <span>
        {group.name}
        <span className="dim directory-group-count">{t('groups.count', { count: numberText(group.count) })}</span>
      </span>
      {group.waiting > 0 ? (
        <span className="menu-count menu-count-warn" title={t('groups.waiting', { count: group.waiting })}>
          {group.waiting}
        </span>
      ) : null}
    </button>
  );
}

export function ruleText(rule: NonNullable<GroupRow['rule']>, provinces: Provinces): string {
  const within = provinces.find((p) => p.code === rule.within)?.name ?? rule.within;
  return t(rule.only === 'communes' ? 'groups.byRuleCommunes' : 'groups.byRule', { within });
}

interface GroupProps {
  readonly id: string;
  readonly provinces: Provinces;
  readonly onEdit: (group: GroupDetail) => void;
}
function Group({ id, provinces, onEdit }: GroupProps) {
  const load = useCallback(() => api['directory.groups.get']({ id }), [id]);
  const { value: group, error, reload } = useLoaded(load, TOPICS);
  const [removing, setRemoving] = useState(false);
  const act = useAct();
  const accept = async (): Promise<void> => {
    if (await act.run(() => api['directory.groups.accept']({ id }))) say(t('groups.accepted'));
    await reload();
  };
  if (group === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <div className="sheet scroll-sheet directory-group-sheet">
      <p className="subject">{group.name}</p>
      <Text c="dimmed">{group.rule ? ruleText(group.rule, provinces) : t('groups.byHand')}</Text>
      <div className="document-acts" style={{ margin: '10px 0' }}>
        <For call="directory.groups.save">
          <Button variant="default" onClick={() => onEdit(group)}>
            {t('groups.edit')}
          </Button>
        </For>
        <For call="directory.groups.remove">
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t('groups.remove')}
          </Button>
        </For>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      {group.waiting > 0 ? (
        <Alert color="orange" variant="light" title={t('groups.waiting', { count: group.waiting })} mb={10}>
          <Text mb={8}>{t('groups.waitingText')}</Text>
          <For call="directory.groups.accept">
            <Button color="orange" loading={act.busy} onClick={() => void accept()}>
              {t('groups.accept')}
            </Button>
          </For>
        </Alert>
      ) : null}
      <ul className="recipients" aria-label={t('groups.count', { count: group.count })}>
        {group.members.map((member) => (
          <li key={member.organId}>
            <span className={member.state === 'gone' ? 'directory-gone' : ''}>{member.name}</span>
            {member.state === 'member' ? null : (
              <b className="directory-state">{t(`groups.state.${member.state}`, { name: member.nowName ?? member.name })}</b>
            )}
            <span className="dim figure">{member.organId}</span>
          </li>
        ))}
      </ul>
      {removing ? <Remove group={group} onClose={() => setRemoving(false)} /> : null}
    </div>
  );
}

function Remove({ group, onClose }: { readonly group: GroupDetail; readonly onClose: () => void }) {
  const act = useAct();
  const remove = async (): Promise<void> => {
    if (!(await act.run(() => api['directory.groups.remove']({ id: group.id })))) return;
    say(t('groups.removed'));
    onClose();
  };
  return (
    <FormDialog
      title={`${t('groups.remove')}: ${group.name}`}
      lead={t('groups.removeLead')}
      submit={t('groups.remove')}
      act={act}
      dirty={false}
      danger
      onSubmit={() => void remove()}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
