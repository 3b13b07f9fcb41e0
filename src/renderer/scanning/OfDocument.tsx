/** What a document's file is made of: how far its making is, and the pages as they came from the scanner. */
import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { api } from '../core.ts';
import { Section } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { later } from '../parts/later.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { usePicture } from './pictures.ts';
import './scanning.css';

const SignDialog = later(() => import('../signing/index.ts'), Waiting);
const TOPICS = ['scanning', 'incoming'] as const;

export function ScannedFrom({ id }: { readonly id: string }) {
  const load = useCallback(() => api['scanning.ofDocument']({ incomingId: id }), [id]);
  const { value, reload } = useLoaded(load, TOPICS);
  const [open, setOpen] = useState(false);
  const [signing, setSigning] = useState<string>();
  const act = useAct();
  if (!value || (value.pages.length === 0 && value.making.length === 0 && value.made.length === 0)) return null;
  return (
    <Section title={t('scan.document.title')}>
      {value.making.map((job) => (
        <Alert key={job.id} color={job.state === 'failed' ? 'orange' : 'gray'} p="xs" role="status">
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              {job.problem
                ? errorText(job.problem)
                : job.state === 'stopped'
                  ? errorText({ code: 'scan.given_up' })
                  : t('scan.document.making', { done: job.done, total: job.total })}
            </Text>
            {job.state === 'failed' || job.state === 'stopped' ? (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void act.run(() => api['scanning.makeAgain']({ groupId: job.id }))}
              >
                {t('scan.again')}
              </Button>
            ) : null}
          </Group>
        </Alert>
      ))}
      <ErrorNote error={act.error} onClose={act.clear} />
      {value.pages.length > 0 ? (
        <Button size="compact-sm" variant="subtle" className="scan-originals-open" onClick={() => setOpen(true)}>
          {t('scan.document.originals', { count: value.pages.length })}
        </Button>
      ) : null}
      {value.made.map((file) =>
        file.digitised ? null : (
          <For key={file.fileId} call="signing.begin">
            <Button
              size="compact-sm"
              variant="subtle"
              className="scan-originals-open"
              title={t('scan.document.digitiseWhy')}
              onClick={() => setSigning(file.fileId)}
            >
              {value.made.length > 1 ? t('scan.document.digitiseNamed', { name: file.name }) : t('scan.document.digitise')}
            </Button>
          </For>
        ),
      )}
      {signing === undefined ? null : (
        <SignDialog
          documentId={signing}
          act="digitised"
          onClose={() => setSigning(undefined)}
          onSigned={() => {
            setSigning(undefined);
            say(t('signing.done'));
            void reload();
          }}
        />
      )}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        size="xl"
        title={t('scan.document.originals', { count: value.pages.length })}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Originals pages={value.pages.map((page) => page.id)} />
      </Modal>
    </Section>
  );
}

/** A page at a time: a thick paper has hundreds. */
function Originals({ pages }: { readonly pages: readonly string[] }) {
  const [at, setAt] = useState(0);
  const { url, error } = usePicture(pages[at], 0, 1600, true, true);
  return (
    <>
      <Group justify="center" mb="xs">
        <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
          {t('scan.document.before')}
        </Button>
        <Text>{t('scan.document.page', { number: at + 1, count: pages.length })}</Text>
        <Button variant="default" disabled={at === pages.length - 1} onClick={() => setAt(at + 1)}>
          {t('scan.document.next')}
        </Button>
      </Group>
      <ErrorNote error={error} />
      {url ? <img className="scan-original" src={url} alt={t('scan.page', { number: at + 1 })} /> : null}
    </>
  );
}
