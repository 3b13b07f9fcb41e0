/** The sheet that goes into the sealed envelope: on paper alone, and alone on it; nothing of it is seen on the screen. */
import { createPortal } from 'react-dom';
import { legalDateOf } from '../../domain/time.ts';
import { dateText } from '../format.ts';
import { onPaper } from '../text/index.ts';
import './people.css';

interface Props {
  readonly code: string;
  readonly office: string;
}
export function EnvelopeSheet({ code, office }: Props) {
  return createPortal(
    <section lang="vi" className="envelope" aria-hidden="true">
      <p className="envelope-sub">{onPaper('envelope.sub')}</p>
      <h1>{onPaper('envelope.title')}</h1>
      <dl>
        <dt>{onPaper('envelope.office')}</dt>
        <dd>{office}</dd>
        <dt>{onPaper('envelope.made')}</dt>
        <dd>{dateText(legalDateOf(Date.now()))}</dd>
      </dl>
      <div className="envelope-code">
        {code.split(/[\s-]+/).map((group, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups of a fixed code
          <span key={i}>{group}</span>
        ))}
      </div>
      <p>{onPaper('envelope.use')}</p>
      <p>{onPaper('envelope.keep')}</p>
      <div className="envelope-signers">
        {(['envelope.maker', 'envelope.keeper'] as const).map((who) => (
          <div key={who}>
            <strong>{onPaper(who)}</strong>
            <span>{onPaper('envelope.sign')}</span>
          </div>
        ))}
      </div>
      <p className="envelope-outside">{onPaper('envelope.outside')}</p>
    </section>,
    document.body,
  );
}
