import { PaperDesk } from '../scanning/PaperDesk.tsx';
import type { View } from '../shell/view.ts';
import { IncomingDocument } from './Document.tsx';
import { IncomingLedger } from './Ledger.tsx';

export function IncomingScreen({ view }: { readonly view: Extract<View, { at: 'incoming' | 'paper' }> }) {
  if (view.at === 'paper') return <PaperDesk />;
  return view.id === undefined ? <IncomingLedger /> : <IncomingDocument key={view.id} id={view.id} />;
}
