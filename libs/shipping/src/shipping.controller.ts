import { actorOf, Caller, Exclusive, Primary, ShopperId, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReceivingService } from './receiving.service';
import { ShippingListService } from './shipping-list.service';
import { DeliveryBody, ParcelView, ShipmentBody } from './shipping.dto';
import { ShippingService } from './shipping.service';

@ApiTags('order')
@Controller('order')
export class ShippingController {
  constructor(
    private readonly shipping: ShippingService,
    private readonly receiving: ReceivingService,
    private readonly lists: ShippingListService,
  ) {}

  /** 发货 Paid → shipped. The CMS reads success from `code` in the body. */
  @Put('delivery')
  @Super()
  async ship(
    @Caller() admin: CallerIdentity,
    @Body() { id, is_last, ...body }: DeliveryBody,
  ): Promise<SuccessMessage> {
    await this.shipping.ship({ orderId: id, actor: actorOf(admin) }, ShipmentBody.wishOf(body, is_last));
    return new SuccessMessage();
  }

  /** 物流信息 The parcels of an order; a shopper sees only his own, an admin every order's. */
  @Get(':id/parcel')
  @Primary()
  async parcels(@Caller() caller: CallerIdentity, @Param() { id }: IdParam): Promise<ParcelView[]> {
    const parcels = await this.lists.parcels(id, caller.kind === 'shopper' ? caller.id : undefined);
    return parcels.map((parcel) => ParcelView.of(parcel));
  }

  /** 确认收货 The shopper has it; to say so again is harmless. */
  @Post(':id/received')
  @HttpCode(201)
  @Exclusive()
  async receive(@ShopperId() shopperId: number, @Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.receiving.byShopper(shopperId, id);
    return new SuccessMessage();
  }
}
