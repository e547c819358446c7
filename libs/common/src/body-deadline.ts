import type { IncomingMessage } from 'node:http';

/** For the body of a request, counted from the end of its headers; 64 KB come in that over any line. */
const BODY_MS = 15_000;

/** For the file of a caller who may upload: 5 MB at 0.4 Mbit/s, as a telephone has upstream. */
export const UPLOAD_MS = 100_000;

interface Deadline {
  timer: NodeJS.Timeout;
  onLate: () => void;
}

const deadlines = new WeakMap<IncomingMessage, Deadline>();

/** Cuts a request off whose body takes too long, whatever is answered meanwhile. */
export function startBodyDeadline(request: IncomingMessage, onLate: () => void, ms = BODY_MS): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) return;
  deadlines.set(request, { onLate, timer: setTimeout(onLate, ms).unref() });
  request.once('close', () => clearTimeout(deadlines.get(request)?.timer));
}

/** More time for a file: asked for behind the guard, so that a stranger cannot hold a connection by it. */
export function extendBodyDeadline(request: IncomingMessage, ms = UPLOAD_MS): void {
  const deadline = deadlines.get(request);
  if (!deadline || request.closed) return;
  clearTimeout(deadline.timer);
  deadline.timer = setTimeout(deadline.onLate, ms).unref();
}
