/** The way in: a first start, or unlocking a profile that is here. */
import { Button, Group, Title } from '@mantine/core';
import { useState } from 'react';
import type { AppState } from '../../contract/page/session.ts';
import type { Mode } from '../../domain/profile.ts';
import { api } from '../core.ts';
import { RestoreWizard } from '../restore/Wizard.tsx';
import { t } from '../text/index.ts';
import { ChooseMode } from './ChooseMode.tsx';
import { RecoveryCode } from './RecoveryCode.tsx';
import { SetupForm } from './SetupForm.tsx';
import { Rekeying, Unlock } from './Unlock.tsx';

type Step =
  | { readonly at: 'enter' }
  | { readonly at: 'choose' }
  | { readonly at: 'restore' }
  | { readonly at: 'form'; readonly mode: Mode }
  | { readonly at: 'code'; readonly mode: Mode; readonly setupId: string; readonly recoveryCode: string; readonly office: string };

interface Props {
  readonly app: AppState;
  readonly onApp: (app: AppState) => void;
}
export function Start({ app, onApp }: Props) {
  const [step, setStep] = useState<Step>({ at: app.profiles.length === 0 && app.phase === 'start' ? 'choose' : 'enter' });
  const free = (['training', 'real'] as const).filter((mode) => !app.profiles.some((p) => p.mode === mode));
  return (
    <div className="start">
      <div className="start-sheet sheet">
        <p className="start-name">{t('app.name')}</p>
        {app.rekey ? <Rekeying rekey={app.rekey} /> : null}
        {step.at === 'enter' && !app.rekey ? (
          <Unlock
            app={app}
            onApp={onApp}
            {...(app.phase === 'start' && free.length > 0 ? { onAnother: () => setStep({ at: 'choose' }) } : {})}
          />
        ) : null}
        {step.at === 'restore' ? (
          <>
            <Title order={1}>{t('restore.fromBackup')}</Title>
            <RestoreWizard
              signedIn={false}
              onDone={() =>
                void api['app.state']({}).then((next) => {
                  onApp(next);
                  setStep({ at: 'enter' });
                })
              }
            />
            <Group mt="md">
              <Button variant="default" onClick={() => setStep({ at: app.profiles.length > 0 ? 'enter' : 'choose' })}>
                {t('common.cancel')}
              </Button>
            </Group>
          </>
        ) : null}
        {step.at === 'choose' ? (
          <ChooseMode
            modes={free}
            onChoose={(mode) => setStep({ at: 'form', mode })}
            {...(app.profiles.length > 0 ? { onBack: () => setStep({ at: 'enter' }) } : {})}
          />
        ) : null}
        {step.at !== 'restore' && step.at !== 'form' && step.at !== 'code' && app.phase === 'start' ? (
          <Group mt="sm" ml={-18}>
            <Button variant="subtle" onClick={() => setStep({ at: 'restore' })}>
              {t('restore.fromBackup')}…
            </Button>
          </Group>
        ) : null}
        {step.at === 'form' ? (
          <SetupForm
            mode={step.mode}
            osKeyStore={app.osKeyStore}
            onBack={() => setStep({ at: 'choose' })}
            onBegun={(begun) => setStep({ at: 'code', mode: step.mode, ...begun })}
          />
        ) : null}
        {step.at === 'code' ? (
          <RecoveryCode setupId={step.setupId} recoveryCode={step.recoveryCode} office={step.office} onApp={onApp} />
        ) : null}
      </div>
    </div>
  );
}
