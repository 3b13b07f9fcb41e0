/** Thời hạn, nhắc việc: what the law leaves open. */
import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DeadlineRules } from '../../domain/deadlines.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './deadlines.css';

const TOPICS = ['deadlines'] as const;
const load = () => api['deadlines.rules']({});
const LEVELS = [1, 2, 3] as const;
/** `5, 2, 1`: at most five numbers of days, or undefined of anything else. */
export function remindDaysOf(typed: string): number[] | undefined {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '');
  const days = words.map(Number);
  const fits = words.every((word) => /^\d{1,2}$/.test(word)) && days.every((day) => day >= 1 && day <= 60) && days.length <= 5;
  return fits ? days : undefined;
}

export default function Rules() {
  const { value, error } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return <Form key={JSON.stringify(value)} now={value} />;
}

function Form({ now }: { readonly now: DeadlineRules }) {
  const [rules, setRules] = useState(now);
  const [days, setDays] = useState(now.remindDays.join(', '));
  const [escalations, setEscalations] = useState(() => now.escalations.map((one, key) => ({ ...one, key })));
  const act = useAct();
  const remindDays = remindDaysOf(days);
  const save = (): Promise<unknown> =>
    act.run(async () => {
      if (remindDays === undefined) return;
      const { urgentMinutes, silenceMinutes, handCarryMinutes, bannerFrom } = rules;
      await api['deadlines.setRules']({
        urgentMinutes: [...urgentMinutes],
        silenceMinutes,
        handCarryMinutes,
        bannerFrom,
        remindDays,
        escalations: escalations.filter((one) => one.to.trim() !== '').map(({ afterDays, to }) => ({ afterDays, to: to.trim() })),
      });
      say(t('settings.saved'));
    });
  const urgent = (i: number, minutes: number): void => {
    const [a, b, c] = rules.urgentMinutes.map((old, at) => (at === i ? minutes : old));
    setRules({ ...rules, urgentMinutes: [a ?? 1, b ?? 1, c ?? 1] });
  };
  return (
    <>
      <h3>{t('deadlines.urgent')}</h3>
      <div className="deadline-minutes">
        {LEVELS.map((level, i) => (
          <NumberInput
            key={level}
            w={130}
            label={t(`deadlines.urgent.${level}`)}
            min={1}
            max={1440}
            value={rules.urgentMinutes[i] ?? 1}
            onChange={(n) => urgent(i, Number(n))}
          />
        ))}
      </div>
      <Select
        maw={460}
        label={t('deadlines.banner')}
        allowDeselect={false}
        data={LEVELS.map((level) => ({ value: String(level), label: t(`deadlines.urgent.${level}`) }))}
        value={String(rules.bannerFrom)}
        onChange={(next) => setRules({ ...rules, bannerFrom: next === '1' ? 1 : next === '2' ? 2 : 3 })}
      />
      <TextInput
        maw={460}
        label={t('deadlines.remind')}
        value={days}
        onChange={(e) => setDays(e.currentTarget.value)}
        error={remindDays === undefined ? t('deadlines.remindWrong') : undefined}
      />
      <NumberInput
        maw={460}
        label={t('deadlines.silence')}
        min={0}
        max={80}
        value={rules.silenceMinutes / 60}
        onChange={(n) => setRules({ ...rules, silenceMinutes: Math.round(Number(n) * 60) })}
      />
      <NumberInput
        maw={460}
        label={t('deadlines.handCarry')}
        min={5}
        max={1440}
        value={rules.handCarryMinutes}
        onChange={(n) => setRules({ ...rules, handCarryMinutes: Number(n) })}
      />
      <h3>{t('deadlines.escalations')}</h3>
      {escalations.map((one) => (
        <Group key={one.key} align="flex-end" gap="sm">
          <NumberInput
            w={170}
            label={t('deadlines.after')}
            min={0}
            max={60}
            value={one.afterDays}
            onChange={(n) => setEscalations(escalations.map((old) => (old.key === one.key ? { ...old, afterDays: Number(n) } : old)))}
          />
          <TextInput
            w={260}
            label={t('deadlines.to')}
            maxLength={100}
            value={one.to}
            onChange={(e) => setEscalations(escalations.map((old) => (old.key === one.key ? { ...old, to: e.currentTarget.value } : old)))}
          />
          <Button
            variant="subtle"
            aria-label={t('deadlines.removeEscalation', { name: one.to })}
            onClick={() => setEscalations(escalations.filter((old) => old.key !== one.key))}
          >
            ×
          </Button>
        </Group>
      ))}
      <div className="settings-acts">
        {escalations.length < 5 ? (
          <Button
            variant="default"
            onClick={() =>
              setEscalations([...escalations, { afterDays: 5, to: '', key: Math.max(0, ...escalations.map((e) => e.key)) + 1 }])
            }
          >
            {t('deadlines.addEscalation')}
          </Button>
        ) : null}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="settings-acts">
        <Button loading={act.busy} disabled={remindDays === undefined} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </>
  );
}
