/** The whole audit in a file outside the store, and the fingerprint by which it is checked. */
import { Button, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';

/** Groups of four, as a person reads them from one paper to another. */
const grouped = (hex: string): string => hex.toUpperCase().replace(/(.{4})(?=.)/g, '$1 ');

export function AuditFile() {
  return (
    <section className="sheet care-part" aria-label={t('audit.title')}>
      <h2>{t('audit.title')}</h2>
      <Text>{t('audit.lead')}</Text>
      <AuditExport>
        <Button variant="default" onClick={() => go({ at: 'settings', section: 'audit' })}>
          {t('audit.open')}
        </Button>
      </AuditExport>
    </section>
  );
}

/** Its button, how far it is, what it came to; other buttons beside it. */
export function AuditExport({ children }: { readonly children?: ReactNode }) {
  const act = useLongAct();
  const [done, setDone] = useState<{ readonly rows: number; readonly keySha256: string }>();
  const save = async (): Promise<void> => {
    const answer = await act.runLong(t('audit.export'), (workId) => api['audit.export']({ workId }));
    if (answer?.saved) setDone(answer);
  };
  return (
    <>
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        {children}
        <Button variant="default" loading={act.busy} onClick={() => void save()}>
          {t('audit.export')}
        </Button>
      </div>
      {done ? (
        <div role="status">
          <Text>{t('audit.saved', { rows: numberText(done.rows) })}</Text>
          <code className="care-fingerprint">{grouped(done.keySha256)}</code>
          <Text c="dimmed">{t('audit.keep')}</Text>
        </div>
      ) : null}
    </>
  );
}
