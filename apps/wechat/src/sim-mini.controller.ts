import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Post,
  Query,
} from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { openidOf } from './login-code';
import { MiniBooksDto, messageDto, PushedDto } from './mini-books.dto';
import { issuePhoneCode, phoneNumberIn } from './mini-phone';
import { tapAllow } from './mini-subscribe';
import { templateOf } from './mini-template';
import { PushService } from './push.service';
import { pushByHand } from './push-by-hand';
import { orderState } from './shipment';
import { SimBodyPipe } from './sim-body.pipe';
import {
  AccessTokenBody,
  PhoneBody,
  PushBody,
  ReceiveBody,
  SubscribeBody,
  TemplateBody,
} from './sim-mini.dto';
import { received } from './trade-step';

/** The shopper's phone beside paying, what goes wrong with tokens, and what WeChat pushes. */
@Controller('sim')
export class SimMiniController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly pushes: PushService,
  ) {}

  @Post('access-token')
  @HttpCode(200)
  spoilTokens(@Body(SimBodyPipe) _body: AccessTokenBody) {
    const { books, now } = this.bookkeeper.desk;
    this.bookkeeper.record({ kind: 'tokensExpired', at: now.toISOString() });
    return { expired: books.mini.tokens.size };
  }

  @Post('phone')
  @HttpCode(200)
  phone(@Body(SimBodyPipe) { name, phone }: PhoneBody) {
    return this.bookkeeper.settle((desk) => issuePhoneCode(desk, phoneNumberIn(phone)!, name));
  }

  @Post('template')
  @HttpCode(200)
  template(@Body(SimBodyPipe) { template_id, keys, banned }: TemplateBody) {
    const template = { templateId: template_id, keys, banned };
    this.bookkeeper.record({ kind: 'templateTaught', template });
    return { template_id, keys, banned };
  }

  @Post('subscribe')
  @HttpCode(200)
  subscribe(@Body(SimBodyPipe) { name, template_id, times, deny }: SubscribeBody) {
    const { books, config } = this.bookkeeper.desk;
    const template = templateOf({ books, config }, template_id ?? config.WECHAT_TEMPLATE_SHIPPED);
    if (!template) throw new NotFoundException('no such template: /sim/template teaches one');
    const openid = openidOf(config.WECHAT_APP_ID, name);
    const { templateId } = template;
    const tap = { openid, templateId, times: deny ? 0 : times };
    const { left } = this.bookkeeper.settle((desk) => tapAllow(desk, tap));
    return { openid, template_id: templateId, left };
  }

  @Post('receive')
  @HttpCode(200)
  async receive(@Body(SimBodyPipe) { out_trade_no }: ReceiveBody) {
    const transaction = this.bookkeeper.books.transactionsOf.get(out_trade_no)?.[0];
    if (!transaction) throw new NotFoundException('no such payment');
    const state = orderState(this.bookkeeper.desk, transaction);
    if (state !== 2) throw new ConflictException(`order_state is ${state}: only what is shipped is received`);
    const push = this.bookkeeper.settle((desk) => received(desk, transaction, 2));
    const pushed = await this.pushes.announce(push);
    return { order_state: 3, pushed: pushed.map((row) => PushedDto.of(row)) };
  }

  @Post('push')
  @HttpCode(200)
  async push(@Body(SimBodyPipe) { check, event, copies, forge, ...about }: PushBody) {
    if (check) return this.pushes.check();
    const pushed =
      forge === 'replay'
        ? await this.pushes.replay(copies)
        : await this.pushes.copies(this.written(event!, about), copies, forge);
    return { pushed: pushed.map((row) => PushedDto.of(row)) };
  }

  @Get('mini-books')
  books(): MiniBooksDto {
    return MiniBooksDto.of(this.bookkeeper.desk);
  }

  /** The service messages on all phones, or on one shopper's. */
  @Get('phone-messages')
  messages(@Query('name') name?: string) {
    const { desk } = this.bookkeeper;
    const messages = desk.books.mini.messages.map((message) => messageDto(desk, message));
    return { messages: messages.filter((message) => !name || message.name === name) };
  }

  private written(
    event: NonNullable<PushBody['event']>,
    { out_trade_no, name, template_id }: Pick<PushBody, 'out_trade_no' | 'name' | 'template_id'>,
  ) {
    const about = { outTradeNo: out_trade_no, name, templateId: template_id };
    const push = pushByHand(this.bookkeeper.desk, event, about);
    if (!push)
      throw new NotFoundException('an order event needs a paid out_trade_no, a message event a name');
    return push;
  }
}
