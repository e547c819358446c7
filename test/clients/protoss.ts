import { PaymentCancelled, type Phone, type PhoneRequest } from './phone';

export interface CartLine {
  id: number;
  name: string;
  main_img_url: string;
  price: string;
  counts: number;
  selectStatus: boolean;
}

/** What the result page says, and whether the cart was emptied: 0 short of goods, 1 not paid, 2 paid. */
export interface Paid {
  outcome: 0 | 1 | 2;
  orderId: number;
  /** Of what is short, as the message shows it. */
  shortOf?: string;
}

type Card = Pick<CartLine, 'id' | 'name' | 'price' | 'main_img_url'>;

/** Its text for the statuses it knows; any other shows nothing. */
const STATUS_TEXT: Record<number, string> = { 1: '待付款', 2: '待发货', 3: '已发货' };

/**
 * The mini-program as the contract describes it, page by page: it knows the shop by HTTP alone, and a field
 * that it would draw blank throws.
 */
export class Protoss {
  constructor(readonly phone: Phone) {}

  /** On launch: a stored token is verified, without one the shopper is logged in. */
  async launch(): Promise<void> {
    const token = this.phone.storage.get('token');
    if (token === undefined) return this.logIn();
    const { isValid } = await this.call({ url: 'token/verify', method: 'post', data: { token } });
    if (!isValid) await this.logIn();
  }

  async home() {
    const [banner, themes, recent] = await Promise.all([
      this.call({ url: 'banner/1' }),
      this.call({ url: 'theme', data: { ids: '1,2,3' } }),
      this.call({ url: 'product/recent' }),
    ]);
    for (const item of banner.items) await this.phone.drawImage(item.img.url);
    for (const theme of themes) await this.phone.drawImage(theme.topic_img.url);
    return {
      // A tap on a picture of the banner opens this product, whatever `type` says.
      banner: banner.items.map((item: { key_word: string }) => shown(item.key_word)) as string[],
      small: [themes[0], themes[1]].map((theme) => ({ id: shown(theme.id), name: shown(theme.name) })),
      large: { id: shown(themes[2].id), name: shown(themes[2].name) },
      products: recent.map(card) as Card[],
    };
  }

  async theme(id: number) {
    const theme = await this.call({ url: `theme/${id}` });
    await this.phone.drawImage(theme.head_img.url);
    return { name: shown(theme.name) as string, products: theme.products.map(card) as Card[] };
  }

  async product(id: number | string) {
    const product = await this.call({ url: `product/${id}` });
    for (const { img_url } of product.imgs) await this.phone.drawImage(img_url.url);
    await this.phone.drawImage(product.main_img_url);
    return {
      ...card(product),
      stock: product.stock as number,
      details: product.imgs.length as number,
      properties: product.properties.map(({ name, detail }: { name: string; detail: string }) => [
        shown(name),
        shown(detail),
      ]) as string[][],
    };
  }

  /** All categories; the first is open, a tap opens another. */
  async categories() {
    const categories = await this.call({ url: 'category/all' });
    for (const category of categories) await this.phone.drawImage(category.img.url);
    return categories.map(({ id, name }: Card) => ({ id: shown(id), name: shown(name) })) as Card[];
  }

  async productsOf(categoryId: number): Promise<Card[]> {
    return (await this.call({ url: 'product/by_category', data: { id: categoryId } })).map(card);
  }

  get cart(): CartLine[] {
    return (this.phone.storage.get('cart') as CartLine[] | undefined) ?? [];
  }

  /** The cart never leaves the phone: the same product again only counts up. */
  putIntoCart(product: Card, counts: number): void {
    const line = this.cart.find(({ id }) => id === product.id);
    const others = this.cart.filter(({ id }) => id !== product.id);
    const { id, name, price, main_img_url } = product;
    const more = { id, name, price, main_img_url, counts: counts + (line?.counts ?? 0), selectStatus: true };
    this.phone.storage.set('cart', [...others, more]);
  }

  /** What the order page shows: nothing where the shopper has no address yet. */
  async address(): Promise<string | undefined> {
    try {
      return addressText(await this.call({ url: 'address' }));
    } catch (refusal) {
      if ((refusal as { error_code?: number }).error_code === 60001) return undefined;
      throw refusal;
    }
  }

  /** Takes what `wx.chooseAddress` gives, in its own names. */
  async saveAddress(chosen: Record<string, string>): Promise<void> {
    const data = {
      name: chosen.userName,
      mobile: chosen.telNumber,
      province: chosen.provinceName,
      city: chosen.cityName,
      country: chosen.countyName,
      detail: chosen.detailInfo,
    };
    await this.call({ url: 'address', method: 'post', data });
  }

