/** Chẩn đoán: what support asks for, on the screen, to be copied or saved; nothing of it is somebody's. */
import { Button, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { SUPPORT_SECTIONS, type SupportReport, supportMoment, supportText } from '../../domain/supportWords.ts';
import { api, useCore } from '../core.ts';
import { copyText } from '../parts/copy.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './support.css';

export default function Diagnostics() {
  const [report, setReport] = useState<SupportReport>();
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') === true);
  const act = useAct();
  const { run } = act;
  const read = useCallback((test: boolean) => run(async () => setReport(await api['support.report']({ test }))), [run]);
  useEffect(() => void read(false), [read]);
  const copy = (): void => {
    if (report === undefined) return;
    void run(async () => {
      await copyText(supportText(report));
      say(t('support.copied'));
    });
  };
  const save = (): void =>
    void run(async () => {
      const { saved } = await api['support.save']({});
      if (saved) say(t('support.saved'));
    });
  return (
    <>
      <div className="settings-acts">
        <Button disabled={report === undefined} onClick={copy}>
          {t('support.copy')}
        </Button>
        <Button variant="default" leftSection={<Icon name="save" size={18} />} disabled={report === undefined} onClick={save}>
          {t('support.save')}
        </Button>
        <Button variant="default" loading={act.busy} onClick={() => void read(false)}>
          {t('support.again')}
        </Button>
        {administrator ? (
          <Button variant="default" loading={act.busy} onClick={() => void read(true)}>
            {t('support.test')}
          </Button>
        ) : null}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      {report === undefined ? act.error ? null : <Waiting /> : null}
      {report === undefined ? null : <Text c="dimmed">{t('support.at', { at: supportMoment(report.at) })}</Text>}
      {report?.sections.map(({ key, lines }) => (
        <section key={key} aria-label={SUPPORT_SECTIONS[key]}>
          <h3>{SUPPORT_SECTIONS[key]}</h3>
          {lines.length === 0 ? <Text c="dimmed">{t('support.none')}</Text> : null}
          <dl className="support-lines">
            {lines.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
