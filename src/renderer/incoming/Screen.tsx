import type { View } from '../shell/view.ts';
import { IncomingDocument } from './Document.tsx';
import { IncomingLedger } from './Ledger.tsx';
import { PaperIntake } from './PaperIntake.tsx';

export function IncomingScreen({ view }: { readonly view: Extract<View, { at: 'incoming' | 'paper' }> }) {
  if (view.at === 'paper') return <PaperIntake />;
  return view.id === undefined ? <IncomingLedger /> : <IncomingDocument key={view.id} id={view.id} />;
}
