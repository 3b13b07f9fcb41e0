/** Judging a file again and reporting on it, wherever its signatures are shown. */
import { Button, Group } from '@mantine/core';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly fileId: string;
  /** The report lies with the document; else the caller shows it. */
  readonly filed: boolean;
  readonly onChecked?: () => void;
  readonly onReport?: (report: { fileId: string; size: number; name: string }) => void;
}
export function VerifyActs({ fileId, filed, onChecked, onReport }: Props) {
  const act = useAct();
  const again = (): Promise<unknown> =>
    act.run(async () => {
      const { reached } = await api['verify.check']({ fileId });
      onChecked?.();
      say(reached ? t('verify.checked', { at: new Date().toLocaleTimeString('vi-VN') }) : t('verify.offline'));
    });
  const report = (): Promise<unknown> =>
    act.run(async () => {
      const made = await api['verify.report']({ fileId, kind: 'pdf' });
      onReport?.(made);
      say(t(filed ? 'verify.reportDone' : 'verify.reportAlone'));
    });
  const json = (): Promise<unknown> =>
    act.run(async () => {
      const made = await api['verify.report']({ fileId, kind: 'json' });
      if ((await api['files.saveOutside']({ fileId: made.fileId })).saved) say(t('verify.reportSaved'));
    });
  return (
    <>
      <Group gap={6} my={8}>
        <Button variant="default" size="compact-md" loading={act.busy} onClick={() => void again()}>
          {t('verify.again')}
        </Button>
        <For call="verify.report">
          <Button
            variant="default"
            size="compact-md"
            loading={act.busy}
            leftSection={<Icon name="print" size={16} />}
            onClick={() => void report()}
          >
            {t('verify.report')}
          </Button>
        </For>
        <For call="verify.report">
          <For call="files.saveOutside">
            <Button variant="subtle" size="compact-md" disabled={act.busy} onClick={() => void json()}>
              {t('verify.reportJson')}
            </Button>
          </For>
        </For>
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
