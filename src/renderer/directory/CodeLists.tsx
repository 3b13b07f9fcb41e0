/** Code lists in use: their version and sources, another file in a list's place, the way back. */
import { Button, FileButton, Modal, Text, Textarea } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { CodeListRow } from '../../contract/page/codelists.ts';
import { api, useCore } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t, textOr } from '../text/index.ts';

const TOPICS = ['codelists'] as const;
const load = () => api['codelists.list']({});

export function CodeLists() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const [shown, setShown] = useState<CodeListRow>();
  const act = useAct();
  const replace = async (list: CodeListRow, file: File | null): Promise<void> => {
    if (file === null) return;
    const done = await act.run(async () => api['codelists.import']({ list: list.name, text: await file.text() }));
    if (done) say(t('lists.taken'));
    await reload();
  };
  const reset = async (list: CodeListRow): Promise<void> => {
    if (await act.run(() => api['codelists.reset']({ list: list.name }))) say(t('lists.wasReset'));
    await reload();
  };
  return (
    <>
      <Text>{t('lists.lead')}</Text>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {value === undefined && error === undefined ? <Waiting /> : null}
      {value ? (
        <div className="sheet scroll-sheet">
          <table className="plain-table" aria-label={t('directory.tab.lists')}>
            <thead>
              <tr>
                <th scope="col">{t('lists.title')}</th>
                <th scope="col" style={{ width: 100 }}>
                  {t('lists.version')}
                </th>
                <th scope="col" style={{ width: 80 }}>
                  {t('lists.count')}
                </th>
                <th scope="col" style={{ width: 230 }}>
                  {t('lists.state')}
                </th>
                <th scope="col" style={{ width: 340 }} aria-label={t('lists.replace')} />
              </tr>
            </thead>
            <tbody>
              {value.lists.map((list) => (
                <tr key={list.name}>
                  <td>{list.title}</td>
                  <td className="figure">{list.version}</td>
                  <td className="figure">{numberText(list.count)}</td>
                  <td>
                    {list.replaced ? t('lists.replaced', { by: list.replaced.by, at: momentText(list.replaced.at) }) : t('lists.shipped')}
                  </td>
                  <td>
                    <div className="document-acts">
                      <Button size="compact-md" variant="default" onClick={() => setShown(list)}>
                        {t('lists.show')}
                      </Button>
                      <FileButton accept="application/json,.json" onChange={(file) => void replace(list, file)}>
                        {(props) => (
                          <Button {...props} size="compact-md" variant="default" disabled={!administrator}>
                            {t('lists.replace')}
                          </Button>
                        )}
                      </FileButton>
                      {list.replaced ? (
                        <Button size="compact-md" variant="default" disabled={!administrator} onClick={() => void reset(list)}>
                          {t('lists.reset')}
                        </Button>
                      ) : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {administrator ? null : <Text c="dimmed">{t('directory.needsAdministrator')}</Text>}
      {shown ? <Entries list={shown} onClose={() => setShown(undefined)} /> : null}
    </>
  );
}

/** What an entry says beside its code and name; words of a file that nobody foresaw stand as they are. */
function rest(entry: object, sources: readonly { readonly id: string }[]): string {
  // What another source says is told with that source's place in the list above, not with the file's short name for it.
  const by = (key: string, value: unknown): string => {
    const place = sources.findIndex(({ id }) => id === key);
    return place < 0 ? `${key} ${String(value)}` : t('lists.bySource', { value: String(value), number: place + 1 });
  };
  return Object.entries(entry)
    .filter(([key, value]) => key !== 'code' && key !== 'name' && value !== '' && value !== false)
    .map(([key, value]) => {
      const shown =
        typeof value === 'object'
          ? (Array.isArray(value) ? value.map(String) : Object.entries(value ?? {}).map(([k, v]) => by(k, v))).join(', ')
          : String(value);
      return textOr(`lists.key.${key}`, `${key}: ${shown}`, { value: textOr(`lists.value.${shown}`, shown) });
    })
    .join(' · ');
}

function Entries({ list, onClose }: { readonly list: CodeListRow; readonly onClose: () => void }) {
  const read = useCallback(() => api['codelists.get']({ list: list.name }), [list.name]);
  const { value, error } = useLoaded(read, TOPICS);
  const entries = (value?.entries ?? []) as readonly { readonly code?: string; readonly name: string }[];
  return (
    <Modal
      opened
      onClose={onClose}
      size={900}
      title={`${list.title} (${list.version})`}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <ErrorNote error={error} />
      {value ? (
        <>
          <Text fw={600}>{t('lists.sources')}</Text>
          <ol>
            {value.sources.map((source) => (
              <li key={source.id}>{source.text}</li>
            ))}
          </ol>
          <table className="plain-table" aria-label={list.title}>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.code ?? entry.name}>
                  {entry.code === undefined ? null : (
                    <td className="figure" style={{ width: 90 }}>
                      {entry.code}
                    </td>
                  )}
                  <td>{entry.name}</td>
                  <td className="dim">{rest(entry, value.sources)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Textarea
            mt={10}
            label={t('lists.file')}
            description={t('lists.fileHint')}
            readOnly
            rows={6}
            value={JSON.stringify(value, null, 2)}
            onFocus={(e) => e.currentTarget.select()}
          />
        </>
      ) : error ? null : (
        <Waiting />
      )}
    </Modal>
  );
}
