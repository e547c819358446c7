import { actorOf, Caller, Exclusive, ShopperId, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { RefusedOrder } from '@app/order';
import { Body, Controller, Get, HttpCode, Ip, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ClosingService } from './closing.service';
import { ConfirmService } from './confirm.service';
import { ConfirmedStatus, PaymentParameters, TransactionPage, TransactionQuery } from './payment.dto';
import { PrepayService } from './prepay.service';
import { TransactionService } from './transaction.service';

@ApiTags('payment')
@Controller()
export class PaymentController {
  constructor(
    private readonly prepays: PrepayService,
    private readonly confirms: ConfirmService,
    private readonly closing: ClosingService,
    private readonly transactions: TransactionService,
  ) {}

  /** 支付 Everything `wx.requestPayment` needs; where goods ran out, the refused order instead. */
  @Post('pay/pre_order')
  @HttpCode(200)
  @Exclusive()
  @ApiExtraModels(PaymentParameters, RefusedOrder)
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(PaymentParameters) }, { $ref: getSchemaPath(RefusedOrder) }] },
  })
  prepay(
    @ShopperId() shopperId: number,
    @Body() { id }: IdParam,
    @Ip() payerIp: string,
  ): Promise<PaymentParameters | RefusedOrder> {
    return this.prepays.prepay({ shopperId, orderId: id, payerIp });
  }

  /** 确认支付 Asks WeChat whether an order is paid, for the page that comes back from `wx.requestPayment`. */
  @Post('pay/confirm')
  @HttpCode(200)
  @Exclusive()
  async confirm(@ShopperId() shopperId: number, @Body() { id }: IdParam): Promise<ConfirmedStatus> {
    return { status: await this.confirms.confirm(shopperId, id) };
  }

  /** 取消订单 The order begins to close; its goods come back when WeChat is sure that nobody pays it any more. */
  @Post('order/:id/cancel')
  @HttpCode(201)
  @Exclusive()
  async cancel(@ShopperId() shopperId: number, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.closing.cancel(shopperId, id);
    return new SuccessMessage();
  }

  /** 关闭订单 The same by the merchant, for an order that is not paid. */
  @Post('admin/order/:id/close')
  @HttpCode(201)
  @Super()
  async close(@Caller() admin: CallerIdentity, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.closing.close(id, { reason: 'admin', actor: actorOf(admin) });
    return new SuccessMessage();
  }

  /** 资金流水 Money that WeChat reported, newest first, by what became of it. */
  @Get('admin/transaction')
  @Super()
  async list(@Query() query: TransactionQuery): Promise<TransactionPage> {
    return TransactionPage.of(await this.transactions.list(query), query);
  }
}
