import { defineConfig } from 'vitest/config';

/** Slow verifications against theory: they print their figures and have no place in the everyday suite. */
export default defineConfig({
  test: {
    include: ['test/verification/**/*.verify.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 1_800_000,
    maxWorkers: 2,
    disableConsoleIntercept: true,
  },
});
