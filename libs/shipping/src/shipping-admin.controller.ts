import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CarrierService } from './carrier.service';
import { ShippingListService } from './shipping-list.service';
import { CarrierView, ShipBody, ShipmentBody, ShippingPage, ShippingQuery } from './shipping.dto';
import { ShippingService } from './shipping.service';

@ApiTags('shipping')
@Controller('admin')
@Super()
export class ShippingAdminController {
  constructor(
    private readonly shipping: ShippingService,
    private readonly carriers: CarrierService,
    private readonly lists: ShippingListService,
  ) {}

  /** 发货 Paid → shipped, by any way, also parcel by parcel. WeChat is told of it within a second. */
  @Post('order/:id/ship')
  @HttpCode(201)
  async ship(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() { is_last, ...body }: ShipBody,
  ): Promise<SuccessMessage> {
    await this.shipping.ship({ orderId: id, actor: actorOf(admin) }, ShipmentBody.wishOf(body, is_last));
    return new SuccessMessage();
  }

  /** 重新发货 Other parcels in the place of those that left: once, where WeChat has been told of them. */
  @Post('order/:id/reship')
  @HttpCode(201)
  async reship(
    @Caller() admin: CallerIdentity,
    @Param() { id }: IdParam,
    @Body() body: ShipmentBody,
  ): Promise<SuccessMessage> {
    await this.shipping.reship({ orderId: id, actor: actorOf(admin) }, ShipmentBody.wishOf(body));
    return new SuccessMessage();
  }

  /** 快递公司 The carriers that WeChat knows. */
  @Get('carrier')
  async carrierList(): Promise<CarrierView[]> {
    const known = await this.carriers.list();
    return known.map((carrier) => CarrierView.of(carrier));
  }

  /** 发货信息 Shipments by what WeChat knows of them, the nearest deadline first. */
  @Get('shipping')
  async list(@Query() query: ShippingQuery): Promise<ShippingPage> {
    return ShippingPage.of(await this.lists.list(ShippingQuery.filterOf(query)));
  }
}
