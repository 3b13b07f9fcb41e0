/** Putting a backup in the store's place: find it, open it by a way in, see what it holds, let it run. Also before anyone is signed in. */
import { Button, Checkbox, Group, PasswordInput, Progress, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { BackupFound, BackupOpened, RestoreState } from '../../contract/page/restore.ts';
import { api } from '../core.ts';
import { momentText, numberText, sizeText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { errorText, t } from '../text/index.ts';
import './restore.css';

interface Props {
  /** With a store open: its places can be looked at, and its keys open its own backups. */
  readonly signedIn: boolean;
  readonly onDone: () => void;
}
export function RestoreWizard({ signedIn, onDone }: Props) {
  const [found, setFound] = useState<readonly BackupFound[]>();
  const [opened, setOpened] = useState<BackupOpened>();
  const [running, setRunning] = useState(false);
  useEffect(() => () => void api['restore.close']({}).catch(() => undefined), []);
  if (running) return <Running onDone={onDone} onAgain={() => setRunning(false)} />;
  if (opened) return <Confirm opened={opened} onBack={() => setOpened(undefined)} onBegun={() => setRunning(true)} />;
  return (
    <Stack>
      <Look signedIn={signedIn} onFound={setFound} />
      {found === undefined ? null : <Pick found={found} signedIn={signedIn} onOpened={setOpened} />}
    </Stack>
  );
}

export function Look({ signedIn, onFound }: { readonly signedIn: boolean; readonly onFound: (found: readonly BackupFound[]) => void }) {
  const act = useAct();
  const look = async (where: 'choose' | 'places'): Promise<void> => {
    const answer = await act.run(() => api['restore.look']({ where }));
    if (answer?.chosen) onFound(answer.backups);
  };
  return (
    <div>
      <Text>{t('restore.lookLead')}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group mt="xs">
        {signedIn ? (
          <Button loading={act.busy} onClick={() => void look('places')}>
            {t('restore.lookPlaces')}
          </Button>
        ) : null}
        <Button variant={signedIn ? 'default' : 'filled'} loading={act.busy} onClick={() => void look('choose')}>
          {t('restore.lookFolder')}
        </Button>
      </Group>
    </div>
  );
}

type Way = 'here' | 'os' | 'passphrase' | 'recovery';
interface PickProps {
  readonly found: readonly BackupFound[];
  readonly signedIn: boolean;
  readonly onOpened: (opened: BackupOpened) => void;
}
export function Pick({ found, signedIn, onOpened }: PickProps) {
  const act = useAct();
  const usable = found.filter((one) => one.problem === undefined);
  const [key, setKey] = useState(usable[0]?.key);
  const [chosen, setChosen] = useState<Way>();
  const [secret, setSecret] = useState('');
  const one = usable.find((backup) => backup.key === key);
  const ways: readonly Way[] = one === undefined ? [] : signedIn && one.ours ? ['here'] : one.waysIn.filter((way) => way !== 'token');
  const way = chosen && ways.includes(chosen) ? chosen : ways.includes('passphrase') ? 'passphrase' : ways[0];
  const open = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (one === undefined || way === undefined) return;
    const typed = way === 'passphrase' || way === 'recovery' ? { secret } : {};
    const answer = await act.run(() => api['restore.open']({ key: one.key, way, ...typed }));
    setSecret('');
    if (answer) onOpened(answer);
  };
  if (found.length === 0) return <p className="care-warn">{t('restore.none')}</p>;
  return (
    <form onSubmit={(e) => void open(e)}>
      <Stack>
        <Radio.Group label={t('restore.which')} value={key ?? null} onChange={setKey}>
          <div className="restore-list">
            {found.map((backup) => (
              <Radio
                key={backup.key}
                value={backup.key}
                disabled={backup.problem !== undefined}
                label={`${backup.createdAt === 0 ? t('restore.unknownTime') : momentText(backup.createdAt)} · ${t(`restore.reason.${backup.reason}`)}`}
                description={
                  backup.problem
                    ? errorText(backup.problem)
                    : t('restore.size', {
                        files: numberText(backup.files),
                        size: sizeText(backup.databaseBytes),
                        mode: t(backup.mode === 'training' ? 'restore.training' : 'restore.real'),
                      })
                }
              />
            ))}
          </div>
        </Radio.Group>
        {way === 'passphrase' ? (
          <PasswordInput
            maw={460}
            label={t('restore.passphrase')}
            autoComplete="off"
            value={secret}
            onChange={(e) => setSecret(e.currentTarget.value)}
          />
        ) : null}
        {way === 'recovery' ? (
          <TextInput
            maw={460}
            label={t('unlock.recovery')}
            spellCheck={false}
            value={secret}
            onChange={(e) => setSecret(e.currentTarget.value)}
          />
        ) : null}
        <ErrorNote error={act.error} onClose={act.clear} />
        <Group>
          <Button
            type="submit"
            loading={act.busy}
            disabled={way === undefined || ((way === 'passphrase' || way === 'recovery') && secret === '')}
          >
            {t('restore.open')}
          </Button>
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <Button key={other} variant="subtle" onClick={() => setChosen(other)}>
                {t(other === 'recovery' ? 'unlock.useRecovery' : other === 'os' ? 'unlock.useOs' : 'unlock.usePassphrase')}
              </Button>
            ))}
        </Group>
      </Stack>
    </form>
  );
}

