import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const END_TO_END = 'test/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'test/support/build-first.ts',
    // Generous: a test that hangs is found all the same, and one that starts ten processes ends on a busy machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One second, as it would be, is nothing on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    // Hundreds of processes are started from the same sources: each compiles only what none did before.
    env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, '.cache/compiled') },
    // Tests that run side by side mostly wait: for pauses between calls, for other processes.
    maxConcurrency: 16,
    // Else two cores would run one file at a time, and most of that time would be waiting.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['{shared,electron,renderer,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', END_TO_END],
        },
      },
      {
        extends: true,
        // A display, a browser and a driver that aren't ours take part: on a busy machine one of them may come too late.
        test: { name: 'window', include: [END_TO_END], retry: 1 },
      },
    ],
  },
});
