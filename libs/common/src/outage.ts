const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNABORTED',
  // PostgreSQL: read-only, idle too long, disk full, too many connections, shutting down, starting up, a database
  // that was dropped, statement or lock timeout.
  '25006',
  '25P03',
  '25P04',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
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
  /Connection terminated|Query read timeout|Client has encountered a connection error|not queryable|timeout exceeded when trying to connect|timeout expired|Driver not Connected|Query runner already released/;

/** PostgreSQL's, PgBouncer's and other poolers' words for it. */
const FULL_WORDS =
  /too many (clients|connections)|no more connections allowed|remaining connection slots|max client(s| connections) reached/i;

/** Whether PostgreSQL, or the pooler before it, takes no more connections. */
export function isOutOfConnections(error: unknown): boolean {
  const { code, message, driverError } = (error ?? {}) as {
    code?: string;
    message?: string;
    driverError?: unknown;
  };
  if (driverError && driverError !== error) return isOutOfConnections(driverError);
  return code === '53300' || FULL_WORDS.test(message ?? '');
}

/** Whether PostgreSQL could not be asked: down, restarting, full or out of reach, as pg, PgBouncer and TypeORM tell it. */
export function isDatabaseOutage(error: unknown): boolean {
  const { code, message, driverError, syscall, routine } = (error ?? {}) as {
    code?: string;
    message?: string;
    driverError?: unknown;
    syscall?: string;
    routine?: string;
  };
  if (driverError && driverError !== error) return isDatabaseOutage(driverError);
  if (code === 'ENOENT') return syscall === 'connect';
  if (code === PROTOCOL_VIOLATION) return routine === undefined;
  return isOutageCode(code) || OUTAGE_WORDS.test(message ?? '');
}

/**
 * PgBouncer has this one state for whatever it has to say for itself: a server that crashed, no free server in time, no
 * more clients, a login that failed. PostgreSQL means a message of ours that it cannot take, and names its routine.
 */
const PROTOCOL_VIOLATION = '08P01';

/** Class 08: the connection failed. */
function isOutageCode(code: string | undefined): boolean {
  return code !== undefined && (/^08...$/.test(code) || OUTAGE_CODES.has(code));
}
