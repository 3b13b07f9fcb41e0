/** Sổ địa chỉ: where paper goes, of agencies in the directory and of whoever is in none. */
import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { AddressRow } from '../../contract/page/paper.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = ['paper'] as const;
const EMPTY = { name: '', address: '', phone: '' };
export function Addresses({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const load = useCallback(() => api['paper.addresses']({ text }), [text]);
  const { value, error } = useLoaded(load, TOPICS);
  const [editing, setEditing] = useState<Partial<AddressRow> & typeof EMPTY>();
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!editing) return;
    const { id, name, address, phone, recipientCode } = editing;
    const input = { name, address, phone, ...(id === undefined ? {} : { id }), ...(recipientCode === undefined ? {} : { recipientCode }) };
    if (await act.run(() => api['paper.saveAddress'](input))) setEditing(undefined);
  };
  const field = (name: keyof typeof EMPTY, label: string, max: number) => (
    <TextInput
      label={label}
      maxLength={max}
      value={editing?.[name] ?? ''}
      onChange={(e) => {
        const { value: typed } = e.currentTarget;
        setEditing((now) => now && { ...now, [name]: typed });
      }}
    />
  );
  return (
    <Modal opened size={760} onClose={onClose} title={t('pd.addr.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <Text c="dimmed">{t('pd.addr.lead')}</Text>
        <Group>
          <TextInput
            aria-label={t('common.search')}
            placeholder={t('common.search')}
            type="search"
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <Button variant="default" onClick={() => setEditing(EMPTY)}>
            {t('pd.addr.add')}
          </Button>
        </Group>
        <ErrorNote error={act.error ?? error} onClose={act.clear} />
        {editing ? (
          <div className="sheet" style={{ padding: 12 }}>
            {field('name', t('pd.addr.name'), 200)}
            {field('address', t('pd.out.address'), 300)}
            {field('phone', t('pd.addr.phone'), 50)}
            <Group justify="flex-end" mt="sm">
              <Button variant="default" onClick={() => setEditing(undefined)}>
                {t('common.cancel')}
              </Button>
              <Button loading={act.busy} disabled={editing.name.trim() === ''} onClick={() => void save()}>
                {t('common.save')}
              </Button>
            </Group>
          </div>
        ) : null}
        <table className="plain-table" aria-label={t('pd.addr.title')}>
          <tbody>
            {value?.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <button type="button" className="link" onClick={() => setEditing(row)}>
                    {row.name}
                  </button>
                  <div className="dim">{[row.address, row.phone].filter(Boolean).join(' · ')}</div>
                </td>
                <td style={{ width: 40 }}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('pd.addr.remove', { name: row.name })}
                    onClick={() => void act.run(() => api['paper.removeAddress']({ id: row.id }))}
                  >
                    ×
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Stack>
    </Modal>
  );
}
