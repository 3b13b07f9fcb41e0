import { Title } from '@mantine/core';
import { BackButton } from '../parts/BackButton.tsx';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import type { PrintedFile } from './useJob.ts';

/** What was made, as pages to look at before they are printed or saved. */
export function Printed({ file, onBack }: { readonly file: PrintedFile; readonly onBack: () => void }) {
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={onBack}>{t('registers.backToBook')}</BackButton>
        <Title order={2}>{file.name}</Title>
      </div>
      <div className="fill">
        <Viewer files={[{ id: file.fileId, name: file.name, size: file.size, detected: 'pdf' }]} />
      </div>
    </>
  );
}
