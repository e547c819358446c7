import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FreightBody, FreightView } from './freight.dto';
import { FreightService } from './freight.service';

@ApiTags('order')
@Controller('admin/freight')
@Super()
export class FreightController {
  constructor(private readonly freight: FreightService) {}

  /** 运费规则 What it costs to send goods; where nothing was set they travel free. */
  @Get()
  async read(): Promise<FreightView> {
    return FreightView.of(await this.freight.rule());
  }

  /** 设置运费 The whole rule anew, for orders from now on: 基础运费、满额包邮、按省加收或不发货. */
  @Put()
  async set(@Caller() admin: CallerIdentity, @Body() body: FreightBody): Promise<FreightView> {
    await this.freight.set(FreightBody.ruleOf(body), actorOf(admin));
    return this.read();
  }
}
