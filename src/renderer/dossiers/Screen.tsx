import { Registers } from '../registers/Registers.tsx';
import type { View } from '../shell/view.ts';
import { Dossier } from './Dossier.tsx';

/** One file where the view names it, else the year's list among the registers. */
export function DossiersScreen({ view }: { readonly view: Extract<View, { at: 'dossiers' }> }) {
  return view.id === undefined ? <Registers tab="dossiers" /> : <Dossier key={view.id} id={view.id} />;
}
