/** What a person has to say about an arrival before it is registered: is it secret, is it here already. */
import { Alert, Button, Group, Text } from '@mantine/core';
import type { DuplicateRow, IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { dateText, momentText, numberText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { SecrecyQuestion } from '../parts/SecrecyQuestion.tsx';
import { useAct } from '../parts/useAct.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly doc: IncomingDetail;
  readonly onDone: () => void;
}
export function DocumentQuestions({ doc, onDone }: Props) {
  return (
    <>
      {doc.secrecyAsked.length > 0 ? (
        <SecrecyQuestion
          kind="incoming"
          id={doc.id}
          asked={doc.secrecyAsked}
          onAnswered={(secret) => (secret ? go({ at: 'incoming' }) : onDone())}
        />
      ) : null}
      {doc.duplicates.map((row) => (
        <Duplicate key={row.id} doc={doc} row={row} onDone={onDone} />
      ))}
      {doc.mergedInto ? (
        <Alert color="blue" variant="light" mb="sm">
          {t('duplicate.into', { number: numbered(doc.mergedInto) })}
          <OpenButton row={doc.mergedInto} />
        </Alert>
      ) : null}
    </>
  );
}

const numbered = (row: DuplicateRow): string =>
  row.arrivalNumber === undefined ? t('incoming.number.none') : numberText(row.arrivalNumber);
const OpenButton = ({ row }: { readonly row: DuplicateRow }) => (
  <Button variant="subtle" onClick={() => go({ at: 'incoming', id: row.id })}>
    {t('duplicate.open')}
  </Button>
);

function Duplicate({ doc, row, onDone }: Props & { readonly row: DuplicateRow }) {
  const act = useAct();
  const may = useMay();
  const decide = async (decision: 'different' | 'merged'): Promise<void> => {
    if (!(await act.run(() => api['incoming.decideDuplicate']({ id: doc.id, otherId: row.id, decision })))) return;
    say(t(decision === 'merged' ? 'duplicate.merged' : 'duplicate.keptApart'));
    if (decision === 'merged') go({ at: 'incoming', id: row.id });
    else onDone();
  };
  if (row.decision === 'different') {
    return (
      <Text c="dimmed" size="sm">
        {t('duplicate.decided', { code: row.code || row.subject, number: numbered(row) })}
        <OpenButton row={row} />
      </Text>
    );
  }
  const channel = t(`channel.${row.channel}`);
  return (
    <Alert color="orange" role="alert" title={t('duplicate.title', { code: row.code || row.subject, sender: row.sender })}>
      <Text>
        {t(`duplicate.same.${row.same}`)}.{' '}
        {row.arrivalNumber === undefined
          ? t('duplicate.unnumbered', { when: momentText(row.arrivedAt), channel })
          : t('duplicate.numbered', { number: numberText(row.arrivalNumber), date: dateText(row.arrivalDate), channel })}
      </Text>
      <Group gap="sm" mt="xs">
        <Button variant="default" onClick={() => go({ at: 'incoming', id: row.id })}>
          {t('duplicate.open')}
        </Button>
        {doc.state === 'arrived' && may('incoming.decideDuplicate') ? (
          <>
            <Button loading={act.busy} onClick={() => void decide('merged')}>
              {t('duplicate.merge')}
            </Button>
            <Button variant="default" onClick={() => void decide('different')}>
              {t('duplicate.different')}
            </Button>
          </>
        ) : null}
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </Alert>
  );
}

/** Copies of this document that came another way. */
export function OtherCopies({ doc }: { readonly doc: IncomingDetail }) {
  return doc.copies.map((copy) => (
    <Text key={copy.id} size="sm">
      {t('duplicate.copy', { channel: t(`channel.${copy.channel}`), when: momentText(copy.arrivedAt) })}
      <OpenButton row={copy} />
    </Text>
  ));
}
