/** "Khi máy hỏng", on a sheet of its own behind the recovery code's; on paper alone. */
import { createPortal } from 'react-dom';
import { deadMachinePage } from '../../domain/deadMachine.ts';
import { legalDateOf } from '../../domain/time.ts';
import { useCore } from '../core.ts';
import { dateText } from '../format.ts';
import { onPaper } from '../text/index.ts';
import './people.css';

export function DeadMachineSheet({ office }: { readonly office: string }) {
  const version = useCore((s) => s.app?.version ?? '');
  const organId = useCore((s) => s.app?.office?.organId);
  const page = deadMachinePage({
    office,
    organs: organId === undefined ? [] : [organId],
    places: [],
    version,
    made: dateText(legalDateOf(Date.now())),
  });
  return createPortal(
    <section lang="vi" className="envelope dead-machine" aria-hidden="true">
      <h1>{page.title}</h1>
      <p className="envelope-sub">{page.subtitle}</p>
      <dl>
        {page.facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{onPaper('deadMachine.steps')}</h2>
      <ol>
        {page.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h2>{onPaper('deadMachine.never')}</h2>
      <ul>
        {page.never.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <h2>{onPaper('deadMachine.call')}</h2>
      <ul>
        {page.call.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>,
    document.body,
  );
}
