/** Whether the log is whole: asked by a person, gone through row by row. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ChainCheck } from '../../contract/page/audit.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { Notice } from '../parts/Notice.tsx';
import { ta } from './words.ts';

/** Enough of a hash to be compared by eye with another print of it. */
const SHOWN = 16;

export interface Chain {
  readonly button: ReactNode;
  /** How far it is, what it came to. */
  readonly state: ReactNode;
}
export function useChain(): Chain {
  const act = useLongAct();
  const [found, setFound] = useState<ChainCheck>();
  const check = async (): Promise<void> => {
    setFound(undefined);
    setFound(await act.runLong(ta('auditLog.checking'), (workId) => api['audit.check']({ workId })));
  };
  return {
    button: (
      <Button variant="default" loading={act.busy} onClick={() => void check()}>
        {ta('auditLog.check')}
      </Button>
    ),
    state: (
      <>
        <LongActProgress work={act.work} />
        <ErrorNote error={act.error} onClose={act.clear} />
        {found === undefined ? null : <Verdict found={found} />}
      </>
    ),
  };
}

function Verdict({ found }: { readonly found: ChainCheck }) {
  return found.ok ? (
    <Notice tone="good" role="status">
      <strong>{ta('auditLog.holds', { rows: numberText(found.rows) })}</strong>{' '}
      {ta('auditLog.holdsHead', { seq: numberText(found.seq), hash: found.hash.slice(0, SHOWN).toUpperCase() })}
    </Notice>
  ) : (
    <Notice tone="urgent" role="alert">
      <strong>{ta('auditLog.broken', { seq: numberText(found.seq), why: ta(`auditLog.why.${found.why}`) })}</strong>{' '}
      {ta('auditLog.brokenNext')}
    </Notice>
  );
}
