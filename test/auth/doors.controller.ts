import {
  Caller,
  Exclusive,
  IdempotencyKey,
  Primary,
  Public,
  ShopperId,
  Super,
  type CallerIdentity,
} from '@app/auth';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';

/** One door of every kind. */
@Controller('door')
export class DoorsController {
  @Get('public')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('primary')
  @Primary()
  primary(@Caller() caller: CallerIdentity): CallerIdentity {
    return caller;
  }

  @Get('exclusive')
  @Exclusive()
  exclusive(@ShopperId() id: number): object {
    return { id };
  }

  @Get('super')
  @Super()
  admin(@Caller() caller: CallerIdentity): CallerIdentity {
    return caller;
  }

  @Get('mine')
  @Primary()
  mine(@ShopperId() id: number): object {
    return { id };
  }

  @Get('undeclared')
  undeclared(): object {
    return { open: true };
  }

  @Post('notice')
  @HttpCode(200)
  @Public('notice')
  notice(): object {
    return {};
  }

  @Post('key')
  @HttpCode(200)
  @Primary()
  key(@IdempotencyKey() key?: string): object {
    return { key };
  }
}

/** The class says whom it admits; a route in it may say otherwise. */
@Super()
@Controller('office')
export class OfficeController {
  @Get()
  inherited(): object {
    return {};
  }

  @Get('open')
  @Public()
  open(): object {
    return {};
  }
}
