/** What a standing rule proposes for a document in sight; nothing is done until somebody accepts it. */
import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { api, useCore } from '../core.ts';
import { ruleWords } from '../incoming/many/Register.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = ['incoming'] as const;
/** Shown once it is in the book and nobody was told to handle it. */
export function RuleProposal({ id, onDone }: { readonly id: string; readonly onDone: (note: string) => void }) {
  const may = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'leader') ?? false);
  const load = useCallback(() => api['rules.for']({ id }), [id]);
  const rule = useLoaded(load, TOPICS, id).value?.rule;
  const act = useAct();
  if (rule === undefined || !may) return null;
  const apply = async (): Promise<void> => {
    if (await act.run(() => api['rules.apply']({ id, ruleId: rule.ruleId }))) onDone(t('rules.applied', { name: rule.name }));
  };
  return (
    <>
      <Notice
        tone="info"
        acts={
          <Button variant="default" size="compact-md" loading={act.busy} onClick={() => void apply()}>
            {t('rules.applyNow')}
          </Button>
        }
      >
        {t('rules.proposal', { name: rule.name, does: ruleWords(rule) })}
      </Notice>
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
