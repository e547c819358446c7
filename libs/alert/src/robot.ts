import { request } from 'undici';
import { dialectOf, type RobotMessage } from './robot-dialect';

/** Its connection and the last byte of its answer included. */
const PATIENCE_MS = 5000;
const MOST_ANSWER_BYTES = 16 * 1024;

/** The robot did not take a message; no word of its address, which is its secret. */
export class RobotDeaf extends Error {}

/** Throws RobotDeaf where it did not say that it took the message; a redirect is none of its answers. */
export async function tellRobot(url: string, message: RobotMessage, patienceMs = PATIENCE_MS): Promise<void> {
  const dialect = dialectOf(url);
  const { status, body } = await post(url, JSON.stringify(dialect.bodyOf(message)), patienceMs);
  if (status < 200 || status > 299) throw new RobotDeaf(`the robot answered HTTP ${status}`);
  const fault = dialect.faultIn(body);
  if (fault !== undefined) throw new RobotDeaf(`the robot refused the message: ${fault}`);
}

async function post(
  url: string,
  body: string,
  patienceMs: number,
): Promise<{ status: number; body: string }> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      signal,
      // The next message is minutes away.
      reset: true,
    });
    return { status: answer.statusCode, body: await beginningOf(answer.body) };
  } catch (error) {
    if (error instanceof RobotDeaf) throw error;
    throw new RobotDeaf(`the robot did not answer: ${signal.aborted ? 'timeout' : codeOf(error)}`);
  }
}

async function beginningOf(answer: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) throw new RobotDeaf('the robot’s answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An error's words may quote the address. */
function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? 'failed');
}
