import { parseArgs, type ParseArgsConfig } from 'node:util';
import { FOLLOW_RUNNER } from './follow-runner';
import { StartFault } from './start-fault';

/** What `--help` says of a command, and what else it takes. */
export interface Command {
  usage: string;
  en: string;
  zh: string;
  options?: Required<ParseArgsConfig>['options'];
  /** How many names it takes beside its options. */
  names?: number;
}

export interface Arguments {
  options: Record<string, unknown>;
  names: string[];
}

const ALWAYS = { help: { type: 'boolean', short: 'h' } } as const;

/** The command's arguments; with `--help`, the process says what it is for and ends. An unknown one is refused. */
export function argumentsOf(command: Command): Arguments {
  const { values, positionals } = parsed(command);
  if (values.help) {
    process.stdout.write(`${command.usage}\n\n${command.en}\n${command.zh}\n`);
    process.exit(0);
  }
  return { options: values, names: positionals };
}

function parsed(command: Command) {
  const args = process.argv.slice(2).filter((argument) => argument !== FOLLOW_RUNNER);
  const { names = 0, options } = command;
  try {
    const given = parseArgs({ args, options: { ...options, ...ALWAYS }, allowPositionals: true });
    const more = given.positionals[names];
    if (more === undefined) return given;
    throw new StartFault(`Unexpected argument '${more}'. ${usageOf(command)}`);
  } catch (error) {
    if (error instanceof StartFault) throw error;
    // Node's second sentence is about names that begin with a dash.
    throw new StartFault(`${(error as Error).message.split('. ')[0]}. ${usageOf(command)}`);
  }
}

function usageOf({ usage }: Command): string {
  return `Usage 用法: ${usage}`;
}
