/** Coming in with a person's token: the device is chosen, its PIN goes straight to it. */
import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TokenWay } from '../../contract/page/people.ts';
import type { AppState } from '../../contract/page/session.ts';
import { Failure } from '../../domain/errors.ts';
import type { Mode } from '../../domain/profile.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { sendPin } from '../ports.ts';
import { PinField, pinProblem } from '../signing/PinField.tsx';
import { t } from '../text/index.ts';

interface Props {
  readonly mode: Mode;
  readonly person: string | undefined;
  readonly onApp: (app: AppState | undefined) => void;
}
export function UnlockToken({ mode, person, onApp }: Props) {
  const load = useCallback(() => api['session.tokens']({ mode }), [mode]);
  const unlock = (actId: string) =>
    api['session.unlock']({ mode, way: 'token', actId, ...(person === undefined ? {} : { personId: person }) });
  return (
    <TokenPin
      load={load}
      begin={(token) => api['session.tokenBegin']({ mode, ...token })}
      use={async (actId) => onApp(await unlock(actId))}
      none={t('unlock.tokenNone')}
      submit={t('unlock.open')}
    />
  );
}

interface TokenPinProps {
  readonly load: () => Promise<{ tokens: readonly TokenWay[] }>;
  readonly begin: (token: { serial: string; certificateSha256: string; finalTryAccepted?: boolean }) => Promise<{ actId: string }>;
  /** After the PIN was taken. */
  readonly use: (actId: string) => Promise<unknown>;
  readonly none: string;
  readonly submit: string;
}
/** Which device, then its PIN. */
export function TokenPin({ load, begin, use, none, submit }: TokenPinProps) {
  const act = useAct();
  const { run } = act;
  const [tokens, setTokens] = useState<readonly TokenWay[]>();
  const [chosen, setChosen] = useState<string>();
  const [agreed, setAgreed] = useState(false);
  const [empty, setEmpty] = useState(true);
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const look = useCallback(() => run(async () => setTokens((await load()).tokens)), [run, load]);
  useEffect(() => void look(), [look]);
  const token = tokens?.find((one) => one.certificateSha256 === chosen) ?? tokens?.[0];
  const enter = async (): Promise<void> => {
    if (!token) return;
    const typed = field.current?.value ?? '';
    const wrong = token.protectedPath ? undefined : pinProblem(typed, token);
    setProblem(wrong);
    if (wrong !== undefined) return;
    if (field.current) field.current.value = '';
    setEmpty(true);
    await run(async () => {
      const { serial, certificateSha256 } = token;
      const { actId } = await begin({ serial, certificateSha256, ...(agreed ? { finalTryAccepted: true } : {}) });
      const answer = await sendPin(actId, 'pkcs11', new TextEncoder().encode(typed));
      if (!answer.ok) throw new Failure(answer.error.code, answer.error.params);
      await use(actId);
    });
    setAgreed(false);
  };
  return (
    <Stack gap="sm">
      {tokens?.length === 0 ? <Text>{none}</Text> : null}
      {tokens && tokens.length > 1 ? (
        <Radio.Group label={t('unlock.token')} value={token?.certificateSha256 ?? null} onChange={setChosen}>
          {tokens.map((one) => (
            <Radio key={one.certificateSha256} mt={6} value={one.certificateSha256} label={`${one.commonName} (${one.tokenLabel})`} />
          ))}
        </Radio.Group>
      ) : token ? (
        <Text>{`${token.commonName} (${token.tokenLabel})`}</Text>
      ) : null}
      {token ? (
        <PinField
          choice={{ ...token, kind: 'pkcs11' }}
          field={field}
          hint={undefined}
          problem={problem}
          disabled={act.busy}
          agreed={agreed}
          onAgree={setAgreed}
          onEmpty={setEmpty}
        />
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      <Group>
        <Button
          loading={act.busy}
          disabled={!token || token.pinLocked || (empty && !token.protectedPath) || (token.pinFinalTry && !agreed)}
          onClick={() => void enter()}
        >
          {submit}
        </Button>
        <Button variant="default" disabled={act.busy} onClick={() => void look()}>
          {t('unlock.tokenAgain')}
        </Button>
      </Group>
    </Stack>
  );
}
