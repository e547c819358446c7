import { inspect } from 'node:util';

/** Why the shop cannot start, in one sentence for the person in front of the terminal. */
export class StartFault extends Error {}

/** One plain sentence; whoever wants the stack sets LOG_LEVEL=debug. */
export function report(fault: unknown): void {
  const isDebug = process.env.LOG_LEVEL === 'debug';
  process.stderr.write(`${isDebug ? inspect(fault) : sentenceOf(fault)}\n`);
}

function sentenceOf(fault: unknown): string {
  const { message, code, port } = fault as { message?: string; code?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use: set PORT to a free one.`;
  return message || code || String(fault);
}