  /** 下单并支付: the cart's ticked lines become an order, which is paid at once. */
  async submitOrder(): Promise<Paid> {
    const lines = this.cart.filter((line) => line.selectStatus);
    const products = lines.map(({ id, counts }) => ({ product_id: id, count: counts }));
    const placed = await this.call({ url: 'order', method: 'post', data: { products } });
    if (!placed.pass) return { outcome: 0, orderId: placed.order_id, shortOf: shortNames(placed) };

    const paid = await this.payOrder(placed.order_id);
    // Once there is an order, its goods have left the cart, paid or not.
    if (paid.outcome !== 0)
      this.phone.storage.set(
        'cart',
        this.cart.filter((line) => !line.selectStatus),
      );
    return paid;
  }

  /** Also behind the button of an order that waits for its money. */
  async payOrder(orderId: number): Promise<Paid> {
    const prepay = await this.call({ url: 'pay/pre_order', method: 'post', data: { id: orderId } });
    if (!prepay.timeStamp) return { outcome: 0, orderId, shortOf: shortNames(prepay) };
    const { timeStamp, nonceStr, package: sealed, signType, paySign } = prepay;
    try {
      const call = { timeStamp: String(timeStamp), nonceStr, package: sealed, signType, paySign };
      await this.phone.requestPayment(call);
      return { outcome: 2, orderId };
    } catch (failure) {
      if (failure instanceof PaymentCancelled) return { outcome: 1, orderId };
      throw failure;
    }
  }

  /** Fetched anew whenever the page shows. */
  async order(id: number) {
    const order = await this.call({ url: `order/${id}` });
    for (const item of order.snap_items) await this.phone.drawImage(item.main_img_url);
    return {
      ...row(order),
      time: shown(order.create_time) as string,
      address: addressText(order.snap_address),
      items: order.snap_items.map((item: CartLine) => [
        shown(item.name),
        shown(item.price),
        shown(item.counts),
      ]) as [string, string, number][],
    };
  }

  /** The "my" page: scrolls until a page is empty. */
  async myOrders() {
    const rows: ReturnType<typeof row>[] = [];
    for (let page = 1; ; page += 1) {
      const { data } = await this.call({ url: 'order/by_user', data: { page } });
      if (data.length === 0) return rows;
      rows.push(...data.map(row));
    }
  }

  /** Any 2xx is a success; a 401 logs in silently and asks once more; all else is the caller's to show. */
  async call(request: PhoneRequest, isRepeat = false): Promise<PhoneAnswerData> {
    const { storage } = this.phone;
    const header = { 'content-type': 'application/json', token: String(storage.get('token') ?? '') };
    const { statusCode, data } = await this.phone.request({ ...request, header });
    if (String(statusCode).startsWith('2')) return data;
    if (statusCode === 401 && !isRepeat) {
      await this.logIn();
      return this.call(request, true);
    }
    throw data;
  }

  private async logIn(): Promise<void> {
    const { code } = await this.phone.login();
    const header = { 'content-type': 'application/json' };
    const { data } = await this.phone.request({ url: 'token/user', method: 'post', data: { code }, header });
    this.phone.storage.set('token', data.token);
  }
}

// oxlint-disable-next-line typescript/no-explicit-any
type PhoneAnswerData = any;

function shown<T>(value: T): T {
  if (value === undefined || value === null || value === '') throw new Error('the page shows a blank');
  return value;
}

function card({ id, name, price, main_img_url }: Card): Card {
  return { id: shown(id), name: shown(name), price: shown(price), main_img_url: shown(main_img_url) };
}

interface OrderRowData {
  id: number;
  order_no: string;
  snap_img: string;
  snap_name: string;
  total_count: number;
  total_price: string;
  status: number;
}

function row(order: OrderRowData) {
  return {
    id: shown(order.id),
    number: shown(order.order_no),
    picture: shown(order.snap_img),
    name: shown(order.snap_name),
    count: shown(order.total_count),
    price: shown(order.total_price),
    status: STATUS_TEXT[order.status] ?? '',
  };
}

function addressText(address: Record<string, string>): string {
  const { name, mobile, province, city, country, detail } = address;
  return [name, mobile, province, city, country, detail].map(shown).join(' ');
}

/** Two names at most, and long ones cut. */
function shortNames({ pStatusArray }: { pStatusArray: { haveStock: boolean; name: string }[] }): string {
  const names = pStatusArray.filter((line) => !line.haveStock).map((line) => shown(line.name));
  const text = names
    .slice(0, 2)
    .map((name) => (name.length > 15 ? `${name.slice(0, 12)}...` : name))
    .join('、');
  return names.length > 2 ? `${text}等` : text;
}
