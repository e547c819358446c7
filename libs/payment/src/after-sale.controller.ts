import { Exclusive, IdempotencyKey, IdempotencyKeys, ShopperId } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { AfterSaleListService } from './after-sale-list.service';
import { AfterSaleBody, AfterSaleView, AskedAfterSale, ReturnBody } from './after-sale.dto';
import { AfterSaleService } from './after-sale.service';

@ApiTags('after-sale')
@Controller()
@Exclusive()
export class AfterSaleController {
  constructor(
    private readonly sales: AfterSaleService,
    private readonly lists: AfterSaleListService,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** 申请售后 Asks for money back, with or without returning goods; each line is in one open request at most. */
  @Post('order/:id/after-sale')
  @HttpCode(201)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key within 24 h is the same request.',
  })
  async ask(
    @ShopperId() shopperId: number,
    @Param() { id }: IdParam,
    @Body() body: AfterSaleBody,
    @IdempotencyKey() key?: string,
  ): Promise<AskedAfterSale> {
    const caller = `shopper:${shopperId}`;
    const hash = this.keys.hashOf({ afterSaleOf: id, ...body });
    const asked = await this.sales.ask({
      shopperId,
      orderId: id,
      kind: body.kind,
      lines: body.lines?.map(({ sku_id, count }) => ({ skuId: sku_id, count })),
      reason: body.reason,
      key: key === undefined ? undefined : { caller, key, hash },
    });
    return AskedAfterSale.of(asked);
  }

  /** 我的售后 What the shopper asked for of this order, newest first. */
  @Get('order/:id/after-sale')
  async ofOrder(@ShopperId() shopperId: number, @Param() { id }: IdParam): Promise<AfterSaleView[]> {
    const rows = await this.lists.ofOrder(shopperId, id);
    return rows.map((row) => AfterSaleView.of(row));
  }

  /** 撤销售后 As long as no goods are on their way back. */
  @Post('after-sale/:id/withdraw')
  @HttpCode(201)
  async withdraw(@ShopperId() shopperId: number, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.sales.withdraw(shopperId, id);
    return new SuccessMessage();
  }

  /** 填写退货单号 The parcel in which the goods come back, once the merchant has agreed. */
  @Post('after-sale/:id/return')
  @HttpCode(201)
  async send(
    @ShopperId() shopperId: number,
    @Param() { id }: IdParam,
    @Body() { carrier, tracking_no }: ReturnBody,
  ): Promise<SuccessMessage> {
    await this.sales.send(shopperId, id, { carrier, trackingNo: tracking_no });
    return new SuccessMessage();
  }
}
