/** The old document beside the one that updates or replaces it: what is written of each, and the pages of each. */
import { Modal } from '@mantine/core';
import { useCallback } from 'react';
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { dateText, numberText } from '../format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { VerdictBox } from '../viewer/VerdictBox.tsx';
import './incoming.css';

const TOPICS = ['incoming'] as const;

interface Props {
  readonly oldId: string;
  readonly newId: string;
  readonly onClose: () => void;
}
export function Compare({ oldId, newId, onClose }: Props) {
  const load = useCallback(() => Promise.all([api['incoming.get']({ id: oldId }), api['incoming.get']({ id: newId })]), [oldId, newId]);
  const { value, error } = useLoaded(load, TOPICS, oldId);
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('amendment.compare')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: 'compare-modal', body: 'compare-body' }}
    >
      <ErrorNote error={error} />
      {value ? (
        <div className="compare">
          <Side title={t('amendment.compare.old')} doc={value[0]} />
          <Side title={t('amendment.compare.new')} doc={value[1]} />
        </div>
      ) : error ? null : (
        <Waiting />
      )}
    </Modal>
  );
}

function Side({ title, doc }: { readonly title: string; readonly doc: IncomingDetail }) {
  return (
    <section className="compare-side" aria-label={title}>
      <div className="compare-facts sheet">
        <h3>
          {title}: {[doc.typeName, doc.code].filter((part) => part).join(' ')}
        </h3>
        <p className="subject">{doc.subject}</p>
        <VerdictBox summary={doc.verdict} signatures={doc.signatures} files={doc.files} />
        <Facts>
          <Fact name={t('field.arrivalNumber')}>
            {doc.arrivalNumber === undefined ? t('incoming.number.none') : `${numberText(doc.arrivalNumber)}, ${dateText(doc.arrivalDate)}`}
          </Fact>
          <Fact name={t('field.date')}>{dateText(doc.date)}</Fact>
          <Fact name={t('field.signer')}>{doc.signer}</Fact>
          <Fact name={t('field.deadline')}>{dateText(doc.dueDate)}</Fact>
        </Facts>
      </div>
      <Viewer files={doc.files} />
    </section>
  );
}
