/** Cài đặt › Ký số: level, timestamp service and what happens without it, number and date, attachments, forms per body. */
import { Button, Checkbox, Radio, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type SigningSettings as Settings, SIGNATURE_LEVELS } from '../../contract/page/signing.ts';
import { FORM_PROFILE_IDS, FORM_PROFILES } from '../../domain/formProfiles.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = [] as const;
const load = () => api['signing.settings.get']({});

export default function SigningSettings() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return <Form key={JSON.stringify(value)} now={value} reload={reload} />;
}

function Form({ now, reload }: { readonly now: Settings; readonly reload: () => Promise<void> }) {
  const [form, setForm] = useState(now);
  const act = useAct();
  const set = (change: Partial<Settings>): void => setForm((old) => ({ ...old, ...change }));
  const save = (): Promise<unknown> =>
    act.run(async () => {
      const { level, tsaUrl, without, numberBy, attachments, profiles } = form;
      const chosen = profiles.map(({ organId, profile }) => ({ organId, profile }));
      await api['signing.settings.save']({ level, tsaUrl, without, numberBy, attachments, profiles: chosen });
      await reload();
      say(t('settings.saved'));
    });
  return (
    <>
      <Radio.Group label={t('signingSettings.level')} value={form.level} onChange={(level) => set({ level: level as Settings['level'] })}>
        {SIGNATURE_LEVELS.map((level) => (
          <Radio
            key={level}
            value={level}
            mt={8}
            label={t(`signingSettings.level.${level}`)}
            description={t(`signingSettings.level.${level}.lead`)}
          />
        ))}
      </Radio.Group>
      <TextInput
        maw={460}
        label={t('signingSettings.tsaUrl')}
        description={t('signingSettings.tsaUrlHint')}
        value={form.tsaUrl}
        maxLength={300}
        onChange={(e) => set({ tsaUrl: e.currentTarget.value })}
      />
      <Radio.Group
        label={t('signingSettings.without')}
        value={form.without}
        onChange={(without) => set({ without: without as Settings['without'] })}
      >
        {(['mark', 'stop'] as const).map((one) => (
          <Radio key={one} value={one} mt={8} label={t(`signingSettings.without.${one}`)} />
        ))}
      </Radio.Group>
      <Radio.Group
        label={t('signingSettings.numberBy')}
        value={form.numberBy}
        onChange={(by) => set({ numberBy: by as Settings['numberBy'] })}
      >
        {(['signature', 'form_field'] as const).map((one) => (
          <Radio
            key={one}
            value={one}
            mt={8}
            label={t(`signingSettings.numberBy.${one}`)}
            description={t(`signingSettings.numberBy.${one}.lead`)}
          />
        ))}
      </Radio.Group>
      <Checkbox
        label={t('signingSettings.attachments')}
        checked={form.attachments}
        onChange={(e) => set({ attachments: e.currentTarget.checked })}
      />
      {form.profiles.map((organ) => (
        <Select
          key={organ.organId}
          maw={460}
          label={t('signingSettings.profile', { name: organ.name })}
          value={organ.profile}
          allowDeselect={false}
          data={FORM_PROFILE_IDS.map((id) => ({ value: id, label: FORM_PROFILES[id].name }))}
          onChange={(id) =>
            set({
              profiles: form.profiles.map((one) =>
                one.organId === organ.organId && id ? { ...one, profile: id as typeof one.profile } : one,
              ),
            })
          }
        />
      ))}
      <Text c="dimmed">
        {form.converter
          ? t('signingSettings.converter', { name: t(`signingSettings.converter.${form.converter === 'word' ? 'word' : 'libreoffice'}`) })
          : t('signingSettings.noConverter')}
      </Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="settings-acts">
        <Button loading={act.busy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </>
  );
}
