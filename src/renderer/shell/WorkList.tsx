/** Việc đang chạy: a button in the bottom line with how many, and the list behind it. Nothing there holds up typing. */
import { Button, Popover, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { dismissWork, showWork, useWork, type Work } from '../parts/work.ts';
import { errorText, t } from '../text/index.ts';
import { useExchange } from './StatusLine.tsx';

/** The core's own work, as its state tells it. */
function useCoreWork(): void {
  const intake = useExchange((s) => s.status?.intake);
  useEffect(() => {
    showWork(
      'intake',
      intake && intake.left > 0
        ? {
            name: t('work.intake', { done: intake.total - intake.left, total: intake.total }),
            part: (intake.total - intake.left) / intake.total,
          }
        : undefined,
    );
  }, [intake]);
}

export function WorkList() {
  useCoreWork();
  const all = useWork((s) => s.all);
  const [open, setOpen] = useState(false);
  const running = all.filter((work) => !work.ended).length;
  useEffect(() => {
    if (all.length === 0) setOpen(false);
  }, [all.length]);
  const failed = all.some((work) => work.ended?.error);
  if (all.length === 0) return null;
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={420} withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" className={failed ? 'work-failed' : ''} aria-expanded={open} onClick={() => setOpen(!open)}>
          {running > 0 ? t('work.count', { count: running }) : t('work.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <section aria-label={t('work.title')}>
          <h2 className="work-title">{t('work.title')}</h2>
          <ul className="work-list">
            {all.map((work) => (
              <li key={work.id}>
                <One work={work} />
              </li>
            ))}
          </ul>
        </section>
      </Popover.Dropdown>
    </Popover>
  );
}

function One({ work }: { readonly work: Work }) {
  if (work.ended) {
    const { error } = work.ended;
    return (
      <div className="work-line">
        <span role={error ? 'alert' : 'status'}>
          {error ? t('work.failed', { name: work.name, reason: errorText(error) }) : t('work.ended', { name: work.name })}
        </span>
        <Button size="compact-sm" variant="subtle" onClick={() => dismissWork(work.id)}>
          {t('work.close')}
        </Button>
      </div>
    );
  }
  const percent = work.part === undefined ? undefined : Math.floor(work.part * 100);
  return (
    <>
      <div className="work-line">
        <span>
          {work.name} {percent === undefined ? null : <span className="figure">{t('work.part', { percent })}</span>}
        </span>
        {work.cancel ? (
          <Button size="compact-sm" variant="default" aria-label={t('work.cancelNamed', { name: work.name })} onClick={work.cancel}>
            {t('work.cancel')}
          </Button>
        ) : null}
      </div>
      <Progress value={percent ?? 100} animated={percent === undefined} aria-label={work.name} />
    </>
  );
}
