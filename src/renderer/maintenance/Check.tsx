/** The sanity check of the whole store and what the last one found, in words. */
import { Button, Checkbox, Text } from '@mantine/core';
import { useState } from 'react';
import type { CheckView } from '../../contract/page/maintenance.ts';
import { api } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { errorText, t, textOr } from '../text/index.ts';
import { JobProgress } from './JobProgress.tsx';
import type { PartProps } from './Screen.tsx';

/** Findings for which a backup is the way out. */
const DAMAGED = ['check.file_damaged', 'check.file_missing', 'check.database_damaged'];

export function Check({ state, reload }: PartProps) {
  const act = useAct();
  const [repairSearch, setRepairSearch] = useState(true);
  /** When the last report had ended as a check was begun here: the same afterwards means that it did not come to its end. */
  const [begunAfter, setBegunAfter] = useState<number>();
  const { check, job } = state;
  const begin = async (): Promise<void> => {
    if (await act.run(() => api['maintenance.check']({ repairSearch }))) setBegunAfter(check?.endedAt ?? 0);
    await reload();
  };
  const unfinished = !act.busy && job === undefined && begunAfter !== undefined && begunAfter === (check?.endedAt ?? 0);
  return (
    <section className="sheet care-part" aria-label={t('check.title')}>
      <h2>{t('check.title')}</h2>
      <Text>{t('check.lead')}</Text>
      <Checkbox label={t('check.repair')} checked={repairSearch} onChange={(e) => setRepairSearch(e.currentTarget.checked)} />
      <ErrorNote error={act.error} onClose={act.clear} />
      {job?.kind === 'check' ? <JobProgress job={job} reload={reload} /> : null}
      <div className="document-acts">
        <Button disabled={job !== undefined} loading={act.busy} onClick={() => void begin()}>
          {t('check.now')}
        </Button>
      </div>
      {unfinished ? (
        <p className="care-warn" role="status">
          {t('check.unfinished')}
        </p>
      ) : null}
      {check ? <Report check={check} last={state.backup.last?.at} /> : <Text c="dimmed">{t('check.never')}</Text>}
    </section>
  );
}

function Report({ check, last }: { readonly check: CheckView; readonly last: number | undefined }) {
  const found = check.findings.filter((finding) => finding.code !== 'check.more').length;
  return (
    <div>
      <Text>
        {t('check.last', {
          at: momentText(check.endedAt),
          files: numberText(check.files),
          documents: numberText(check.documents),
          numbers: numberText(check.numbers),
          rows: numberText(check.auditRows),
        })}
      </Text>
      {check.repaired.length > 0 ? (
        <Text>{t('check.repaired', { lists: check.repaired.map((list) => textOr(`menu.${list}`, list)).join(', ') })}</Text>
      ) : null}
      {(check.orphans ?? 0) > 0 ? <Text>{t('check.orphans', { count: numberText(check.orphans ?? 0) })}</Text> : null}
      {check.findings.length === 0 ? (
        <p className="care-good">{t('check.good')}</p>
      ) : (
        <>
          <p className="care-warn">{t('check.found', { count: numberText(found) })}</p>
          {check.findings.some(({ code }) => DAMAGED.includes(code)) ? (
            <Text>{last === undefined ? t('check.noBackup') : t('check.restore', { at: momentText(last) })}</Text>
          ) : null}
          <ul className="care-findings">
            {check.findings.map((finding) => (
              <li key={`${finding.code} ${JSON.stringify(finding.params)}`}>{errorText(finding)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
