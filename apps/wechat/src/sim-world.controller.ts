import { Clock } from '@app/common';
import { BadRequestException, Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { DeliveryService } from './delivery.service';
import { FaultService } from './fault.service';
import { FaultsDto } from './faults.dto';
import { isFaultOf } from './faults';
import { SimBodyPipe } from './sim-body.pipe';
import { ClockBody, FaultBody, StrictBody } from './sim.dto';

/** The circumstances of a story: the passing of time, bad luck, and how strict WeChat is. */
@Controller('sim')
export class SimWorldController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly deliveries: DeliveryService,
    private readonly faults: FaultService,
    private readonly clock: Clock,
  ) {}

  @Post('clock')
  @HttpCode(200)
  async advance(@Body(SimBodyPipe) { advanceSeconds }: ClockBody) {
    const offsetSeconds = this.clock.advance(advanceSeconds);
    await this.deliveries.fireDue();
    return { offsetSeconds, now: this.clock.now().toISOString() };
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
