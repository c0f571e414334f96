import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { writeLicences } from './electron/start/licences.ts';

/** What a package brings by itself, or (the SQLite stand-in) needs only in tests: everything else is bundled. */
const EXTERNAL = ['electron', '@photostructure/sqlite'];

const CHROMIUM = 'chrome130';
const NODE = 'node20.18';

/** Everything is on the disk: one large file starts as quickly as many small ones. */
const CHUNK_KILOBYTES = 10_000;

interface Program {
  /** Its first source file. */
  readonly entry: string;
  /** Its folder under `out/` and its file there. */
  readonly folder: string;
  readonly file: string;
  readonly format: 'es' | 'cjs' | 'iife';
  /** Where it runs: decides which builds of its dependencies are taken. */
  readonly runsIn: 'node' | 'page';
  readonly banner?: string;
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  main: { entry: 'electron/main/index.ts', folder: 'main', file: 'index.js', format: 'es', runsIn: 'node' },
  // A sandboxed preload can't be a module.
  preload: { entry: 'electron/preload/index.ts', folder: 'preload', file: 'index.cjs', format: 'cjs', runsIn: 'page' },
  cli: {
    entry: 'electron/cli/index.ts',
    folder: 'cli',
    file: 'rollcall.js',
    format: 'es',
    runsIn: 'node',
    banner: '#!/usr/bin/env node',
  },
  loopback: { entry: 'electron/loopback/index.ts', folder: 'loopback', file: 'index.js', format: 'es', runsIn: 'node' },
  bridge: {
    entry: 'electron/loopback/page/bridge.ts',
    folder: 'bridge',
    file: 'bridge.js',
    format: 'iife',
    runsIn: 'page',
  },
};

function environmentOf({ entry, folder, file, format, runsIn, banner }: Program): EnvironmentOptions {
  return {
    consumer: runsIn === 'node' ? 'server' : 'client',
    resolve: { noExternal: true, external: EXTERNAL },
    build: {
      outDir: resolve(import.meta.dirname, 'out', folder),
      emptyOutDir: true,
      copyPublicDir: false,
      target: runsIn === 'node' ? NODE : CHROMIUM,
      minify: false,
      chunkSizeWarningLimit: CHUNK_KILOBYTES,
      rolldownOptions: {
        input: resolve(import.meta.dirname, entry),
        external: [...builtinModules, /^node:/, ...EXTERNAL],
        output: { format, entryFileNames: file, ...(banner === undefined ? null : { banner }) },
      },
    },
  };
}

/** Builds everything a package holds into `out/`: the window, its two hosts and the command line. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer'),
  plugins: [react()],
  environments: {
    client: {
      build: {
        outDir: resolve(import.meta.dirname, 'out/renderer'),
        emptyOutDir: true,
        target: CHROMIUM,
        // The polyfill fetches, which the window's CSP refuses, and neither host needs it.
        modulePreload: { polyfill: false },
        // Inlined as data: they would be refused by the window's CSP.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: CHUNK_KILOBYTES,
      },
    },
    ...Object.fromEntries(Object.entries(PROGRAMS).map(([name, program]) => [name, environmentOf(program)])),
  },
  builder: {
    buildApp: async (builder) => {
      for (const name of [...Object.keys(PROGRAMS), 'client']) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
      writeLicences(import.meta.dirname, resolve(import.meta.dirname, 'out'));
    },
  },
});
