import { expect, it } from 'vitest';
import type { Command } from './command';
import { Runner } from './runner';

/**
 * `MODEL_COMMANDS=1000000` by hand, for some hours; `MODEL_SEED` and `MODEL_PATH`, or `MODEL_WALK`, bring a failure back as it
 * was printed. CI walks the same walks every day.
 */
const COMMANDS = Number(process.env.MODEL_COMMANDS ?? 1000);
const SEED = Number(process.env.MODEL_SEED ?? 1);
const { MODEL_PATH, MODEL_WALK } = process.env;

// A few commands walk through every world once; for many, a shop need not be opened so often.
const size = { commands: COMMANDS, length: 450, walks: COMMANDS > 10_000 ? 12 : 1 };
const say = (line: string) => process.stdout.write(`${line}\n`);

it(
  `[F1] random walks through the shop end as a small model of it says: ${COMMANDS} commands, seed ${SEED}`,
  async () => {
    const runner = new Runner(size, say);
    const failure = await told(runner);

    expect(failure).toBeUndefined();
    say(`model: ${runner.commands} commands in ${runner.walks} walks`);
  },
  Math.max(600_000, COMMANDS * 1000),
);

async function told(runner: Runner): Promise<string | undefined> {
  if (MODEL_WALK) {
    const faults = await runner.walk(SEED, JSON.parse(MODEL_WALK) as Command[]);
    await runner.close();
    return faults?.join('\n');
  }
  return MODEL_PATH ? runner.runSeed(SEED, MODEL_PATH) : runner.run(SEED);
}
