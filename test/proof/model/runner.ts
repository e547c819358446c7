import * as fc from 'fast-check';
import { act } from './acts';
import type { Command } from './command';
import { walks } from './commands';
import { shrink } from './shrink';
import { Stage, type World } from './stage';
import { verdictOn } from './verdict';
import { Walk } from './walk';

/** Both gateways, both policies, with freight and without. */
export const WORLDS: readonly World[] = [
  { gateway: 'v3', policy: 'reserve', freightFen: 0 },
  { gateway: 'v2', policy: 'on_payment', freightFen: 800 },
  { gateway: 'v2', policy: 'reserve', freightFen: 800 },
  { gateway: 'v3', policy: 'on_payment', freightFen: 0 },
];

export interface Size {
  /** Commands in all, at least. */
  commands: number;
  /** Commands of one walk, at most. */
  length: number;
  /** Walks in one shop, one after the other. */
  walks: number;
}

const PROGRESS_MS = 10_000;

/** Random walks through real shops, each of them held against the model; a failure is shrunk and told. */
export class Runner {
  commands = 0;
  walks = 0;
  private stage?: Stage;
  /** Of the last walk that failed. */
  private faults: string[] = [];
  private readonly begunAt = performance.now();
  private toldAt = this.begunAt;

  constructor(
    private readonly size: Size,
    private readonly say: (line: string) => void,
  ) {}

  private get isDone(): boolean {
    return this.commands >= this.size.commands;
  }

  /** Shop after shop, each of the next seed, until so many commands are done or a walk fails; tells how it failed. */
  async run(seed: number): Promise<string | undefined> {
    let failure: string | undefined;
    for (let next = seed; !this.isDone && !failure; next += 1) failure = await this.runSeed(next);
    return failure;
  }

  /** The walks of one seed, in a shop of the world that belongs to it; with a path the one walk that it names. */
  async runSeed(seed: number, path?: string): Promise<string | undefined> {
    const property = fc.asyncProperty(walks(this.size.length), async (commands) => {
      const faults = this.isDone ? undefined : await this.walk(seed, commands);
      if (faults) throw new Error(faults.join('\n'));
    });
    const settings = { seed, path, numRuns: path ? 1 : this.size.walks, endOnFailure: true };
    const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, settings);
    // The shop did not even open: no walk is to blame.
    if (failed && this.faults.length === 0) throw errorInstance;
    const name = `MODEL_SEED=${seed} MODEL_PATH=${counterexamplePath}`;
    const failure = failed && counterexample ? await this.shrunk(seed, counterexample[0], name) : undefined;
    await this.close();
    return failure;
  }

  /** Tells what contradicts the model; nothing where all is as it should be. */
  async walk(seed: number, commands: readonly Command[]): Promise<string[] | undefined> {
    // What went wrong in a shop would be found again in every walk after it.
    if (this.stage?.isSpoilt) await this.close();
    this.stage ??= await Stage.open(WORLDS[seed % WORLDS.length]!);
    const { stage } = this;
    stage.isSpoilt = true;
    const faults = await this.walkOn(stage, commands, seed).catch((error: Error) => [
      error.stack ?? error.message,
    ]);
    if (faults.length > 0) return (this.faults = faults);
    stage.isSpoilt = false;
    this.walks += 1;
    return undefined;
  }

  async close(): Promise<void> {
    const { stage } = this;
    this.stage = undefined;
    await stage?.stop();
  }

  private async walkOn(stage: Stage, commands: readonly Command[], seed: number): Promise<string[]> {
    const walk = await Walk.begin(stage);
    for (const [index, command] of commands.entries()) {
      walk.step = index;
      await act(walk, command);
      this.commands += 1;
      this.tellProgress(seed);
    }
    return verdictOn(walk);
  }

  private async shrunk(seed: number, commands: Command[], name: string): Promise<string> {
    const seconds = Math.round((performance.now() - this.begunAt) / 1000);
    this.say(`${name} fails after ${this.commands} commands and ${seconds} s:\n${this.faults.join('\n')}`);
    const {
      commands: left,
      faults,
      tries,
    } = await shrink(commands, this.faults, (candidate) => this.walk(seed, candidate));
    const told = [
      `${name}: ${commands.length} commands, of which ${left.length} are left after ${tries} tries`,
      JSON.stringify(WORLDS[seed % WORLDS.length]),
      `MODEL_WALK='${JSON.stringify(left)}'`,
      ...faults,
    ].join('\n');
    this.say(told);
    return told;
  }

  private tellProgress(seed: number): void {
    const now = performance.now();
    if (now - this.toldAt < PROGRESS_MS) return;
    this.toldAt = now;
    const aSecond = Math.round(this.commands / ((now - this.begunAt) / 1000));
    this.say(`model: ${this.commands} commands in ${this.walks} walks, ${aSecond} a second, seed ${seed}`);
  }
}
