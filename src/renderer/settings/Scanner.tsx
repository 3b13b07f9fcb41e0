/** Máy quét: the folder it writes into (chosen in main's dialog), what becomes of taken files, when a page is blank. */
import { Button, Group, NumberInput, Radio, Text } from '@mantine/core';
import { AFTER_TAKING, BLANK_INK } from '../../domain/scan.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = ['scanning'] as const;
const load = () => api['scanning.tray']({});
/** Shares of the sheet are told in ten-thousandths. */
const PARTS = 10_000;

export default function Scanner() {
  const { value: tray, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const folder = tray?.folder;
  const run = (work: () => Promise<unknown>): void => void act.run(work).then(() => reload());
  return (
    <>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      <Text fw={600}>{t('scanner.folder')}</Text>
      <Text className="scan-settings-path">{folder?.path ?? t('scanner.none')}</Text>
      <Group mt="xs" gap="sm">
        <Button loading={act.busy} variant={folder ? 'default' : 'filled'} onClick={() => run(() => api['scanning.chooseFolder']({}))}>
          {t(folder ? 'scanner.change' : 'scanner.choose')}
        </Button>
        {folder ? (
          <Button variant="default" onClick={() => run(() => api['scanning.forgetFolder']({}))}>
            {t('scanner.forget')}
          </Button>
        ) : null}
      </Group>
      {folder ? (
        <Radio.Group
          mt="lg"
          label={t('scanner.after')}
          description={t('scanner.afterLead')}
          value={folder.after}
          onChange={(value) => {
            const after = AFTER_TAKING.find((a) => a === value);
            if (after) run(() => api['scanning.setAfter']({ after }));
          }}
        >
          {AFTER_TAKING.map((after) => (
            <Radio key={after} mt={6} value={after} label={t(`scanner.after.${after}`)} />
          ))}
        </Radio.Group>
      ) : null}
      <NumberInput
        mt="lg"
        maw={420}
        label={t('scanner.blank')}
        description={t('scanner.blankLead')}
        min={0.5}
        max={100}
        step={1}
        decimalSeparator=","
        value={(tray?.blankInk ?? BLANK_INK) * PARTS}
        onBlur={(event) => {
          const ink = Number(event.currentTarget.value.replace(',', '.')) / PARTS;
          if (ink >= 0.00005 && ink <= 0.01 && ink !== tray?.blankInk) run(() => api['scanning.setBlankInk']({ ink }));
        }}
      />
    </>
  );
}
