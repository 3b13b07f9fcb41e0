import { Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { BackButton } from '../parts/BackButton.tsx';
import { Waiting } from '../parts/feedback.tsx';
import { t } from '../text/index.ts';
import type { PrintedFile } from './useJob.ts';

const Viewer = lazy(() => import('../viewer/index.ts'));

/** What was made, as pages to look at before they are printed or saved. */
export function Printed({ file, onBack }: { readonly file: PrintedFile; readonly onBack: () => void }) {
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={onBack}>{t('registers.backToBook')}</BackButton>
        <Title order={2}>{file.name}</Title>
      </div>
      <Suspense fallback={<Waiting text={t('viewer.loading')} />}>
        <div className="fill">
          <Viewer files={[{ id: file.fileId, name: file.name, size: file.size, detected: 'pdf' }]} />
        </div>
      </Suspense>
    </>
  );
}