interface ConfirmProps {
  readonly opened: BackupOpened;
  readonly onBack: () => void;
  readonly onBegun: () => void;
}
function Confirm({ opened, onBack, onBegun }: ConfirmProps) {
  const act = useAct();
  const [acceptDamaged, setAcceptDamaged] = useState(false);
  const begin = async (): Promise<void> => {
    if (await act.run(() => api['restore.begin']({ acceptDamaged }))) onBegun();
  };
  return (
    <Stack>
      <dl className="facts">
        <div>
          <dt>{t('restore.office')}</dt>
          <dd>{opened.office}</dd>
        </div>
        <div>
          <dt>{t('restore.madeAt')}</dt>
          <dd>{momentText(opened.createdAt)}</dd>
        </div>
        <div>
          <dt>{t('restore.holds')}</dt>
          <dd>
            {t('restore.holdsText', {
              incoming: numberText(opened.incoming),
              outgoing: numberText(opened.outgoing),
              at: momentText(opened.lastActAt),
            })}
          </dd>
        </div>
      </dl>
      <Text>{t(opened.replaces ? 'restore.replaces' : 'restore.fresh')}</Text>
      <Text>{t('restore.after')}</Text>
      <Checkbox label={t('restore.acceptDamaged')} checked={acceptDamaged} onChange={(e) => setAcceptDamaged(e.currentTarget.checked)} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group>
        <Button variant="default" onClick={onBack}>
          {t('common.cancel')}
        </Button>
        <Button loading={act.busy} onClick={() => void begin()}>
          {t('restore.begin')}
        </Button>
      </Group>
    </Stack>
  );
}

const LOOK_MS = 400;
function Running({ onDone, onAgain }: { readonly onDone: () => void; readonly onAgain: () => void }) {
  const [state, setState] = useState<RestoreState>({ phase: 'copying', done: 0, total: 0 });
  const act = useAct();
  const ended = state.phase === 'done' || state.phase === 'failed';
  useEffect(() => {
    if (ended) return;
    // The core may be between two stores: the next look tells.
    const timer = setInterval(() => void api['restore.state']({}).then(setState, () => undefined), LOOK_MS);
    return () => clearInterval(timer);
  }, [ended]);
  if (state.phase === 'failed') {
    return (
      <Stack>
        <ErrorNote error={state.error} />
        <Group>
          <Button onClick={onAgain}>{t('restore.again')}</Button>
        </Group>
      </Stack>
    );
  }
  if (state.phase === 'done') {
    return (
      <Stack>
        <p className="care-good" role="status">
          {t('restore.done')}
        </p>
        {state.damaged > 0 ? <p className="care-warn">{t('restore.doneDamaged', { count: numberText(state.damaged) })}</p> : null}
        {state.aside ? <Text>{t('restore.aside', { path: state.aside })}</Text> : null}
        <Group>
          <Button onClick={onDone}>{t('restore.enter')}</Button>
        </Group>
      </Stack>
    );
  }
  const counted = state.phase === 'idle' ? { done: 0, total: 0 } : state;
  return (
    <Stack>
      <Text className="figure">
        {t(state.phase === 'switching' ? 'restore.switching' : 'restore.copying')}{' '}
        {counted.total > 0 ? t('job.progress', { done: numberText(counted.done), total: numberText(counted.total) }) : t('job.preparing')}
      </Text>
      <Progress value={counted.total > 0 ? (100 * counted.done) / counted.total : 0} size="lg" aria-label={t('restore.copying')} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group>
        <Button variant="default" disabled={state.phase === 'switching'} onClick={() => void act.run(() => api['restore.cancel']({}))}>
          {t('job.stop')}
        </Button>
      </Group>
    </Stack>
  );
}
