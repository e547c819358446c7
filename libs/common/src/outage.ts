const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  // PostgreSQL: connection lost, idle too long, too many connections, read-only, disk full, shutting down,
  // starting up, statement or lock timeout.
  '08000',
  '08003',
  '08006',
  '25006',
  '25P03',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '55P03',
  // It lets nobody in: a wrong account, or a database that is closed, renamed or away for its maintenance.
  '28000',
  '28P01',
  '3D000',
  '55000',
]);

/** The last one is TypeORM's when a connection dies under a transaction: it lets go of it before COMMIT. */
const OUTAGE_WORDS =
  /Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|timeout exceeded when trying to connect|Driver not Connected|Query runner already released/;

/** Whether PostgreSQL could not be asked: down, restarting, full or out of reach, as pg and TypeORM tell it. */
export function isDatabaseOutage(error: unknown): boolean {
  const { code, message, driverError, syscall } = (error ?? {}) as {
    code?: string;
    message?: string;
    driverError?: unknown;
    syscall?: string;
  };
  if (driverError && driverError !== error) return isDatabaseOutage(driverError);
  if (code === 'ENOENT') return syscall === 'connect';
  return (code !== undefined && OUTAGE_CODES.has(code)) || OUTAGE_WORDS.test(message ?? '');
}
