/** The three steps after which a restored or copied store sends, receives and numbers again. */
import { Button, Text, Title } from '@mantine/core';
import type { ReconcileView } from '../../contract/page/maintenance.ts';
import { api, useCore } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Books } from './Books.tsx';
import { Claim } from './Claim.tsx';

const TOPICS = ['exchange'] as const;
const load = () => api['reconcile.state']({});

interface StepProps {
  readonly view: ReconcileView;
  readonly may: boolean;
  readonly reload: () => Promise<void>;
}

export function Reconcile() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const may = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const { view } = value;
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('reconcile.title')}</Title>
      </div>
      <ErrorNote error={error} />
      {view === undefined ? (
        <div className="sheet ledger">
          <EmptyNote title={t('reconcile.notNeeded')} next={t('reconcile.notNeededNext')} />
        </div>
      ) : (
        <div className="care">
          <Text>{may ? t('reconcile.why') : t('reconcile.only')}</Text>
          {view.claim ? <Claim claim={view.claim} ticket={view.ticket} may={may} reload={reload} /> : null}
          <Ask view={view} may={may} reload={reload} />
          <Books view={view} may={may} reload={reload} />
          <Finish view={view} may={may} />
        </div>
      )}
    </>
  );
}

function Ask({ view, may, reload }: StepProps) {
  const act = useAct();
  const ask = async (): Promise<void> => {
    await act.run(() => api['reconcile.compare']({}));
    await reload();
  };
  const { compared } = view;
  return (
    <section className="sheet care-part" aria-label={t('reconcile.step1')}>
      <h2>{t('reconcile.step1')}</h2>
      <Text>{t('reconcile.step1Lead', { from: momentText(view.from) })}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      {compared ? (
        <p className="care-good" role="status">
          {t('reconcile.compared', {
            at: momentText(compared.at),
            found: numberText(compared.found),
            unknown: numberText(compared.unknown),
            listed: numberText(compared.listed),
          })}
        </p>
      ) : null}
      <div className="document-acts">
        <Button variant={compared ? 'default' : 'filled'} disabled={!may} loading={act.busy} onClick={() => void ask()}>
          {t(compared ? 'reconcile.compareAgain' : 'reconcile.compare')}
        </Button>
      </div>
      {compared ? <Unknown documents={view.unknownDocuments} /> : null}
    </section>
  );
}

function Unknown({ documents }: { readonly documents: ReconcileView['unknownDocuments'] }) {
  if (documents.length === 0) return <Text c="dimmed">{t('reconcile.unknownNone')}</Text>;
  const title = t('reconcile.unknown', { count: numberText(documents.length) });
  return (
    <div>
      <h3>{title}</h3>
      <Text c="dimmed">{t('reconcile.unknownLead')}</Text>
      <table className="plain-table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col" style={{ width: 170 }}>
              {t('field.code')}
            </th>
            <th scope="col">{t('field.subject')}</th>
            <th scope="col" style={{ width: 260 }}>
              {t('field.recipients')}
            </th>
            <th scope="col" style={{ width: 190 }}>
              {t('reconcile.sentAt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => (
            <tr key={`${document.code} ${document.sentAt} ${document.title} ${document.recipients.join()}`}>
              <td>{document.code}</td>
              <td>{document.title || <span className="dim">{t('reconcile.untitled')}</span>}</td>
              <td>{document.recipients.join('; ')}</td>
              <td className="figure">{momentText(document.sentAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Finish({ view, may }: Pick<StepProps, 'view' | 'may'>) {
  const act = useAct();
  const open = view.books.filter((book) => book.confirmed === undefined).length;
  const finish = async (): Promise<void> => {
    if (await act.run(() => api['reconcile.finish']({}))) go({ at: 'incoming' }, t('reconcile.finished'));
  };
  return (
    <section className="sheet care-part" aria-label={t('reconcile.step3')}>
      <h2>{t('reconcile.step3')}</h2>
      <Text>{t('reconcile.step3Lead')}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button
          disabled={!may || view.claim !== undefined || view.compared === undefined || open > 0}
          loading={act.busy}
          onClick={() => void finish()}
        >
          {t('reconcile.finish')}
        </Button>
        {view.claim ? <span className="dim">{t('claim.first')}</span> : null}
        {open > 0 ? <span className="dim">{t('reconcile.step3Open', { count: open })}</span> : null}
      </div>
    </section>
  );
}
