/** Files that are open in programs of their own, and changed copies that came back and wait to be used. */
import { Button, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import type { ReturnedCopy } from '../../contract/page/leaving.ts';
import { api } from '../core.ts';
import { momentText, sizeText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import '../maintenance/maintenance.css';

const TOPICS = ['incoming', 'outgoing'] as const;
const load = () => api['leaving.list']({});
const LOOK_MS = 5_000;
/** They become PDFs for a draft. */
const OFFICE = /\.(?:docx?|xlsx?|od[ts]|rtf)$/i;

export default function OutsideScreen() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  useEffect(() => {
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const run = async (work: () => Promise<unknown>, done: string): Promise<void> => {
    if (await act.run(work)) say(done);
    await reload();
  };
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'today' })}>{t('today.back')}</BackButton>
        <Title order={1}>{t('outside.title')}</Title>
      </div>
      <div className="care">
        <Text>{t('outside.lead')}</Text>
        <ErrorNote error={act.error} onClose={act.clear} />
        <section className="sheet care-part" aria-label={t('outside.copies')}>
          <h2>{t('outside.copies')}</h2>
          {value.copies.length === 0 ? <EmptyNote title={t('outside.noCopies')} /> : null}
          {value.copies.map((copy) => (
            <div className="care-job-line" key={copy.id}>
              <span>
                {copy.name} · {t('outside.openedAt', { at: momentText(copy.at) })} ·{' '}
                <b>{t(copy.changed ? 'outside.changed' : 'outside.unchanged')}</b>
              </span>
              <span className="document-acts">
                <Button
                  size="compact-md"
                  disabled={!copy.changed}
                  loading={act.busy}
                  onClick={() => void run(() => api['leaving.takeBack']({ id: copy.id }), t('outside.tookBack'))}
                >
                  {t('outside.takeBack')}
                </Button>
                <Button
                  size="compact-md"
                  variant="default"
                  loading={act.busy}
                  onClick={() => void run(() => api['leaving.drop']({ id: copy.id }), t('outside.dropped'))}
                >
                  {t(copy.changed ? 'outside.dropChanged' : 'outside.drop')}
                </Button>
              </span>
            </div>
          ))}
        </section>
        <section className="sheet care-part" aria-label={t('outside.returned')}>
          <h2>{t('outside.returned')}</h2>
          {value.returned.length === 0 ? <EmptyNote title={t('outside.noReturned')} /> : null}
          {value.returned.map((one) => (
            <Returned key={one.id} one={one} run={run} busy={act.busy} />
          ))}
        </section>
      </div>
    </>
  );
}

function Returned({
  one,
  run,
  busy,
}: {
  readonly one: ReturnedCopy;
  readonly busy: boolean;
  readonly run: (work: () => Promise<unknown>, done: string) => Promise<void>;
}) {
  const mayBecomePdf = one.detected === 'pdf' || OFFICE.test(one.name);
  const draft = (): Promise<void> =>
    run(async () => {
      const upload = await api['leaving.useForDraft']({ id: one.id });
      const pdf = one.detected === 'pdf' ? upload : await api['signing.convert']({ uploadId: upload.uploadId });
      if (one.detected !== 'pdf') await api['leaving.done']({ id: one.id });
      go({ at: 'draft', upload: { uploadId: pdf.uploadId, name: pdf.name, size: pdf.size } });
      return upload;
    }, t('outside.drafted'));
  const attach = (): Promise<void> =>
    run(
      () =>
        api['leaving.attach']({
          id: one.id,
          ...(one.outgoingId ? { outgoingId: one.outgoingId } : one.incomingId ? { incomingId: one.incomingId } : {}),
        }),
      t('outside.attached'),
    );
  return (
    <div className="care-job-line">
      <span>
        {one.name} · {sizeText(one.size)} · {momentText(one.at)}
      </span>
      <span className="document-acts">
        <Button
          size="compact-md"
          disabled={!mayBecomePdf}
          title={mayBecomePdf ? undefined : t('outside.needPdf')}
          loading={busy}
          onClick={() => void draft()}
        >
          {t('outside.newDraft')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          disabled={!one.incomingId && !one.outgoingId}
          loading={busy}
          onClick={() => void attach()}
        >
          {t('outside.attach')}
        </Button>
      </span>
    </div>
  );
}
