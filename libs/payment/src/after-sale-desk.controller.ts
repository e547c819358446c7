import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AfterSaleDeskService } from './after-sale-desk.service';
import { AfterSaleListService } from './after-sale-list.service';
import { AfterSalePage, AfterSaleQuery, ReceivedBody, RefuseBody } from './after-sale.dto';

@ApiTags('after-sale')
@Controller('admin/after-sale')
@Super()
export class AfterSaleDeskController {
  constructor(
    private readonly desk: AfterSaleDeskService,
    private readonly lists: AfterSaleListService,
  ) {}

  /** 售后列表 Everybody's requests, newest first. */
  @Get()
  async list(@Query() query: AfterSaleQuery): Promise<AfterSalePage> {
    return AfterSalePage.of(await this.lists.list(query), query);
  }

  /** 同意售后 Starts the refund, or lets the goods come back first. Once more where WeChat closed the refund. */
  @Post(':id/agree')
  @HttpCode(201)
  async agree(@Caller() admin: CallerIdentity, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.desk.agree(id, actorOf(admin));
    return new SuccessMessage();
  }

  /** 拒绝售后 With a reason that the shopper reads. */
  @Post(':id/refuse')
  @HttpCode(201)
  async refuse(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { reason }: RefuseBody,
  ): Promise<SuccessMessage> {
    await this.desk.refuse(id, actorOf(admin), reason);
    return new SuccessMessage();
  }

  /** 确认收到退货 The goods are back: the refund starts. */
  @Post(':id/received')
  @HttpCode(201)
  async receive(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { restock }: ReceivedBody,
  ): Promise<SuccessMessage> {
    await this.desk.receive(id, actorOf(admin), restock);
    return new SuccessMessage();
  }
}
