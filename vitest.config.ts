import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,test}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests that run side by side mostly wait: for pauses between calls, for other processes.
    maxConcurrency: 16,
  },
});
