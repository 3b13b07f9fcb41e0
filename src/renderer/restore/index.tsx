import { Title } from '@mantine/core';
import { api, setApp } from '../core.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { SingleDocuments } from './Single.tsx';
import { RestoreWizard } from './Wizard.tsx';

/** Khôi phục: the whole store, or single documents. */
export default function RestoreScreen() {
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'maintenance' })}>{t('maintenance.back')}</BackButton>
        <Title order={1}>{t('restore.title')}</Title>
      </div>
      <div className="care">
        <section className="sheet care-part" aria-label={t('restore.whole')}>
          <h2>{t('restore.whole')}</h2>
          <RestoreWizard signedIn onDone={() => void api['app.state']({}).then(setApp)} />
        </section>
        <section className="sheet care-part" aria-label={t('single.title')}>
          <h2>{t('single.title')}</h2>
          <SingleDocuments />
        </section>
      </div>
    </>
  );
}
