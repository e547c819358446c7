import { AppConfig, Clock } from '@app/common';
import { Controller, Get, Header, Query, ValidationPipe } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Bookkeeper } from './bookkeeper';
import { CONSOLE_STYLE } from './console.assets';
import { StateDto, StateQuery } from './console.dto';
import { consolePage } from './console.page';
import { CONSOLE_SCRIPT } from './console.script';

/** This style, this script, and nothing else: neither from elsewhere nor smuggled in with an order. */
const POLICY = [
  "default-src 'none'",
  `style-src '${digestOf(CONSOLE_STYLE)}'`,
  `script-src '${digestOf(CONSOLE_SCRIPT)}'`,
  "connect-src 'self'",
  // The empty icon: a browser asks for one otherwise.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Everything that the routes below /sim can do, on one page. */
@Controller()
export class ConsoleController {
  constructor(
    private readonly config: AppConfig,
    private readonly bookkeeper: Bookkeeper,
    private readonly clock: Clock,
  ) {}

  @Get('console')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  @Header('cache-control', 'no-store')
  show(): string {
    return consolePage(this.config.SHOP_NAME);
  }

  /** Asked by the open page every other second. */
  @Get('sim/state')
  @Header('cache-control', 'no-store')
  state(@Query(new ValidationPipe({ transform: true })) query: StateQuery): StateDto {
    return StateDto.of(this.bookkeeper.desk, this.clock.offsetSeconds, query);
  }
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
