/** What the person signed in may ask of the core, by their roles: what they may not do is not offered to them. */
import type { ReactNode } from 'react';
import type { PageCalls } from '../../contract/page/index.ts';
import { mayCall } from '../../contract/page/roles.ts';
import type { SigningAct } from '../../contract/page/signing.ts';
import { mayAct, type Role } from '../../domain/roles.ts';
import { useCore } from '../core.ts';

type Call = keyof PageCalls;
const NOBODY: readonly Role[] = [];

/** @returns whether this person may make all of these calls */
export function useMay(): (...calls: readonly Call[]) => boolean {
  const roles = useCore((s) => s.app?.me?.roles) ?? NOBODY;
  return (...calls) => calls.every((call) => mayCall(call, roles));
}

/** Shown to whoever may make this call. */
export function For({ call, children }: { readonly call: Call; readonly children: ReactNode }) {
  return useMay()(call) ? children : null;
}

/** @returns whether this act of signing is this person's */
export function useMayAct(): (act: SigningAct) => boolean {
  const roles = useCore((s) => s.app?.me?.roles) ?? NOBODY;
  return (act) => mayAct(roles, act);
}
