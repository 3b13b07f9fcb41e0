/** Single documents out of a backup: looked for, compared with the store, lost files taken back. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { BackupFound, BackupOpened, HeldDocument, HeldFileRow } from '../../contract/page/restore.ts';
import { api } from '../core.ts';
import { dateText, momentText, numberText, sizeText } from '../format.ts';
import { DoneNote, ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';
import { Look, Pick } from './Wizard.tsx';

export function SingleDocuments() {
  const [found, setFound] = useState<readonly BackupFound[]>();
  const [opened, setOpened] = useState<BackupOpened>();
  useEffect(() => () => void api['restore.close']({}).catch(() => undefined), []);
  if (opened) return <Search opened={opened} onBack={() => setOpened(undefined)} />;
  return (
    <Stack>
      <Look signedIn onFound={setFound} />
      {found === undefined ? null : <Pick found={found} signedIn onOpened={setOpened} />}
    </Stack>
  );
}

function Search({ opened, onBack }: { readonly opened: BackupOpened; readonly onBack: () => void }) {
  const act = useAct();
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly HeldDocument[]>();
  const [more, setMore] = useState(false);
  const [chosen, setChosen] = useState<HeldDocument>();
  const search = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await act.run(() => api['restore.search']({ text: text.trim() }));
    setChosen(undefined);
    setRows(answer?.rows);
    setMore(answer?.more ?? false);
  };
  return (
    <Stack>
      <Text>{t('single.opened', { at: momentText(opened.createdAt), office: opened.office })}</Text>
      <form onSubmit={(e) => void search(e)}>
        <Group align="end">
          <TextInput w={420} label={t('single.text')} value={text} onChange={(e) => setText(e.currentTarget.value)} />
          <Button type="submit" loading={act.busy}>
            {t('single.search')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('single.other')}
          </Button>
        </Group>
      </form>
      <ErrorNote error={act.error} onClose={act.clear} />
      {chosen ? <OneDocument document={chosen} onBack={() => setChosen(undefined)} /> : null}
      {rows && !chosen ? (
        rows.length === 0 ? (
          <Text>{t('single.none')}</Text>
        ) : (
          <table className="plain-table" aria-label={t('single.rows')}>
            <thead>
              <tr>
                <th scope="col" style={{ width: 190 }}>
                  {t('field.code')}
                </th>
                <th scope="col" style={{ width: 110 }}>
                  {t('single.date')}
                </th>
                <th scope="col">{t('field.subject')}</th>
                <th scope="col" style={{ width: 110 }} aria-label={t('single.view')} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>{row.code}</td>
                  <td className="figure">{dateText(row.date)}</td>
                  <td>{row.subject}</td>
                  <td>
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('single.viewOf', { code: row.code })}
                      onClick={() => setChosen(row)}
                    >
                      {t('single.view')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      ) : null}
      {more ? <Text c="dimmed">{t('single.more')}</Text> : null}
    </Stack>
  );
}

function OneDocument({ document, onBack }: { readonly document: HeldDocument; readonly onBack: () => void }) {
  const act = useAct();
  const [held, setHeld] = useState<{ readonly files: readonly HeldFileRow[]; readonly here: boolean; readonly destroyed: boolean }>();
  const [note, setNote] = useState<string>();
  const { list, id } = document;
  const read = async (): Promise<void> => setHeld(await act.run(() => api['restore.document']({ list, id })));
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for each document
  useEffect(() => void read(), [list, id]);
  const take = async (): Promise<void> => {
    const answer = await act.run(() => api['restore.take']({ list, id }));
    if (answer) setNote(t('single.taken', { count: numberText(answer.taken) }));
    await read();
  };
  const lost = held?.files.filter((file) => file.here !== 'whole').length ?? 0;
  return (
    <section aria-label={document.subject}>
      <h3>
        {document.code} · {document.subject}
      </h3>
      {held?.destroyed ? <p className="care-warn">{t('single.destroyed')}</p> : null}
      {held && !held.here ? <p className="care-warn">{t('single.absent')}</p> : null}
      <ul className="care-findings">
        {held?.files.map((file) => (
          <li key={file.id}>
            {file.name} · {sizeText(file.size)} · {t(`single.${file.here}`)}{' '}
            {held.destroyed ? null : (
              <Button size="compact-sm" variant="subtle" onClick={() => void act.run(() => api['restore.saveFile']({ fileId: file.id }))}>
                {t('single.save')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ErrorNote error={act.error} onClose={act.clear} />
      <DoneNote text={note} onClose={() => setNote(undefined)} />
      <Group mt="xs">
        <Button disabled={!held?.here || held.destroyed || lost === 0} loading={act.busy} onClick={() => void take()}>
          {t('single.take')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('single.back')}
        </Button>
      </Group>
    </section>
  );
}
