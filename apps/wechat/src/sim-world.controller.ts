import { BadRequestException, Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { FaultService } from './fault.service';
import { FaultsDto } from './faults.dto';
import { isFaultOf } from './faults';
import { SimBodyPipe } from './sim-body.pipe';
import { ClockBody, FaultBody, StrictBody } from './sim.dto';
import { TimeService } from './time.service';

/** The circumstances of a story: the passing of time, bad luck, and how strict WeChat is. */
@Controller('sim')
export class SimWorldController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
    private readonly time: TimeService,
  ) {}

  @Post('clock')
  @HttpCode(200)
  advance(@Body(SimBodyPipe) { advanceSeconds }: ClockBody) {
    return this.time.advance(advanceSeconds);
  }

  @Post('fault')
  @HttpCode(200)
  fault(@Body(SimBodyPipe) { endpoint, kind, times }: FaultBody) {
    if (!isFaultOf(endpoint, kind)) throw new BadRequestException(`${endpoint} has no fault ${kind}`);
    this.faults.plan(endpoint, kind, times);
    return { faults: this.faults.list() };
  }

  /** What can go wrong, and what will. */
  @Get('faults')
  faultPlan(): FaultsDto {
    return FaultsDto.of(this.faults);
  }

  @Post('strict')
  @HttpCode(200)
  strict(@Body(SimBodyPipe) { on }: StrictBody) {
    this.bookkeeper.record({ kind: 'strict', on });
    return { on };
  }
}
