import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/** Builds the command line into out/cli; the window's environments join it here. */
export default defineConfig({
  build: {
    outDir: 'out/cli',
    emptyOutDir: true,
    target: 'node20',
    ssr: 'electron/cli/index.ts',
    minify: false,
    rolldownOptions: {
      external: [...builtinModules, /^node:/, '@photostructure/sqlite'],
      output: { entryFileNames: 'rollcall.js', banner: '#!/usr/bin/env node' },
    },
  },
  ssr: { noExternal: true },
});
