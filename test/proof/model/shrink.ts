import type { Command } from './command';

/** Why a walk failed; nothing where it did not. */
export type Try = (commands: Command[]) => Promise<string[] | undefined>;

export interface Shrunk {
  commands: Command[];
  faults: string[];
  tries: number;
}

/**
 * Leaves away whatever a failure does not need: halves first, then quarters, down to single commands, until none can
 * go; then what happened at once happens in turn. Only the same kind of fault counts as the same failure.
 */
export async function shrink(commands: Command[], faults: string[], attempt: Try): Promise<Shrunk> {
  const found: Shrunk = { commands, faults, tries: 0 };
  const wanted = kindsOf(faults);
  const isBetter = async (candidate: Command[]): Promise<boolean> => {
    found.tries += 1;
    const failed = await attempt(candidate);
    if (!failed || !kindsOf(failed).some((kind) => wanted.includes(kind))) return false;
    Object.assign(found, { commands: candidate, faults: failed });
    return true;
  };
  do await leaveAway(found, isBetter);
  while (await simplify(found, isBetter));
  return found;
}

async function leaveAway(found: Shrunk, isBetter: (candidate: Command[]) => Promise<boolean>): Promise<void> {
  for (
    let size = Math.ceil(found.commands.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    // From the end: what came last is what the fewest others depend on.
    for (let end = found.commands.length; end > 0; end -= size)
      await isBetter([...found.commands.slice(0, Math.max(0, end - size)), ...found.commands.slice(end)]);
  }
}

/** Whether anything became simpler. */
async function simplify(
  found: Shrunk,
  isBetter: (candidate: Command[]) => Promise<boolean>,
): Promise<boolean> {
  for (const [index, command] of found.commands.entries())
    for (const simpler of simplerThan(command))
      if (await isBetter(found.commands.toSpliced(index, 1, ...simpler))) return true;
  return false;
}

function simplerThan(command: Command): Command[][] {
  if (command.do === 'crash') return [[command.during], [{ do: 'restart' }, command.during]];
  if (command.do !== 'together') return [];
  const { first, second } = command;
  return [[first], [second], [first, second], [second, first]];
}

/** Numbers differ from walk to walk. */
function kindsOf(faults: string[]): string[] {
  return faults.map((fault) => fault.replaceAll(/[0-9A-Z]*\d[0-9A-Z]*/g, '#'));
}
