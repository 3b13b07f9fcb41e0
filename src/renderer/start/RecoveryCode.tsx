/** The recovery code, shown once in large groups, then typed back from the paper. */
import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AppState } from '../../contract/page/session.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { DeadMachineSheet } from '../people/DeadMachineSheet.tsx';
import { EnvelopeSheet } from '../people/EnvelopeSheet.tsx';
import { t } from '../text/index.ts';

interface Props {
  readonly setupId: string;
  readonly recoveryCode: string;
  /** Its name, for the sheet. */
  readonly office: string;
  readonly onApp: (app: AppState) => void;
}
export function RecoveryCode({ setupId, recoveryCode, office, onApp }: Props) {
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState('');
  const act = useAct();
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const app = await act.run(() => api['setup.confirm']({ setupId, recoveryCode: typed }));
    if (app) onApp(app);
  };
  if (!typing) {
    return (
      <Stack>
        <Title order={1}>{t('recovery.title')}</Title>
        <Text>{t('recovery.lead')}</Text>
        {/* biome-ignore lint/a11y/useSemanticElements: groups of a code, not a set of fields */}
        <div className="recovery-code" role="group" aria-label={t('recovery.code')} data-testid="recovery-code">
          {recoveryCode.split(/[\s-]+/).map((group, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups of a fixed code
            <span key={i}>{group}</span>
          ))}
        </div>
        <Alert color="orange" variant="light" className="no-print">
          {t('recovery.advice')}
        </Alert>
        <EnvelopeSheet code={recoveryCode} office={office} />
        <DeadMachineSheet office={office} />
        <Group justify="flex-end" className="no-print">
          <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => window.print()}>
            {t('recovery.print')}
          </Button>
          <Button size="md" onClick={() => setTyping(true)}>
            {t('recovery.noted')}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={(e) => void confirm(e)}>
      <Stack>
        <Title order={1}>{t('recovery.typeTitle')}</Title>
        <Text>{t('recovery.typeLead')}</Text>
        <TextInput
          label={t('recovery.typed')}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          spellCheck={false}
          size="md"
          data-autofocus
          autoFocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', letterSpacing: '0.05em' } }}
        />
        <ErrorNote error={act.error} onClose={act.clear} />
        <Group justify="space-between">
          <Button variant="default" onClick={() => setTyping(false)}>
            {t('recovery.showAgain')}
          </Button>
          <Button type="submit" size="md" loading={act.busy} disabled={typed.trim() === ''}>
            {t('recovery.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
