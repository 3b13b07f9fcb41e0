/** The file as it was when this signature was made, beside the file as it is: what came later shows as a difference. */
import { Modal, Text } from '@mantine/core';
import { t } from '../text/index.ts';
import { PdfPages } from './PdfPages.tsx';
import './viewer.css';

interface Props {
  readonly fileId: string;
  readonly size: number;
  /** The signed revision is the file up to here. */
  readonly signedBytes: number;
  readonly who: string;
  readonly onClose: () => void;
}
export default function SignedRevision({ fileId, size, signedBytes, who, onClose }: Props) {
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('verdict.signed.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      classNames={{ content: 'revision-modal', body: 'revision-body' }}
    >
      <Text c="dimmed">{t('verdict.signed.lead')}</Text>
      <div className="revision">
        <section className="revision-side sheet" aria-label={t('verdict.signed.then', { who })}>
          <h3>{t('verdict.signed.then', { who })}</h3>
          <PdfPages fileId={fileId} size={signedBytes} zoom={1} />
        </section>
        <section className="revision-side sheet" aria-label={t('verdict.signed.now')}>
          <h3>{t('verdict.signed.now')}</h3>
          <PdfPages fileId={fileId} size={size} zoom={1} />
        </section>
      </div>
    </Modal>
  );
}
