import { All, Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MiniDoor } from './mini-door';
import {
  getDeliveryList,
  isConfirmationCompleted,
  isTradeManaged,
  markSpecial,
  setJumpPath,
  tellArrival,
} from './shipping-calls';
import { uploadShipping } from './shipping-order';
import { getOrder, getOrderList } from './shipping-view';

/** Shipping information: without it, WeChat keeps the merchant's money. */
@Controller()
export class ShippingController {
  constructor(private readonly door: MiniDoor) {}

  @All('wxa/sec/order/upload_shipping_info')
  upload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('uploadShippingInfo', { request, reply }, uploadShipping);
  }

  @All('wxa/sec/order/get_order')
  order(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('getOrder', { request, reply }, getOrder);
  }

  @All('wxa/sec/order/get_order_list')
  orders(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, getOrderList);
  }

  @All('wxa/sec/order/notify_confirm_receive')
  arrival(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, tellArrival);
  }

  @All('wxa/sec/order/set_msg_jump_path')
  jumpPath(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, setJumpPath);
  }

  @All('wxa/sec/order/is_trade_managed')
  managed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, isTradeManaged);
  }

  @All('wxa/sec/order/is_trade_management_confirmation_completed')
  confirmed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, isConfirmationCompleted);
  }

  @All('wxa/sec/order/opspecialorder')
  special(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, markSpecial);
  }

  @All('cgi-bin/express/delivery/open_msg/get_delivery_list')
  carriers(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.admit('shippingOther', { request, reply }, getDeliveryList);
  }
}
