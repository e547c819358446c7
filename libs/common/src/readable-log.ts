import type { DestinationStream } from 'pino';
import pretty, { type PrettyOptions } from 'pino-pretty';
import { beijingTime } from './beijing-time';
import type { RequestLine } from './request-line';

/** For a person in front of a terminal: a coloured line an event, in Beijing time. */
export function readableLog(to: NodeJS.WritableStream, { colors }: { colors: boolean }): DestinationStream {
  const options: PrettyOptions = {
    colorize: colors,
    destination: to,
    sync: true,
    ignore: 'request,context',
    translateTime: false,
    customPrettifiers: { time: (time) => beijingTime(new Date(time as string)).slice(11) },
    messageFormat: (event, key) => {
      const { request, context } = event as { request?: RequestLine; context?: string };
      if (request) return textOf(request);
      return `${context ? `${context}: ` : ''}${String(event[key])}`;
    },
  };
  return pretty(options);
}

function textOf({ method, route, status, ms, error, actor, id }: RequestLine): string {
  return [method, route, status, `${ms} ms`, error, actor, id].filter((part) => part !== undefined).join(' ');
}
