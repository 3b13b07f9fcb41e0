/** What is wrong with the sheet, one line each: where, what, what to do; a click goes there; what is asked is answered here. */
import { Button, Text, Title } from '@mantine/core';
import type { EntryChecked, RecipientSum } from '../../contract/page/entry.ts';
import type { EntryProblem } from '../../domain/entry/index.ts';
import { go } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';

interface Props {
  readonly checked: EntryChecked;
  /** Changed since it was checked. */
  readonly stale: boolean;
  readonly onGo: (problem: EntryProblem) => void;
  readonly onAnswer: (rows: readonly number[], answer: 'different' | 'skip' | 'merge') => void;
  readonly onClose: () => void;
}
export function Problems({ checked, stale, onGo, onAnswer, onClose }: Props) {
  const { problems, errors, asks } = checked;
  const askedRows = [...new Set(problems.filter(({ kind }) => kind === 'ask').map(({ row }) => row))];
  return (
    <aside className="entry-problems sheet" aria-label={t('entry.problems')}>
      <div className="entry-problems-head">
        <Title order={2}>{t('entry.problems')}</Title>
        <Button variant="subtle" size="compact-sm" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
      <Text role="status">{errors + asks === 0 ? t('entry.clean', { count: checked.count }) : t('entry.counts', { errors, asks })}</Text>
      {checked.recipients ? <Recipients sum={checked.recipients} /> : null}
      {stale ? <Text c="dimmed">{t('entry.stale')}</Text> : null}
      {askedRows.length > 1 ? (
        <Button variant="default" size="compact-sm" onClick={() => onAnswer(askedRows, 'skip')}>
          {t('entry.skipAll', { count: askedRows.length })}
        </Button>
      ) : null}
      <ol className="entry-problem-list">
        {problems.slice(0, 300).map((problem) => (
          <li key={`${problem.row} ${problem.field} ${problem.code}`} className={`entry-problem entry-problem-${problem.kind}`}>
            <button type="button" className="link" onClick={() => onGo(problem)}>
              {t('entry.where', { row: problem.row + 1, field: t(`entry.field.${problem.field}`) })}
            </button>
            <span>{errorText(problem)}</span>
            {problem.kind === 'ask' ? <Answers problem={problem} onAnswer={onAnswer} /> : null}
          </li>
        ))}
      </ol>
      {problems.length > 300 ? <Text c="dimmed">{t('entry.moreProblems', { count: problems.length - 300 })}</Text> : null}
    </aside>
  );
}

/** How many names were found; the others by name, so that a slip of the pen is seen before it is in the book. */
function Recipients({ sum }: { readonly sum: RecipientSum }) {
  const { known, asText } = sum;
  if (known + asText.length === 0) return null;
  return (
    <Text size="sm">
      {t('entry.recipients.known', { count: known })}
      {asText.length === 0
        ? null
        : ` ${t('entry.recipients.text', { count: asText.length, names: asText.slice(0, 12).join('; ') + (asText.length > 12 ? '; …' : '') })}`}
    </Text>
  );
}

function Answers({ problem, onAnswer }: { readonly problem: EntryProblem; readonly onAnswer: Props['onAnswer'] }) {
  const { row, otherId, code } = problem;
  const answer = (said: 'different' | 'skip' | 'merge', text: string) => (
    <Button variant="default" size="compact-sm" onClick={() => onAnswer([row], said)}>
      {text}
    </Button>
  );
  return (
    <span className="entry-answers">
      {code === 'entry.twin_here' ? answer('merge', t('entry.merge')) : null}
      {answer('different', t('entry.different'))}
      {answer('skip', t('entry.skip'))}
      {otherId === undefined ? null : (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => go({ at: code === 'entry.twin_issued' ? 'outgoing' : 'incoming', id: otherId })}
        >
          {t('duplicate.open')}
        </Button>
      )}
    </span>
  );
}
