/** At a document whose package left fields empty: what its file says there, to be looked at and written in. */
import { Alert, Button, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import type { ProposalRow } from '../../contract/page/reading.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { onPaper, type TextKey, t } from '../text/index.ts';
import { PdfCut } from '../viewer/later.tsx';
import { type Entry, entryOf } from './entry.ts';
import { ProposalList } from './ProposalList.tsx';
import './reading.css';

const TOPICS = ['incoming'] as const;
const CLOSED: readonly string[] = ['returned', 'withdrawn', 'recalled', 'merged'];

/** Fields that the package says nothing of. */
function emptyFields(doc: IncomingDetail): ProposalRow['field'][] {
  const at = doc.code.indexOf('/');
  const number = at < 0 ? (/^\d/.test(doc.code) ? doc.code : '') : doc.code.slice(0, at);
  const notation = at < 0 ? (/^\d/.test(doc.code) ? '' : doc.code) : doc.code.slice(at + 1);
  const said: readonly (readonly [ProposalRow['field'], string | undefined])[] = [
    ['sender', doc.sender],
    ['number', number],
    ['notation', notation],
    ['date', doc.date],
    ['typeName', doc.typeName],
    ['subject', doc.subject],
    ['signer', doc.signer],
  ];
  return said.filter(([, value]) => (value ?? '').trim() === '').map(([field]) => field);
}

export function DocumentProposals({ doc, onDone }: { readonly doc: IncomingDetail; readonly onDone: () => void }) {
  const wanted = emptyFields(doc);
  const file = doc.files.find((one) => one.detected === 'pdf');
  return wanted.length === 0 || !file || CLOSED.includes(doc.state) || doc.secrecyAsked.length > 0 ? null : (
    <Asked doc={doc} wanted={wanted} file={file} onDone={onDone} />
  );
}

interface AskedProps {
  readonly doc: IncomingDetail;
  readonly wanted: readonly ProposalRow['field'][];
  readonly file: { readonly id: string; readonly size: number };
  readonly onDone: () => void;
}
function Asked({ doc, wanted, file, onDone }: AskedProps) {
  const load = useCallback(() => api['reading.ofDocument']({ incomingId: doc.id }), [doc.id]);
  const { value } = useLoaded(load, TOPICS, doc.id);
  const [chosen, setChosen] = useState<Partial<Entry>>({});
  const act = useAct();
  const rows = (value?.fields ?? []).filter((row) => wanted.includes(row.field));
  const [first] = rows;
  if (!value || value.state === 'absent' || (value.state !== 'reading' && !first)) return null;
  const taken = (row: ProposalRow): boolean => Object.keys(entryOf(row)).every((name) => name in chosen);
  const write = (): void =>
    void act.run(async () => {
      await api['incoming.correct']({ id: doc.id, reason: onPaper('reading.doc.reason'), fields: chosen });
      setChosen({});
      say(t('reading.doc.written'));
      onDone();
    });
  const count = Object.keys(chosen).length;
  return (
    <Alert color="gray" variant="light" mb="sm" p="xs" title={t('reading.title')}>
      <Text size="sm">
        {t('reading.doc.missing', { fields: wanted.map((field) => t(`reading.field.${field}` as TextKey)).join(', ') })}
      </Text>
      {value.state === 'reading' ? (
        <Text size="xs" c="dimmed" role="status">
          {t('reading.busy', { read: value.read, pages: value.pages })}
        </Text>
      ) : null}
      {first ? (
        <ProposalList
          rows={rows}
          taken={taken}
          onTake={(row) => setChosen((now) => ({ ...now, ...entryOf(row) }))}
          cut={(row) => <PdfCut row={row} fileId={file.id} size={file.size} />}
        />
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      {count > 0 ? (
        <Button size="compact-sm" loading={act.busy} onClick={write}>
          {t('reading.doc.write', { count })}
        </Button>
      ) : null}
    </Alert>
  );
}
