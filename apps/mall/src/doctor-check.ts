/** One sentence, for whoever reads either language. */
export interface Words {
  en: string;
  zh: string;
}

/** What was seen, and what to do about it. */
export type Finding =
  | { kind: 'ok'; seen: Words }
  /** The shop runs, but not for ever or not as well as it could. */
  | { kind: 'advice' | 'fault'; seen: Words; todo: Words };

export interface Check {
  id: string;
  title: Words;
  /** Checks without whose success this one would only repeat their complaint. */
  needs?: string[];
  run(): Finding | Promise<Finding>;
}

export function ok(en: string, zh: string): Finding {
  return { kind: 'ok', seen: { en, zh } };
}

export function advice(seen: Words, todo: Words): Finding {
  return { kind: 'advice', seen, todo };
}

export function fault(seen: Words, todo: Words): Finding {
  return { kind: 'fault', seen, todo };
}

export type Say = (line: string) => void;

/** What all checks came to. */
export interface Diagnosis {
  advices: number;
  faults: number;
  /** What the first fault asks for. */
  nextStep?: Words;
}

const MARK: Record<Finding['kind'], string> = { ok: '✓', advice: '!', fault: '✗' };

/** One check after the other, each told as soon as it is known. */
export async function runChecks(checks: Check[], say: Say): Promise<Diagnosis> {
  const stopped = new Set<string>();
  const diagnosis: Diagnosis = { advices: 0, faults: 0 };
  for (const check of checks) {
    const { id, title, needs = [] } = check;
    const waitsFor = needs.find((need) => stopped.has(need));
    if (waitsFor) {
      stopped.add(id);
      say(`· ${title.en} ${title.zh}: waits for "${waitsFor}" 等待上一项`);
      continue;
    }
    const finding = await check.run();
    tell(title, finding, say);
    if (finding.kind === 'advice') diagnosis.advices += 1;
    if (finding.kind !== 'fault') continue;
    stopped.add(id);
    diagnosis.faults += 1;
    diagnosis.nextStep ??= finding.todo;
  }
  return diagnosis;
}

function tell(title: Words, finding: Finding, say: Say): void {
  const { kind, seen } = finding;
  if (kind === 'ok') return say(`${MARK.ok} ${title.en} ${title.zh}: ${seen.en} ${seen.zh}`);
  say(`${MARK[kind]} ${title.en} ${title.zh}`);
  say(`    ${seen.en}`);
  say(`    ${seen.zh}`);
  say(`    → ${finding.todo.en}`);
  say(`    → ${finding.todo.zh}`);
}
