import { useOpened } from '../lists/useOpened.ts';
import type { View } from '../shell/view.ts';
import { OutgoingDocument } from './Document.tsx';
import { Draft } from './Draft.tsx';
import { OutgoingLedger } from './Ledger.tsx';

export function OutgoingScreen({ view }: { readonly view: Extract<View, { at: 'outgoing' | 'draft' }> }) {
  useOpened('outgoing', view.at === 'outgoing' ? view.id : undefined);
  if (view.at === 'draft')
    return (
      <Draft
        key={view.id ?? view.replyToId ?? 'new'}
        id={view.id}
        replyToId={view.replyToId}
        asksSigned={view.asksSigned}
        upload={view.upload}
      />
    );
  return view.id === undefined ? <OutgoingLedger /> : <OutgoingDocument key={view.id} id={view.id} />;
}
