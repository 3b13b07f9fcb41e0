/** Updates of the directory: what came, what was refused and why, what a person is asked before it counts. */
import { Alert, Button, Modal, Text, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { DirectoryState, DirectoryUpdateRow } from '../../contract/page/directory.ts';
import { api, useCore } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Questions } from './Questions.tsx';

const TOPICS = ['directory'] as const;
const SHOWN = 200;

interface Props {
  readonly state: DirectoryState;
  readonly onChanged: () => void;
}
export function Updates({ state, onChanged }: Props) {
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const [changes, setChanges] = useState<DirectoryUpdateRow>();
  const [confirming, setConfirming] = useState(false);
  const act = useAct();
  const refresh = async (): Promise<void> => {
    const done = await act.run(() => api['directory.refresh']({}));
    if (done) say(t('directory.update.done', { count: numberText(done.count) }));
    onChanged();
  };
  const { refused } = state;
  const open = numberText(state.open);
  return (
    <>
      <div className="document-acts" style={{ alignItems: 'center' }}>
        <For call="directory.refresh">
          <Button loading={act.busy} onClick={() => void refresh()}>
            {t('directory.update.now')}
          </Button>
        </For>
        <span className="dim">
          {state.checkedAt === undefined
            ? t('directory.update.factsNever', { open })
            : t('directory.update.facts', { open, at: momentText(state.checkedAt) })}
        </span>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="sheet scroll-sheet directory-updates">
        {refused ? (
          <Alert color="orange" variant="light" title={t('directory.refused.title')} role="alert">
            <Text>
              {t('directory.refused.text', {
                at: momentText(refused.at),
                closed: numberText(refused.closed),
                known: numberText(refused.known),
              })}
            </Text>
            <div className="document-acts" style={{ marginTop: 8 }}>
              <Button variant="default" onClick={() => setChanges(refused)}>
                {t('directory.changes.show')}
              </Button>
              <Button color="orange" disabled={!administrator} onClick={() => setConfirming(true)}>
                {t('directory.refused.confirm')}
              </Button>
              {administrator ? null : <span className="dim">{t('directory.needsAdministrator')}</span>}
            </div>
          </Alert>
        ) : null}
        <Questions count={state.questions} administrator={administrator} onChanged={onChanged} />
        <Title order={2} size="h4">
          {t('directory.updates.title')}
        </Title>
        <History rows={state.updates} onShow={setChanges} />
      </div>
      {changes ? <Changes update={changes} onClose={() => setChanges(undefined)} /> : null}
      {confirming && refused ? (
        <ConfirmRefused
          refused={refused}
          onClose={() => {
            setConfirming(false);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}

function ConfirmRefused({ refused, onClose }: { readonly refused: NonNullable<DirectoryState['refused']>; readonly onClose: () => void }) {
  const act = useAct();
  const confirm = async (): Promise<void> => {
    const done = await act.run(() => api['directory.refresh']({ confirm: refused.digest }));
    if (!done) return;
    say(t('directory.update.done', { count: numberText(done.count) }));
    onClose();
  };
  return (
    <FormDialog
      title={t('directory.refused.confirm')}
      lead={t('directory.refused.lead', { closed: numberText(refused.closed) })}
      submit={t('directory.refused.sure')}
      act={act}
      dirty={false}
      danger
      onSubmit={() => void confirm()}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}

function History({ rows, onShow }: { readonly rows: readonly DirectoryUpdateRow[]; readonly onShow: (row: DirectoryUpdateRow) => void }) {
  if (rows.length === 0) return <Text c="dimmed">{t('directory.updates.none')}</Text>;
  return (
    <table className="plain-table" aria-label={t('directory.updates.title')}>
      <thead>
        <tr>
          <th scope="col" style={{ width: 190 }}>
            {t('directory.updates.at')}
          </th>
          <th scope="col" style={{ width: 110 }}>
            {t('directory.updates.listed')}
          </th>
          <th scope="col">{t('directory.updates.what')}</th>
          <th scope="col" style={{ width: 150 }}>
            {t('directory.updates.by')}
          </th>
          <th scope="col" style={{ width: 140 }} aria-label={t('directory.changes.show')} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{momentText(row.at)}</td>
            <td className="figure">{numberText(row.listed)}</td>
            <td>{resultText(row)}</td>
            <td>{row.by}</td>
            <td>
              <button type="button" className="link" onClick={() => onShow(row)}>
                {t('directory.changes.show')}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
function resultText(row: DirectoryUpdateRow): string {
  if (row.state === 'refused') return t('directory.updates.refused', { closed: numberText(row.closed) });
  const counts = t('directory.updates.counts', {
    opened: numberText(row.opened),
    closed: numberText(row.closed),
    renamed: numberText(row.renamed),
    changed: numberText(row.changed),
  });
  return row.asked === 0 ? counts : `${counts}; ${t('directory.updates.asked', { count: row.asked })}`;
}

function Changes({ update, onClose }: { readonly update: DirectoryUpdateRow; readonly onClose: () => void }) {
  const load = useCallback(() => api['directory.changes']({ updateId: update.id, offset: 0, limit: SHOWN }), [update.id]);
  const { value, error } = useLoaded(load, TOPICS);
  return (
    <Modal opened onClose={onClose} size={900} title={t('directory.changes.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <ErrorNote error={error} />
      {value === undefined && error === undefined ? <Waiting /> : null}
      {value && value.rows.length === 0 ? (
        <Text>{t(update.known === 0 ? 'directory.changes.first' : 'directory.questions.none')}</Text>
      ) : null}
      {value && value.rows.length > 0 ? (
        <table className="plain-table" aria-label={t('directory.changes.title')}>
          <thead>
            <tr>
              <th scope="col" style={{ width: 120 }}>
                {t('directory.change.kind')}
              </th>
              <th scope="col">{t('directory.name')}</th>
              <th scope="col" style={{ width: 150 }}>
                {t('directory.code')}
              </th>
              <th scope="col">{t('directory.change.before')}</th>
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row) => (
              <tr key={`${row.kind}${row.organId}`}>
                <td>{t(`directory.change.${row.kind}`)}</td>
                <td>{row.name}</td>
                <td className="figure">{row.organId}</td>
                <td>{row.before}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {value && value.total > value.rows.length ? (
        <Text c="dimmed" mt={8}>
          {t('directory.changes.more', { shown: numberText(value.rows.length), total: numberText(value.total) })}
        </Text>
      ) : null}
    </Modal>
  );
}
