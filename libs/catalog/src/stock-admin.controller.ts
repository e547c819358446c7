import { actorOf, Caller, IdempotencyKey, IdempotencyKeys, Super, type CallerIdentity } from '@app/auth';
import { DomainError, IdParam } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { LedgerPage, LedgerQuery, StockBody, StockView } from './stock-admin.dto';
import { StockAdminService } from './stock-admin.service';

@ApiTags('product')
@Controller('admin/sku/:id')
@Super()
export class StockAdminController {
  constructor(
    private readonly stock: StockAdminService,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** 入库、调整库存 Goods come in, or a count is put right; safe during a sale. Answers the counters afterwards. */
  @Post('stock')
  @HttpCode(201)
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key within 24 h is the same change.',
  })
  async change(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() body: StockBody,
    @IdempotencyKey() key?: string,
  ): Promise<StockView> {
    if (body.count === 0 || (body.kind === 'IN' && body.count < 0))
      throw DomainError.field('count', 'count不能为0，入库必须大于0');
    const caller = actorOf(admin);
    const claim =
      key === undefined ? undefined : { caller, key, hash: this.keys.hashOf({ sku: id, ...body }) };
    return StockView.of(await this.stock.change({ skuId: id, ...body }, caller, claim));
  }

  /** 库存流水 Every move of a sku and its cause, the newest first. */
  @Get('ledger')
  async ledger(@Param() { id }: IdParam, @Query() { before, size }: LedgerQuery): Promise<LedgerPage> {
    return LedgerPage.of(await this.stock.ledger(id, before, size), size);
  }
}
