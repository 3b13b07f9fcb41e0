/** Cài đặt → Giao diện: how large, which colours, how still, which sounds; and the system's habits. */
import { Button, Checkbox, Radio, SegmentedControl, Text, Title } from '@mantine/core';
import { TEXT_SIZES, type TextSize, THEMES, type Theme } from '../../domain/look.ts';
import { api } from '../core.ts';
import { keysOf } from '../keys/shortcuts.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { type Act, useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { alarm, chime } from '../today/alarm.ts';
import { LanguageField } from './LanguageField.tsx';
import { useLook } from './look.ts';
import { changeLook } from './person.ts';
import './look.css';

export default function LookSection() {
  const look = useLook((s) => s.look);
  const act = useAct();
  const change = (next: Parameters<typeof changeLook>[0]): void => void act.run(() => changeLook(next));
  return (
    <div className="look">
      <ErrorNote error={act.error} onClose={act.clear} />
      <section aria-labelledby="look-size">
        <Title order={3} id="look-size">
          {t('look.size')}
        </Title>
        <SegmentedControl
          aria-labelledby="look-size"
          value={String(look.size)}
          onChange={(size) => change({ size: Number(size) as TextSize })}
          data={TEXT_SIZES.map((size) => ({ value: String(size), label: `${size} %` }))}
        />
        <Text c="dimmed">
          {t('look.sizeHint', { larger: keysOf('larger')[0] ?? '', smaller: keysOf('smaller')[0] ?? '', usual: keysOf('usual')[0] ?? '' })}
        </Text>
      </section>
      <LanguageField />
      <Radio.Group
        label={t('look.theme')}
        value={look.theme}
        onChange={(theme) => change({ theme: theme as Theme })}
        className="look-themes"
      >
        {THEMES.map((theme) => (
          <Radio key={theme} value={theme} label={t(`look.theme.${theme}`)} description={t(`look.theme.${theme}.lead`)} />
        ))}
      </Radio.Group>
      <Checkbox
        checked={look.still}
        onChange={(e) => change({ still: e.currentTarget.checked })}
        label={t('look.still')}
        description={t('look.stillHint')}
      />
      <section aria-labelledby="look-sounds">
        <Title order={3} id="look-sounds">
          {t('look.sounds')}
        </Title>
        <div className="look-sound">
          <Checkbox
            checked={look.urgentSound}
            onChange={(e) => change({ urgentSound: e.currentTarget.checked })}
            label={t('look.urgentSound')}
          />
          <Button variant="default" size="compact-md" aria-label={t('look.tryUrgent')} onClick={alarm}>
            {t('look.try')}
          </Button>
        </div>
        <div className="look-sound">
          <Checkbox checked={look.doneSound} onChange={(e) => change({ doneSound: e.currentTarget.checked })} label={t('look.doneSound')} />
          <Button variant="default" size="compact-md" aria-label={t('look.tryDone')} onClick={chime}>
            {t('look.try')}
          </Button>
        </div>
      </section>
      <Machine act={act} />
    </div>
  );
}

const TOPICS = [] as const;
const load = () => api['machine.habits']({});
function Machine({ act }: { readonly act: Act }) {
  const { value, reload } = useLoaded(load, TOPICS);
  if (!value) return null;
  const set = (change: { openAtLogin?: boolean; keepInTray?: boolean }): void =>
    void act.run(async () => {
      await api['machine.setHabits']({ openAtLogin: value.openAtLogin, keepInTray: value.keepInTray, ...change });
      await reload();
    });
  return (
    <section aria-labelledby="look-machine">
      <Title order={3} id="look-machine">
        {t('look.machine')}
      </Title>
      <Text c="dimmed">{t('look.machineLead')}</Text>
      <Checkbox
        checked={value.openAtLogin}
        disabled={!value.able.openAtLogin || act.busy}
        onChange={(e) => set({ openAtLogin: e.currentTarget.checked })}
        label={t('look.openAtLogin')}
        {...(value.able.openAtLogin ? {} : { description: t('look.openAtLoginNot') })}
      />
      <Checkbox
        checked={value.keepInTray}
        disabled={!value.able.keepInTray || act.busy}
        onChange={(e) => set({ keepInTray: e.currentTarget.checked })}
        label={t('look.keepInTray')}
        {...(value.able.keepInTray ? {} : { description: t('look.keepInTrayNot') })}
      />
    </section>
  );
}
