/** An answer that is longer than its call allows: nobody reads on to see how much longer. */
export class AnswerTooLarge extends Error {
  readonly code = 'answer too large';
}

/** The whole body; reading ends where it exceeds its bound, and the connection with it. */
export async function readBody(body: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
