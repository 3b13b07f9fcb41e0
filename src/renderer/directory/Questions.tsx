/** What the axis says of known names and a person has to believe first. */
import { Button, Checkbox, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { DirectoryQuestionRow } from '../../contract/page/directory.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['directory'] as const;
const load = () => api['directory.questions']({ offset: 0, limit: 200 });

interface Props {
  readonly count: number;
  readonly administrator: boolean;
  readonly onChanged: () => void;
}
export function Questions({ count, administrator, onChanged }: Props) {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const act = useAct();
  const rows = value?.rows ?? [];
  const chosen = rows.filter((row) => ticked.has(row.id)).map((row) => row.id);
  const answer = async (accept: boolean): Promise<void> => {
    const done = await act.run(() => api['directory.answer']({ ids: chosen, accept }));
    if (done) say(t('directory.question.answered', { count: done.answered }));
    setTicked(new Set());
    await reload();
    onChanged();
  };
  const tick = (id: string): void =>
    setTicked((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])));
  return (
    <section aria-label={t('directory.questions.title', { count: numberText(count) })}>
      <Title order={2} size="h4">
        {t('directory.questions.title', { count: numberText(count) })}
      </Title>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {count === 0 ? (
        <Text c="dimmed">{t('directory.questions.none')}</Text>
      ) : (
        <>
          <Text mb={8}>{t('directory.questions.lead')}</Text>
          <ul className="directory-questions">
            {rows.map((row) => (
              <Question key={row.id} row={row} ticked={ticked.has(row.id)} onTick={() => tick(row.id)} />
            ))}
          </ul>
          <div className="document-acts" style={{ alignItems: 'center' }}>
            <Checkbox
              label={t('directory.question.tickAll')}
              checked={rows.length > 0 && chosen.length === rows.length}
              onChange={(e) => setTicked(new Set(e.currentTarget.checked ? rows.map((row) => row.id) : []))}
            />
            <Button disabled={!administrator || chosen.length === 0} loading={act.busy} onClick={() => void answer(true)}>
              {t('directory.question.accept')}
            </Button>
            <Button
              variant="default"
              disabled={!administrator || chosen.length === 0}
              loading={act.busy}
              onClick={() => void answer(false)}
            >
              {t('directory.question.reject')}
            </Button>
            {administrator ? null : <span className="dim">{t('directory.needsAdministrator')}</span>}
          </div>
        </>
      )}
    </section>
  );
}

function Question({ row, ticked, onTick }: { readonly row: DirectoryQuestionRow; readonly ticked: boolean; readonly onTick: () => void }) {
  const { kind, name, organId, newCode, newName } = row;
  return (
    <li>
      <Checkbox aria-label={t('directory.question.tick', { name })} checked={ticked} onChange={onTick} />
      <div>
        {t(`directory.question.${kind}`, { name, organId, newCode, newName })}
        <div className="dim">
          {[
            row.parentName === undefined ? undefined : t('directory.question.parent', { parent: row.parentName }),
            row.groups.length === 0 ? undefined : t('directory.question.groups', { groups: row.groups.join(', ') }),
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </div>
      </div>
    </li>
  );
}
