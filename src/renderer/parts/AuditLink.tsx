/** From a document to its rows of the audit log, for who may read it. */
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { For } from './may.tsx';

/** @param label what the document is known by, said over the rows */
export function AuditLink({ id, label }: { readonly id: string; readonly label: string }) {
  return (
    <For call="audit.list">
      <button type="button" className="link" onClick={() => go({ at: 'settings', section: 'audit', object: { id, label } })}>
        {t('history.auditRows')}
      </button>
    </For>
  );
}
