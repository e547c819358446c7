import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { readableLog } from './readable-log';
import type { AppConfig } from './settings';

/** One JSON line an event, to standard output; ids only, never a token, openid, name, phone or key. */
export function openLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: pino.stdSerializers.err },
  };
  return to ? pino(options, to) : pino(options);
}

/** The log of these settings: JSON, but in the terminal of a sandbox a line that a person reads. */
export function logOf({ LOG_LEVEL, WORLD }: Pick<AppConfig, 'LOG_LEVEL' | 'WORLD'>): Logger {
  const isRead = WORLD === 'sandbox' && process.stdout.isTTY;
  return openLog(LOG_LEVEL, isRead ? readableLog(process.stdout, { colors: true }) : undefined);
}

/** What Nest tells of each module, provider and route at start. */
const CHATTER = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** Nest's own logging on the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Logger) {}

  log(message: unknown, context?: string): void {
    if (!CHATTER.has(context ?? '')) this.write('debug', message, context);
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    this.write('error', message, typeof context === 'string' ? context : undefined);
  }

  warn(message: unknown, context?: string): void {
    this.write('warn', message, context);
  }

  debug(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  private write(level: 'debug' | 'warn' | 'error', message: unknown, context?: string): void {
    if (message instanceof Error) this.to[level]({ context, err: message });
    else if (typeof message === 'object' && message !== null) this.to[level]({ context, ...message });
    else this.to[level]({ context }, String(message));
  }
}
