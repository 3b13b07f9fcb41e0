/** Searches kept by this person: one click searches again; the present one is kept under a name. */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { searchFor, useSearch } from './store.ts';

const loadSaved = () => api['search.saved']({});
const TOPICS = [] as const;

export function Saved() {
  const { value, reload } = useLoaded(loadSaved, TOPICS);
  const idle = useSearch((s) => s.idle);
  const act = useAct();
  const [naming, setNaming] = useState<string>();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = (naming ?? '').trim();
    const { text, filters } = useSearch.getState();
    if (name === '' || !(await act.run(() => api['search.save']({ name, query: { text, filters } })))) return;
    setNaming(undefined);
    say(t('search.savedNote', { name }));
    void reload();
  };
  const forget = async (id: string): Promise<void> => {
    if (await act.run(() => api['search.forget']({ id }))) void reload();
  };
  const searches = value?.searches ?? [];
  return (
    <section className="search-saved" aria-label={t('search.saved')}>
      {searches.map((one) => (
        <span key={one.id} className="saved-search">
          <button type="button" className="link" aria-label={t('search.open', { name: one.name })} onClick={() => searchFor(one.query)}>
            {one.name}
          </button>
          <button
            type="button"
            className="saved-forget"
            aria-label={t('search.forget', { name: one.name })}
            title={t('search.forget', { name: one.name })}
            onClick={() => void forget(one.id)}
          >
            ×
          </button>
        </span>
      ))}
      {naming === undefined ? (
        <Button variant="subtle" size="compact-sm" disabled={idle} onClick={() => setNaming('')}>
          {t('search.save')}
        </Button>
      ) : (
        <form onSubmit={(event) => void save(event)}>
          <Group gap="xs">
            <TextInput
              aria-label={t('search.saveName')}
              placeholder={t('search.saveName')}
              maxLength={80}
              autoFocus
              value={naming}
              onChange={(e) => setNaming(e.currentTarget.value)}
            />
            <Button type="submit" loading={act.busy} disabled={naming.trim() === ''}>
              {t('common.save')}
            </Button>
            <Button variant="default" onClick={() => setNaming(undefined)}>
              {t('common.cancel')}
            </Button>
          </Group>
        </form>
      )}
      <ErrorNote error={act.error} onClose={act.clear} />
    </section>
  );
}
