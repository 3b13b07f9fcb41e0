import { useOpened } from '../lists/useOpened.ts';
import { PaperDesk } from '../scanning/PaperDesk.tsx';
import type { View } from '../shell/view.ts';
import { IncomingDocument } from './Document.tsx';
import { IncomingLedger } from './Ledger.tsx';

export function IncomingScreen({ view }: { readonly view: Extract<View, { at: 'incoming' | 'paper' }> }) {
  useOpened('incoming', view.at === 'incoming' ? view.id : undefined);
  if (view.at === 'paper') return <PaperDesk />;
  return view.id === undefined ? <IncomingLedger /> : <IncomingDocument key={view.id} id={view.id} />;
}
