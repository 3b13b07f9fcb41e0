/** The office's own name and code, chosen from the axis's directory before there is a store. */
import { Button, Modal, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Connection {
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
}
interface Chosen {
  readonly organId: string;
  readonly name: string;
  readonly parentName?: string | undefined;
}
export function FromDirectory({ connection, onChosen }: { readonly connection: Connection; readonly onChosen: (agency: Chosen) => void }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ readonly rows: readonly Chosen[]; readonly total: number }>();
  const act = useAct();
  const find = (typed: string): void => void act.run(async () => setFound(await api['setup.agencies']({ connection, text: typed })));
  const whole = connection.endpoint !== '' && connection.systemId !== '' && connection.secret !== '';
  return (
    <>
      <Button
        variant="default"
        disabled={!whole}
        onClick={() => {
          setOpen(true);
          find(text);
        }}
      >
        {t('setup.fromDirectory')}
      </Button>
      {open ? (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={t('setup.directoryTitle')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <TextInput
            label={t('setup.directoryFind')}
            value={text}
            data-autofocus
            onChange={(e) => {
              setText(e.currentTarget.value);
              find(e.currentTarget.value);
            }}
          />
          <ErrorNote error={act.error} onClose={act.clear} />
          {found === undefined ? null : (
            <Text c="dimmed">{found.rows.length === 0 ? t('setup.directoryNone') : t('setup.directoryCount', { count: found.total })}</Text>
          )}
          <ul className="trail" aria-label={t('setup.directoryTitle')}>
            {found?.rows.map((agency) => (
              <li key={agency.organId}>
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onChosen(agency);
                    setOpen(false);
                  }}
                >
                  {[agency.name, agency.organId, agency.parentName].filter(Boolean).join(' · ')}
                </button>
              </li>
            ))}
          </ul>
        </Modal>
      ) : null}
    </>
  );
}
