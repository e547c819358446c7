import { get, post } from './buy-http';
import { becomes, loginAdmin, type Order } from './buy-steps';
import { buy } from './buy-story';
import { pass, until, type Tale } from './buy-tale';

const PARCEL = { carrier: 'SF', tracking_no: 'SF1000000000001' };

/** Bought, sent, told to WeChat, and received. */
export async function tellShip(tale: Tale): Promise<Order[]> {
  const [order] = await buy(tale);
  const admin = await loginAdmin(tale);
  await pass(tale, 61, 'WeChat takes shipping information a minute after the payment');

  await post(`${tale.api}/admin/order/${order.id}/ship`, { parcels: [PARCEL] }, { ...admin });
  tale.step('ship', `the merchant sends ${order.no} by ${PARCEL.carrier}, number ${PARCEL.tracking_no}`);
  await becomes(tale, order, [3, 'shipped']);

  await until(
    'what WeChat knows of the shipment',
    () => get(`${tale.api}/admin/shipping?state=done&size=100`, { ...admin }),
    ({ data }: { data: { order_id: number }[] }) => data.some(({ order_id }) => order_id === order.id),
  );
  tale.step('upload', 'WeChat has its shipping information, and will let the merchant have the money');

  await post(`${tale.api}/order/${order.id}/received`, {}, { ...order.buyer });
  tale.step('receive', 'the shopper says that it has arrived');
  await becomes(tale, order, [6, 'received']);
  return [order];
}
