import { actorOf, Caller, IdempotencyKey, IdempotencyKeys, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { RefundListService } from './refund-list.service';
import {
  DisputeBody,
  RefundBody,
  RefundPage,
  RefundPreviewView,
  RefundQuery,
  RequestedRefund,
} from './refund.dto';
import { RefundService } from './refund.service';
import { SettlementService } from './settlement.service';

@ApiTags('refund')
@Controller('admin')
@Super()
export class RefundController {
  constructor(
    private readonly refunds: RefundService,
    private readonly lists: RefundListService,
    private readonly settlement: SettlementService,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** 退款 Gives an order's money back: whole, by line or by amount. WeChat is asked within a second. */
  @Post('order/:id/refund')
  @HttpCode(201)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key within 24 h is the same refund.',
  })
  async refund(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() body: RefundBody,
    @IdempotencyKey() key?: string,
  ): Promise<RequestedRefund> {
    const caller = actorOf(admin);
    const requested = await this.refunds.request({
      ...RefundBody.wishOf(body),
      orderId: id,
      actor: caller,
      key: key === undefined ? undefined : { caller, key, hash: this.keys.hashOf({ order: id, ...body }) },
    });
    return RequestedRefund.of(requested);
  }

  /** 退款预览 What the same body would give back now; nothing is refunded. */
  @Post('order/:id/refund/preview')
  @HttpCode(200)
  async preview(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() body: RefundBody,
  ): Promise<RefundPreviewView> {
    const wish = { ...RefundBody.wishOf(body), orderId: id, actor: actorOf(admin) };
    return RefundPreviewView.of(await this.refunds.preview(wish));
  }

  /**
   * 退还该笔款项 Gives back what is left of a payment that no order keeps: of a wrong amount, late, a second one, or
   * for goods that ran out.
   */
  @Post('transaction/:id/refund')
  @HttpCode(201)
  async refundRest(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { reason }: DisputeBody,
  ): Promise<RequestedRefund> {
    const wish = { paymentId: id, reason, actor: actorOf(admin) };
    return RequestedRefund.of(await this.refunds.refundRest(wish));
  }

  /** 补货 Goods for an order that was paid and out of stock: it is paid from now on, and can be shipped. */
  @Post('order/:id/give_stock')
  @HttpCode(201)
  async giveStock(@Caller() admin: CallerIdentity, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.settlement.giveStock(id, actorOf(admin));
    return new SuccessMessage();
  }

  /** 退款列表 Refunds, newest first. */
  @Get('refund')
  async list(@Query() query: RefundQuery): Promise<RefundPage> {
    return RefundPage.of(await this.lists.list(query), query);
  }

  /** 重试退款 Asks WeChat again, under the same number, once whatever it refused for is mended. */
  @Post('refund/:id/retry')
  @HttpCode(201)
  async retry(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.lists.retry(id);
    return new SuccessMessage();
  }
}
