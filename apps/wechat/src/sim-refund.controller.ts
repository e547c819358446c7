import { BadRequestException, Body, ConflictException, Controller, HttpCode, Post } from '@nestjs/common';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import { NotifiedDto } from './books.dto';
import type { Refund } from './books';
import { DeliveryService } from './delivery.service';
import type { Delivery } from './notice-book';
import { endRefund, portalRefund, PortalRefused } from './portal';
import { refundStatus, USUAL_END } from './refund-book';
import { SimBodyPipe } from './sim-body.pipe';
import { FundsBody, PortalRefundBody, RefundBody } from './sim-refund.dto';

/** What becomes of refunds, and what the merchant does in his portal. */
@Controller('sim')
export class SimRefundController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly deliveries: DeliveryService,
  ) {}

  @Post('refund')
  @HttpCode(200)
  async refund(@Body(SimBodyPipe) { out_refund_no: outRefundNo, becomes, afterSeconds, times }: RefundBody) {
    if (outRefundNo !== undefined && times !== undefined)
      throw new BadRequestException('times is for the next refunds, not for one that is named');
    if (outRefundNo === undefined) return this.plan({ becomes, afterSeconds, times });
    const refund = this.settle((desk) =>
      endRefund(desk, { outRefundNo, becomes, afterSeconds: afterSeconds ?? 0 }),
    );
    return this.told(refund, await this.deliveries.announce(refund.refundId));
  }

  @Post('portal-refund')
  @HttpCode(200)
  portalRefund(@Body(SimBodyPipe) wish: PortalRefundBody) {
    return this.told(this.settle((desk) => portalRefund(desk, wish)));
  }

  @Post('funds')
  @HttpCode(200)
  funds(@Body(SimBodyPipe) { enough }: FundsBody) {
    this.bookkeeper.record({ kind: 'funds', enough });
    return { enough };
  }

  private plan({ becomes, afterSeconds = USUAL_END.afterSeconds, times = 1 }: RefundBody) {
    const plan = { becomes, afterSeconds, times };
    this.bookkeeper.record({ kind: 'refundsPlanned', plan });
    return plan;
  }

  private settle(decide: (desk: Desk) => Decision<Refund>): Refund {
    try {
      return this.bookkeeper.settle(decide);
    } catch (refusal) {
      if (!(refusal instanceof PortalRefused)) throw refusal;
      throw new ConflictException(refusal.message);
    }
  }

  private told({ outRefundNo }: Refund, deliveries: Delivery[] = []) {
    const { books, now } = this.bookkeeper.desk;
    const refund = books.refunds.get(outRefundNo)!;
    return {
      refund_id: refund.refundId,
      out_refund_no: outRefundNo,
      refund_fee: refund.refundFee,
      status: refundStatus(refund, now),
      notified: deliveries.map((row) => NotifiedDto.of(row)),
    };
  }
}
