import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { flagIn, objectIn, objectsIn, textIn } from './answer-fields';
import type { MiniProgramAnswer } from './mini-program-answer';
import { MiniProgramClient } from './mini-program-client';
import { ok, rejected, unknown, type Outcome } from './outcome';
import {
  orderName,
  shippingOrder,
  stateNumber,
  type ShippingOrder,
  type ShippingState,
} from './shipping-order';
import { uploadBody, uploadFault, type PaidOrder, type ShippingUpload } from './shipping-upload';

export interface ShippingOrderQuery {
  paidFrom?: Date;
  paidUntil?: Date;
  state?: ShippingState;
  openid?: string;
  /** Where the last page ended. */
  lastIndex?: string;
}

export interface ShippingOrderPage {
  orders: ShippingOrder[];
  lastIndex?: string;
  hasMore: boolean;
}

/** Pre-sales ship 15 to 330 days after the payment; test orders are refunded by WeChat. */
export type SpecialOrder = { kind: 'preSale'; shipsAt: Date } | { kind: 'test' };

export interface DeliveryCompany {
  /** `SF`, as an upload names it. */
  id: string;
  name: string;
}

/** So many orders fit into the largest answer that we read. */
const PAGE_SIZE = 50;

/**
 * What WeChat wants to know of a parcel before it pays the merchant out. A rejected code is for
 * `shippingVerdict`; an unknown upload may have arrived: look with `getOrder` before it is sent anew.
 */
@Injectable()
export class ShippingInfoApi {
  constructor(
    private readonly config: AppConfig,
    private readonly client: MiniProgramClient,
  ) {}

  /** Refused without asking where WeChat would refuse it, with the code that WeChat has for that. */
  async uploadShippingInfo(upload: ShippingUpload): Promise<Outcome<void>> {
    const fault = uploadFault(upload);
    if (fault) return rejected(fault, 'refused before it was sent');
    return this.tell('upload_shipping_info', uploadBody(upload));
  }

  async getOrder(order: PaidOrder): Promise<Outcome<ShippingOrder>> {
    const outcome = await this.ask('get_order', orderName(order));
    return read(outcome, 'an order', (answer) => shippingOrder(objectIn(answer, 'order') ?? {}));
  }

  async getOrderList({ paidFrom, paidUntil, state, openid, lastIndex }: ShippingOrderQuery) {
    const pay_time_range = { begin_time: paidFrom && unix(paidFrom), end_time: paidUntil && unix(paidUntil) };
    const outcome = await this.ask('get_order_list', {
      pay_time_range: paidFrom || paidUntil ? pay_time_range : undefined,
      order_state: state && stateNumber(state),
      openid,
      last_index: lastIndex,
      page_size: PAGE_SIZE,
    });
    return read<ShippingOrderPage>(outcome, 'a list of orders', pageOf);
  }

  /** Tells the shopper that his parcel has arrived; once an order, of express alone. */
  notifyConfirmReceive(order: PaidOrder, receivedAt: Date): Promise<Outcome<void>> {
    return this.tell('notify_confirm_receive', { ...orderName(order), received_time: unix(receivedAt) });
  }

  /** The page that shipping messages open; WeChat appends the order's numbers. */
  setMsgJumpPath(path: string): Promise<Outcome<void>> {
    return this.tell('set_msg_jump_path', { path });
  }

  /** Whether WeChat keeps this app's money until its orders are shipped. */
  async isTradeManaged(): Promise<Outcome<boolean>> {
    const outcome = await this.ask('is_trade_managed', { appid: this.config.WECHAT_APP_ID });
    return read(outcome, 'is_trade_managed', (answer) => flagIn(answer, 'is_trade_managed'));
  }

  async isTradeManagementConfirmationCompleted(): Promise<Outcome<boolean>> {
    const fields = { appid: this.config.WECHAT_APP_ID };
    const outcome = await this.ask('is_trade_management_confirmation_completed', fields);
    return read(outcome, 'completed', (answer) => flagIn(answer, 'completed'));
  }

  /** The order by WeChat's number or by ours. */
  opSpecialOrder(orderId: string, special: SpecialOrder): Promise<Outcome<void>> {
    const fields = special.kind === 'preSale' ? { type: 1, delay_to: unix(special.shipsAt) } : { type: 2 };
    return this.tell('opspecialorder', { order_id: orderId, ...fields });
  }

  async getDeliveryList(): Promise<Outcome<DeliveryCompany[]>> {
    const path = '/cgi-bin/express/delivery/open_msg/get_delivery_list';
    const outcome = await this.client.ask({ path, fields: {} });
    return read(outcome, 'a delivery_list', companiesIn);
  }

  private ask(call: string, fields: object): Promise<Outcome<MiniProgramAnswer>> {
    return this.client.ask({ path: `/wxa/sec/order/${call}`, fields });
  }

  private async tell(call: string, fields: object): Promise<Outcome<void>> {
    const outcome = await this.ask(call, fields);
    return outcome.kind === 'ok' ? ok(undefined) : outcome;
  }
}

/** A success that lacks what was asked for tells nothing. */
function read<T>(
  outcome: Outcome<MiniProgramAnswer>,
  what: string,
  find: (answer: MiniProgramAnswer) => T | undefined,
): Outcome<T> {
  if (outcome.kind !== 'ok') return outcome;
  const found = find(outcome.value);
  return found === undefined ? unknown(`answer without ${what}`) : ok(found);
}

/** One order that cannot be read spoils its page: left out, it would look as if WeChat did not know it. */
function pageOf(answer: MiniProgramAnswer): ShippingOrderPage | undefined {
  const orders = objectsIn(answer, 'order_list')?.map(shippingOrder);
  if (!orders?.every((order) => order !== undefined)) return undefined;
  return { orders, lastIndex: textIn(answer, 'last_index'), hasMore: flagIn(answer, 'has_more') ?? false };
}

function companiesIn(answer: MiniProgramAnswer): DeliveryCompany[] | undefined {
  return objectsIn(answer, 'delivery_list')?.flatMap((company) => {
    const [id, name] = [textIn(company, 'delivery_id'), textIn(company, 'delivery_name')];
    return id && name ? [{ id, name }] : [];
  });
}

function unix(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
