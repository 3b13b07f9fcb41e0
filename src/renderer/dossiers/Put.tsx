/** Documents into a file: one from its own screen, many that are ticked in a list, in one act. */
import { Radio, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { type DoneLine, ResultsDialog } from '../incoming/many/Results.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import './dossiers.css';

const TOPICS = ['dossiers'] as const;
interface Props {
  readonly side: 'incoming' | 'outgoing';
  /** What is put in, with what a result calls it. */
  readonly documents: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
/** The file chosen last is offered first. */
let lastChosen: string | undefined;

export function PutDialog({ side, documents, onClose, onDone }: Props) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 150);
  const load = useCallback(() => api['dossiers.choices']({ text: asked }), [asked]);
  const { value, error } = useLoaded(load, TOPICS);
  const rows = [...(value?.rows ?? [])].sort((a, b) => Number(b.id === lastChosen) - Number(a.id === lastChosen));
  const [picked, setPicked] = useState<string>();
  const [lines, setLines] = useState<readonly DoneLine[]>();
  const act = useAct();
  const chosen = rows.find(({ id }) => id === picked) ?? rows[0];
  const put = async (): Promise<void> => {
    if (!chosen) return;
    const done = await act.run(() => api['dossiers.put']({ id: chosen.id, side, ids: documents.map(({ id }) => id) }));
    if (!done) return;
    lastChosen = chosen.id;
    const [refused] = done.refused;
    if (documents.length === 1 && refused) {
      act.fail({ code: refused.code, ...(refused.params === undefined ? {} : { params: refused.params }) });
      return;
    }
    onDone();
    if (refused === undefined) {
      say(t('ds.putDone', { count: done.done.length, notation: chosen.notation }));
      onClose();
      return;
    }
    const name = (id: string): string => documents.find((one) => one.id === id)?.name ?? '';
    setLines([
      ...done.done.map((id) => ({ id, name: name(id), words: '', failed: false })),
      ...done.refused.map(({ id, code, params }) => ({
        id,
        name: name(id),
        words: errorText({ code, ...(params === undefined ? {} : { params }) }),
        failed: true,
      })),
    ]);
  };
  if (lines) return <ResultsDialog title={t('ds.put')} lines={lines} onClose={onClose} />;
  return (
    <FormDialog
      title={documents.length === 1 ? t('ds.putTitle') : t('ds.putMany', { count: documents.length })}
      submit={t('ds.put')}
      act={act}
      dirty={false}
      canSubmit={chosen !== undefined}
      onSubmit={() => void put()}
      onClose={onClose}
    >
      <TextInput
        label={t('ds.putFind')}
        placeholder={t('ds.putFindHint')}
        maxLength={200}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        data-autofocus
      />
      <ErrorNote error={error} />
      {value && rows.length === 0 ? <p className="dim">{t('ds.putNone')}</p> : null}
      {rows.length === 0 ? null : (
        <Radio.Group label={t('ds.putChoices')} value={chosen?.id ?? ''} onChange={setPicked}>
          <Stack gap={6} mt={6} className="ds-choices">
            {rows.map((row) => (
              <Radio
                key={row.id}
                value={row.id}
                label={`${row.notation} (${row.year}) – ${row.title}`}
                description={
                  row.state === 'planned'
                    ? t('ds.state.planned')
                    : `${t('ds.state.open')} · ${numberText(row.documents)} ${t('ds.col.documents').toLowerCase()}`
                }
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </FormDialog>
  );
}
