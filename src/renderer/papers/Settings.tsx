/** Thiết lập giấy tờ: advance copies by channel, phiếu gửi, envelopes and labels. */
import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PaperSettings as Values } from '../../contract/page/paper.ts';
import { ADVANCE_RULES, DESK_CHANNELS, ENVELOPE_SIZES, ENVELOPES, type LabelSheet } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['paper'] as const;
const load = () => api['paper.settings']({});
const SLIPS = ['post', 'all', 'none'] as const;
/** A sheet has at least one label, and a label room for a word. */
const LIMITS = { label: [10, 420, 1], columns: [1, 10, 0], rows: [1, 30, 0], edge: [0, 420, 1] } as const;
const SIZES = [
  ['widthMm', 'pd.set.width', 'label'],
  ['heightMm', 'pd.set.height', 'label'],
  ['columns', 'pd.set.columns', 'columns'],
  ['rows', 'pd.set.rows', 'rows'],
  ['leftMm', 'pd.set.left', 'edge'],
  ['topMm', 'pd.set.top', 'edge'],
  ['gapXMm', 'pd.set.gapX', 'edge'],
  ['gapYMm', 'pd.set.gapY', 'edge'],
] as const;

export default function PaperSettings() {
  const { value, error } = useLoaded(load, TOPICS);
  const [values, setValues] = useState<Values>();
  const act = useAct();
  useEffect(() => setValues(value), [value]);
  if (values === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const set = (change: Partial<Values>): void => setValues({ ...values, ...change });
  const label = (change: Partial<LabelSheet>): void => set({ labels: { ...values.labels, ...change } });
  const save = async (): Promise<void> => {
    if (await act.run(() => api['paper.saveSettings'](values))) say(t('pd.set.saved'));
  };
  const shown = values.labels.kind === 'roll' ? SIZES.slice(0, 2) : SIZES;
  return (
    <Stack gap="md">
      <Text fw={600}>{t('pd.set.advance')}</Text>
      <div className="form-columns">
        {DESK_CHANNELS.map((channel) => (
          <Select
            key={channel}
            label={t(`channel.${channel}`)}
            data={ADVANCE_RULES.map((rule) => ({ value: rule, label: t(`pd.set.rule.${rule}`) }))}
            value={values.advance[channel]}
            allowDeselect={false}
            onChange={(rule) => set({ advance: { ...values.advance, [channel]: ADVANCE_RULES.find((one) => one === rule) ?? 'hold' } })}
          />
        ))}
      </div>
      <div className="form-columns">
        <Select
          label={t('pd.set.slips')}
          data={SLIPS.map((one) => ({ value: one, label: t(`pd.set.slips.${one}`) }))}
          value={values.slips}
          allowDeselect={false}
          onChange={(one) => set({ slips: SLIPS.find((slip) => slip === one) ?? 'post' })}
        />
        <NumberInput
          label={t('pd.set.slipDays')}
          min={1}
          max={365}
          value={values.slipDays}
          onChange={(days) => set({ slipDays: Number(days) || 15 })}
        />
        <Select
          label={t('pd.set.envelope')}
          data={ENVELOPE_SIZES.map((one) => ({
            value: one,
            label: `${one.toUpperCase()} (${ENVELOPES[one].widthMm} × ${ENVELOPES[one].heightMm} mm)`,
          }))}
          value={values.envelope}
          allowDeselect={false}
          onChange={(one) => set({ envelope: ENVELOPE_SIZES.find((size) => size === one) ?? 'dl' })}
        />
        <Select
          label={t('pd.set.labels')}
          data={(['sheet', 'roll'] as const).map((one) => ({ value: one, label: t(`pd.set.labels.${one}`) }))}
          value={values.labels.kind}
          allowDeselect={false}
          onChange={(kind) => label({ kind: kind === 'roll' ? 'roll' : 'sheet' })}
        />
      </div>
      <div className="form-columns">
        {shown.map(([key, words, limits]) => {
          const [min, max, decimals] = LIMITS[limits];
          return (
            <NumberInput
              key={key}
              label={t(words)}
              min={min}
              max={max}
              decimalScale={decimals}
              value={values.labels[key]}
              onChange={(n) => label({ [key]: Number(n) || min })}
            />
          );
        })}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group>
        <Button loading={act.busy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </Group>
    </Stack>
  );
}
