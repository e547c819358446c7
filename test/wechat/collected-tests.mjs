import { createVitest } from 'vitest/node';

/** Prints the full name of every test in the spec files it is given, each as often as `it.each` makes it, unrun. */
const vitest = await createVitest(
  'test',
  {
    config: false,
    watch: false,
    include: process.argv.slice(2),
    setupFiles: ['reflect-metadata'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    reporters: [],
  },
  { resolve: { tsconfigPaths: true } },
);
const { testModules } = await vitest.collect();
const names = testModules.flatMap((module) => [...module.children.allTests()].map((test) => test.fullName));
process.stdout.write(JSON.stringify(names));
await vitest.close();
