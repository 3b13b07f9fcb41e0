/** Cài đặt → Đơn thư: for each kind of petition the days of its law, with what they go by; unsure ones say so. */
import { Alert, Button, Group, NumberInput, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type DayOffRule, DEFAULT_CLOCKS, type PetitionClock, UNSURE_CLOCKS } from '../../domain/petitions.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './papers.css';

const TOPICS = ['petitions'] as const;
const load = () => api['petitions.clocks']({});
const UNITS = ['calendar', 'working'] as const;
const MOST_DAYS = 365;
const same = (a: PetitionClock, b: PetitionClock | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
const shippedOf = (clock: PetitionClock): PetitionClock | undefined => DEFAULT_CLOCKS.find((one) => one.kind === clock.kind);

export default function PetitionClocks() {
  const { value, error } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return <Form key={JSON.stringify(value)} now={value.clocks} rule={value.dayOff} />;
}

function Form({ now, rule }: { readonly now: readonly PetitionClock[]; readonly rule: DayOffRule }) {
  const [clocks, setClocks] = useState(now);
  const [dayOff, setDayOff] = useState(rule);
  const act = useAct();
  const change = (next: PetitionClock): void => setClocks(clocks.map((one) => (one.kind === next.kind ? next : one)));
  const save = async (): Promise<void> => {
    const sent = clocks.map(({ kind, accept, resolve, basis }) => ({
      kind,
      accept: { ...accept },
      resolve: { ...resolve },
      basis: basis.trim(),
    }));
    if (await act.run(() => api['petitions.setClocks']({ clocks: sent, dayOff }))) say(t('settings.saved'));
  };
  return (
    <Stack gap="lg">
      {clocks.map((clock) => (
        <Kind key={clock.kind} clock={clock} onChange={change} />
      ))}
      <Radio.Group
        label={t('pt.set.dayOff')}
        description={t('pt.set.dayOffUnsure')}
        value={dayOff}
        onChange={(value) => setDayOff(value === 'next' ? 'next' : 'keep')}
      >
        <Stack gap={6} mt={6}>
          <Radio value="keep" label={t('pt.set.dayOff.keep')} />
          <Radio value="next" label={t('pt.set.dayOff.next')} />
        </Stack>
      </Radio.Group>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group>
        <Button
          loading={act.busy}
          disabled={dayOff === rule && clocks.every((clock, i) => same(clock, now[i]))}
          onClick={() => void save()}
        >
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  );
}

function Kind({ clock, onChange }: { readonly clock: PetitionClock; readonly onChange: (next: PetitionClock) => void }) {
  const { kind, accept, resolve } = clock;
  const shipped = shippedOf(clock);
  const days = (label: string, value: number, min: number, put: (days: number) => PetitionClock) => (
    <NumberInput
      label={label}
      min={min}
      max={MOST_DAYS}
      allowDecimal={false}
      clampBehavior="strict"
      value={value}
      onChange={(n) => onChange(put(Math.max(min, Number(n) || min)))}
    />
  );
  const unit = (label: string, value: PetitionClock['accept']['unit'], put: (unit: PetitionClock['accept']['unit']) => PetitionClock) => (
    <Select
      label={label}
      allowDeselect={false}
      data={UNITS.map((one) => ({ value: one, label: t(`pt.set.unit.${one}`) }))}
      value={value}
      onChange={(next) => onChange(put(next === 'working' ? 'working' : 'calendar'))}
    />
  );
  return (
    <fieldset className="petition-clock">
      <legend>{t(`pt.kind.${kind}`)}</legend>
      <Stack gap="xs">
        <div className="form-columns">
          {days(t('pt.set.accept'), accept.days, 1, (n) => ({ ...clock, accept: { ...accept, days: n } }))}
          {unit(t('pt.set.acceptUnit'), accept.unit, (one) => ({ ...clock, accept: { ...accept, unit: one } }))}
        </div>
        <div className="form-columns">
          {days(t('pt.set.resolve'), resolve.days, 1, (n) => ({ ...clock, resolve: { ...resolve, days: n } }))}
          {days(t('pt.set.complex'), resolve.complexDays, 1, (n) => ({ ...clock, resolve: { ...resolve, complexDays: n } }))}
          {days(t('pt.set.extend'), resolve.extendDays, 0, (n) => ({ ...clock, resolve: { ...resolve, extendDays: n } }))}
          {unit(t('pt.set.resolveUnit'), resolve.unit, (one) => ({ ...clock, resolve: { ...resolve, unit: one } }))}
        </div>
        <TextInput
          label={t('pt.basis')}
          maxLength={200}
          value={clock.basis}
          onChange={(e) => onChange({ ...clock, basis: e.currentTarget.value })}
        />
        {UNSURE_CLOCKS.includes(kind) && same(clock, shipped) ? (
          <Alert color="orange" variant="light">
            {t('pt.set.unsure')}
          </Alert>
        ) : null}
        {shipped && !same(clock, shipped) ? (
          <Group>
            <Text size="sm" className="dim">
              {t('pt.set.changed')}
            </Text>
            <Button variant="subtle" size="compact-sm" onClick={() => onChange(shipped)}>
              {t('pt.set.back')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </fieldset>
  );
}
