/** A merger: the organ that takes over, and until when mail to the old code is taken in. */
import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { runToEnd } from '../parts/work.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['registers'] as const;
const load = () => api['organs.list']({});
const FIELDS = [
  ['organId', 'merger.organId'],
  ['name', 'merger.name'],
  ['abbreviation', 'merger.abbreviation'],
  ['parentName', 'merger.parentName'],
  ['place', 'merger.place'],
  ['leaderName', 'merger.leaderName'],
  ['leaderPosition', 'merger.leaderPosition'],
] as const;
const EMPTY = { organId: '', name: '', abbreviation: '', parentName: '', place: '', leaderName: '', leaderPosition: '' };

export function Merger({ may }: { readonly may: boolean }) {
  const { value, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const [old, setOld] = useState<string | null>(null);
  const [facts, setFacts] = useState(EMPTY);
  const [basis, setBasis] = useState('');
  const [until, setUntil] = useState<string>();
  if (value === undefined) return null;
  const closed = value.organs.filter((organ) => organ.closedOn !== undefined);
  const open = value.organs.filter((organ) => organ.closedOn === undefined);
  const ready =
    old !== null && until !== undefined && [facts.organId, facts.name, facts.abbreviation, basis].every((text) => text.trim() !== '');
  const succeed = async (): Promise<void> => {
    if (old === null || until === undefined) return;
    const successor = Object.fromEntries(Object.entries(facts).map(([key, text]) => [key, text.trim()])) as typeof facts;
    const wish = { organId: old, basis: basis.trim(), acceptUntil: until, successor };
    if (await act.run(() => runToEnd(t('merger.title'), () => api['organs.succeed'](wish)))) {
      say(t('merger.done'));
      setFacts(EMPTY);
      setOld(null);
    }
    await reload();
  };
  return (
    <section className="sheet care-part" aria-label={t('merger.title')}>
      <h2>{t('merger.title')}</h2>
      <Text>{t('merger.lead')}</Text>
      {closed.map((organ) => (
        <Text key={organ.organId}>
          {t('merger.closed', {
            name: organ.name,
            code: organ.organId,
            successor: organ.successorId ?? '',
            until: dateText(organ.acceptUntil),
          })}
        </Text>
      ))}
      <Stack gap="sm" maw={640}>
        <Select
          label={t('merger.old')}
          data={open.map(({ organId, name }) => ({ value: organId, label: `${name} (${organId})` }))}
          value={old}
          onChange={setOld}
          disabled={!may}
        />
        {old === null
          ? null
          : FIELDS.map(([key, label]) => (
              <TextInput
                key={key}
                label={t(label)}
                value={facts[key]}
                onChange={(e) => {
                  const { value: typed } = e.currentTarget;
                  setFacts((now) => ({ ...now, [key]: typed }));
                }}
              />
            ))}
        {old === null ? null : (
          <>
            <TextInput label={t('handover.basis')} value={basis} onChange={(e) => setBasis(e.currentTarget.value)} />
            <DateField label={t('merger.until')} value={until} onDate={setUntil} onWrong={() => undefined} />
          </>
        )}
      </Stack>
      <ErrorNote error={act.error} onClose={act.clear} />
      {old === null ? null : (
        <div className="document-acts">
          <Button disabled={!may || !ready} loading={act.busy} onClick={() => void succeed()}>
            {t('merger.succeed')}
          </Button>
        </div>
      )}
    </section>
  );
}
