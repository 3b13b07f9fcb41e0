/** One document signed: its page with what will stand on it at the left, the device and its PIN at the right. */
import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { SigningAct, SigningPreview } from '../../contract/page/signing.ts';
import { api, useCore } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';
import { AllowDialog } from './AllowDialog.tsx';
import { type MovedField, Placement, placementProblem } from './Placement.tsx';
import { SignPanel } from './SignPanel.tsx';
import { signDocument } from './sign.ts';

interface Props {
  /** The document, or for a copy the file it is made of. */
  readonly documentId: string;
  readonly act: SigningAct;
  readonly onClose: () => void;
  readonly onSigned: () => void;
}
const TOPICS = ['outgoing'] as const;

export function SignDialog({ documentId, act, onClose, onSigned }: Props) {
  const load = useCallback(() => api['signing.preview']({ id: documentId, act }), [documentId, act]);
  const { value: preview, error, reload } = useLoaded(load, TOPICS, documentId);
  const [moved, setMoved] = useState<readonly MovedField[]>([]);
  const [busy, setBusy] = useState(false);
  const [allowing, setAllowing] = useState(false);
  const organ = useCore((s) => s.app?.office?.organId) ?? '';
  const me = useCore((s) => s.app?.me);
  const heads = me?.roles.includes('office_head') === true;
  const refused = act === 'agency' && preview !== undefined && preview.refusals.length > 0 && !preview.overridden;
  const problem = placementProblem(preview, moved) ?? (refused ? t('signing.refusedByPowers') : undefined);
  const kind = act === 'leader' || act === 'agency' || act === 'initial' ? act : 'copy';
  if (allowing)
    return (
      <AllowDialog
        id={documentId}
        own={heads ? me?.name : undefined}
        onClose={() => setAllowing(false)}
        onAllowed={() => {
          setAllowing(false);
          void reload();
        }}
      />
    );
  return (
    <Modal
      opened
      size={1240}
      onClose={() => (busy ? undefined : onClose())}
      title={t(`signing.title.${act}`)}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="sign-dialog">
        <div className="sign-preview">
          {preview ? (
            <Placement
              preview={preview}
              owners={{ seal: preview.turn.position > 1 ? preview.turn.name : organ, signature: preview.turn.name }}
              moved={moved}
              onMove={setMoved}
              disabled={busy}
            />
          ) : error ? (
            <ErrorNote error={error} />
          ) : (
            <Waiting />
          )}
        </div>
        <Stack gap="sm" className="sign-side">
          <Text>{t(`signing.lead.${kind}`)}</Text>
          {preview && preview.turn.of > 1 ? (
            <Text fw={600}>{t('signing.turn', { position: preview.turn.position, of: preview.turn.of, name: preview.turn.name })}</Text>
          ) : null}
          {preview && preview.turn.position > 1 ? <Text c="dimmed">{t('signing.turn.byName')}</Text> : null}
          {preview ? (
            <Advice preview={preview} act={act} mayAllow={heads || preview.officeHeads === undefined} onAllow={() => setAllowing(true)} />
          ) : null}
          <For call="signing.begin">
            <SignPanel
              id={documentId}
              act={act}
              submit={t('signing.sign')}
              blocked={problem}
              onBusy={setBusy}
              onClose={onClose}
              onDone={onSigned}
              sign={({ choice, finalTryAccepted, input, onStage }) =>
                signDocument({ documentId, act, choice, finalTryAccepted, places: moved }, input, onStage)
              }
            />
          </For>
        </Stack>
      </div>
    </Modal>
  );
}

/** What the form lacks, and what the table of powers says. */
interface AdviceProps {
  readonly preview: SigningPreview;
  readonly act: SigningAct;
  readonly mayAllow: boolean;
  readonly onAllow: () => void;
}
function Advice({ preview, act, mayAllow, onAllow }: AdviceProps) {
  const { refusals, overridden, findings } = preview;
  const agency = act === 'agency';
  return (
    <>
      {refusals.length > 0 ? (
        <Alert color={agency && !overridden ? 'red' : 'orange'} variant="light" role="alert" title={t(powersTitle(agency, overridden))}>
          {refusals.map((refusal) => (
            <Text key={errorText(refusal)}>{errorText(refusal)}</Text>
          ))}
          {agency && !overridden && mayAllow ? (
            <For call="signing.allow">
              <Button variant="default" mt="xs" onClick={onAllow}>
                {t('signing.allow.open')}
              </Button>
            </For>
          ) : null}
          {agency && !overridden && !mayAllow ? (
            <Text mt="xs">{t('signing.allow.byHead', { name: preview.officeHeads?.join(', ') ?? '' })}</Text>
          ) : null}
        </Alert>
      ) : null}
      {findings.length > 0 ? (
        <Alert color="yellow" variant="light" title={t('signing.findings')}>
          {findings.map((finding) => (
            <Text key={errorText(finding)}>{errorText(finding)}</Text>
          ))}
        </Alert>
      ) : null}
    </>
  );
}
const powersTitle = (agency: boolean, overridden: boolean) =>
  overridden ? 'signing.powers.overridden' : agency ? 'signing.powers.refused' : 'signing.powers.advice';
