import { Body, Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { BooksDto, NotifiedDto, TryDto } from './books.dto';
import { DeliveryService } from './delivery.service';
import { namedNotice } from './notice';
import { PayerService } from './payer.service';
import { SimBodyPipe } from './sim-body.pipe';
import { LoginBody, NotifyBody, PayBody, PrepayBody } from './sim.dto';

/** What Tencent has no route for: the shopper's phone, and a look into the books. */
@Controller('sim')
export class SimController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly payer: PayerService,
    private readonly deliveries: DeliveryService,
  ) {}

  @Post('login')
  @HttpCode(200)
  login(@Body(SimBodyPipe) { name }: LoginBody) {
    return this.payer.login(name);
  }

  @Post('pay')
  @HttpCode(200)
  async pay(@Body(SimBodyPipe) { prepay_id, total_fee, fee_type, ...circumstances }: PayBody) {
    const payment = { prepayId: prepay_id, totalFee: total_fee, feeType: fee_type, ...circumstances };
    const { transaction, deliveries } = await this.payer.pay(payment);
    return {
      transaction_id: transaction.transactionId,
      out_trade_no: transaction.outTradeNo,
      notified: deliveries.map((row) => NotifiedDto.of(row)),
    };
  }

  @Post('cancel')
  @HttpCode(200)
  cancel(@Body(SimBodyPipe) { prepay_id }: PrepayBody) {
    return TryDto.of(this.payer.tryInVain(prepay_id, 'cancelled'));
  }

  @Post('fail')
  @HttpCode(200)
  fail(@Body(SimBodyPipe) { prepay_id }: PrepayBody) {
    return TryDto.of(this.payer.tryInVain(prepay_id, 'failed'));
  }

  @Post('notify')
  @HttpCode(200)
  async notify(@Body(SimBodyPipe) { copies, ...named }: NotifyBody) {
    const notice = namedNotice(this.bookkeeper.desk, named);
    if (!notice) throw new NotFoundException('no such success, and no such end of a refund, to be notified');
    const deliveries = await this.deliveries.copies(notice, copies);
    return { notified: deliveries.map((row) => NotifiedDto.of(row)) };
  }

  @Get('books')
  books(): BooksDto {
    return BooksDto.of(this.bookkeeper.desk);
  }
}
