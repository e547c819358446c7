import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['test/**/*.spec.ts', 'apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
    globalSetup: ['test/global-setup.ts'],
    setupFiles: ['reflect-metadata'],
    pool: 'forks',
    // Loading the shop takes longer than most files take to test it: the files of one worker share it.
    isolate: false,
    // More than a laptop's two cores: most of a test is waiting for what comes by itself.
    maxWorkers: 3,
    // Finds what hangs; a busy machine takes several times as long as a quiet one.
    testTimeout: 90_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/count-reporter.mts'],
  },
});
