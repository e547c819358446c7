import { defineConfig } from 'vitest/config';

/** Measurements of minutes, which nobody waits for at every change. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['test/bench/*.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['reflect-metadata'],
    maxWorkers: 1,
    testTimeout: 3_600_000,
  },
});
