/**
 * electron-builder's `afterPack` hook: sets the fuses of Electron for which `electronFuses` in electron-builder.yml has no
 * name yet. The type asks for every fuse that electron-builder leaves out, so a new one fails the type check.
 */
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/** The fuses that electron-builder.yml sets. */
type Named =
  | FuseV1Options.RunAsNode
  | FuseV1Options.EnableCookieEncryption
  | FuseV1Options.EnableNodeOptionsEnvironmentVariable
  | FuseV1Options.EnableNodeCliInspectArguments
  | FuseV1Options.EnableEmbeddedAsarIntegrityValidation
  | FuseV1Options.OnlyLoadAppFromAsar
  | FuseV1Options.LoadBrowserProcessSpecificV8Snapshot
  | FuseV1Options.GrantFileProtocolExtraPrivileges;

export const newerFuses: Readonly<Record<Exclude<FuseV1Options, Named>, boolean>> = {
  // Electron's default: bounds checks of WebAssembly by trap, as Chromium itself ships.
  [FuseV1Options.WasmTrapHandlers]: true,
};

export default async function setNewerFuses(context: AfterPackContext): Promise<void> {
  const windows = context.electronPlatformName === 'win32';
  const name = windows ? `${context.packager.appInfo.productFilename}.exe` : context.packager.config.executableName;
  if (typeof name !== 'string') throw new Error('electron-builder.yml names no executable');
  await flipFuses(join(context.appOutDir, name), { version: FuseVersion.V1, ...newerFuses });
}
