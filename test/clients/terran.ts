import type { AppConfig } from '@app/common';

export interface CmsRow {
  id: number;
  orderNo: string;
  name: string;
  count: number;
  price: string;
  time: string;
  status: string;
  /** Only a paid order has one that does something. */
  button: string;
}

/** By status - 1: any other status throws, and no later row is drawn. */
const STATUSES = [
  ['未付款', ''],
  ['已付款', '发货'],
  ['已发货', ''],
  ['缺货', '缺货'],
] as const;

/** The merchant's pages as the contract describes them: jQuery, so every body is a form, also a PUT's. */
export class Terran {
  private token = '';

  constructor(private readonly config: AppConfig) {}

  async login(ac: string, se: string): Promise<string> {
    const answer = await this.ajax('POST', 'token/app', { ac, se });
    if (answer.status === 401) return '帐号或密码错误';
    if (!answer.ok) throw answer.body;
    this.token = answer.body.token;
    return '';
  }

  async page(page: number): Promise<CmsRow[]> {
    const answer = await this.ajax('GET', 'order/paginate', { page, size: 20 });
    if (!answer.ok) throw answer.body;
    return answer.body.data.map(draw);
  }

  /** Whether the page says 发货成功: it looks into the body, whatever the HTTP status is. */
  async deliver(id: number): Promise<boolean> {
    const answer = await this.ajax('PUT', 'order/delivery', { id });
    if (!answer.ok) throw answer.body;
    return answer.body.code.toString().startsWith('2');
  }

  private async ajax(method: string, url: string, data: Record<string, string | number>) {
    const form = new URLSearchParams(data as Record<string, string>);
    const query = method === 'GET' ? `?${form.toString()}` : '';
    const answer = await fetch(`${this.config.PUBLIC_URL}/api/v1/${url}${query}`, {
      method,
      headers: {
        token: this.token,
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-requested-with': 'XMLHttpRequest',
      },
      body: method === 'GET' ? undefined : form.toString(),
    });
    // A page reads what the contract promises; a wrong shape fails it.
    // oxlint-disable-next-line typescript/no-explicit-any
    return { ok: answer.ok, status: answer.status, body: (await answer.json()) as any };
  }
}

interface OrderRowData {
  id: number;
  order_no: string;
  snap_name: string;
  total_count: number;
  total_price: string;
  create_time: string;
  status: number;
}

function draw(order: OrderRowData): CmsRow {
  const [status, button] = STATUSES[order.status - 1]!;
  return {
    id: order.id,
    orderNo: order.order_no.toString(),
    name: order.snap_name.toString(),
    count: order.total_count,
    price: order.total_price.toString(),
    time: order.create_time.toString(),
    status,
    button,
  };
}
